import { isShortcut } from "../../../electron/contract/app/shortcut.ts";

/** What a key press tells: DOM's KeyboardEvent, as far as it matters here. */
type Press = Pick<KeyboardEvent, "code" | "metaKey" | "ctrlKey" | "altKey" | "shiftKey">;

/** Keys whose name differs from DOM's `code`. */
const names: Readonly<Record<string, string>> = {
  ArrowUp: "Up",
  ArrowDown: "Down",
  ArrowLeft: "Left",
  ArrowRight: "Right",
};

/** The combination that a press makes, such as `Super+Alt+V`; null: none that can be taken. */
export function keysOf(press: Press): string | null {
  const key = names[press.code] ?? press.code.replace(/^(?:Key|Digit)/, "");
  const keys = [
    ...(press.metaKey ? ["Super"] : []),
    ...(press.ctrlKey ? ["Ctrl"] : []),
    ...(press.altKey ? ["Alt"] : []),
    ...(press.shiftKey ? ["Shift"] : []),
    key,
  ].join("+");
  return isShortcut(keys) ? keys : null;
}
