import * as v from "valibot";

/** The keys that may be held down, in the order in which they are written. */
export const modifiers = ["Super", "Ctrl", "Alt", "Shift"] as const;

/** What may be pressed with them: a letter, a digit, a function key, or a named one. */
const keyPattern =
  /^(?:[A-Z]|\d|F(?:[1-9]|1\d|2[0-4])|Space|Tab|Home|End|PageUp|PageDown|Insert|Delete|Up|Down|Left|Right)$/;

/**
 * Whether a text is a key combination such as `Super+Alt+V`, in the notation of Electron's
 * accelerators. Without Super, Ctrl or Alt it would take a key away from all typing.
 */
export function isShortcut(text: string): boolean {
  const keys = text.split("+");
  const held = keys.slice(0, -1);
  const inOrder = modifiers.filter((each) => held.includes(each));
  return (
    keyPattern.test(keys.at(-1) ?? "") &&
    inOrder.join("+") === held.join("+") &&
    inOrder.some((each) => each !== "Shift")
  );
}

/** A key combination; empty: none. */
export const shortcut = v.pipe(
  v.string(),
  v.maxLength(40),
  v.check((text) => text === "" || isShortcut(text), "no key combination"),
);

/** Whether the desktop gave the combination to the app; `off`: none is wished. */
export type ShortcutStanding = "off" | "held" | "refused";
