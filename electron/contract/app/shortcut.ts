import * as v from "valibot";
import { formed } from "../base/formed.ts";
import { type AppError, appError } from "../errors/app-error.ts";

/** The modifier keys, in the order in which they are written. */
export const modifiers = ["Super", "Ctrl", "Alt", "Shift"] as const;

/** The key that is pressed with them: a letter, a digit, a function key, or a named one. */
const keyPattern =
  /^(?:[A-Z]|\d|F(?:[1-9]|1\d|2[0-4])|Space|Tab|Home|End|PageUp|PageDown|Insert|Delete|Up|Down|Left|Right)$/;

/**
 * Returns whether a text is a key combination such as `Super+Alt+V`, in the notation of Electron's
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

/** A key combination; empty for none. */
export const shortcutSchema = formed(
  "key-combination",
  v.pipe(
    v.string(),
    v.maxLength(40),
    v.check((text) => text === "" || isShortcut(text)),
  ),
);

/**
 * Whether the desktop gave the combination to the app. `off`: no combination is set. `refused`:
 * another program has it (X11). By the desktop's portal (Wayland): `not-set-up`: the portal would ask
 * the user, who has not agreed to that yet; `declined`: the user or the desktop refused;
 * `portal-missing`: the desktop has no portal for shortcuts.
 */
export type ShortcutState =
  | { readonly standing: "off" | "refused" | "not-set-up" | "declined" | "portal-missing" }
  /** `trigger`: the keys in the desktop's own words, which may differ from the setting. */
  | { readonly standing: "held"; readonly trigger?: string };

/** Returns why a combination does not open the popover; null if it does, or if none is set. */
export function shortcutProblem(keys: string, { standing }: ShortcutState): AppError | null {
  switch (standing) {
    case "refused":
      return appError("shortcut-refused", { keys });
    case "not-set-up":
      return appError("shortcut-not-set-up", { keys });
    case "declined":
      return appError("shortcut-declined", { keys });
    case "portal-missing":
      return appError("shortcut-portal-missing", { keys });
    case "off":
    case "held":
      return null;
  }
}
