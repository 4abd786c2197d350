import { isShortcut } from "../../../electron/contract/app/shortcut.ts";

/** The part of DOM's KeyboardEvent that is read here. */
type Press = Pick<KeyboardEvent, "code" | "metaKey" | "ctrlKey" | "altKey" | "shiftKey">;

/** Keys whose name differs from DOM's `code`. */
const names: Readonly<Record<string, string>> = {
  ArrowUp: "Up",
  ArrowDown: "Down",
  ArrowLeft: "Left",
  ArrowRight: "Right",
};

/** Returns the combination of a press, such as `Super+Alt+V`; null if it cannot be a shortcut. */
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
