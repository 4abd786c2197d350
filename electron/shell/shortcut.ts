import type { GlobalShortcut } from "electron";
import type { Finding } from "../contract/doctor.ts";
import { appError } from "../contract/errors.ts";
import type { ShortcutStanding } from "../contract/shortcut.ts";

export interface ShortcutParts {
  /** X11 answers whether the keys are free; on Wayland the desktop's portal asks the user. */
  readonly globalShortcut: Pick<GlobalShortcut, "register" | "unregister">;
  readonly pressed: () => void;
}

/** The key combination that works in every program. */
export interface Shortcut {
  /** Takes a combination instead of the former one; empty: none. */
  use(keys: string): void;
  /** How it stands with the one that was wished last. */
  standing(): ShortcutStanding;
  /** What the doctor has to say of it: nothing, unless keys were refused. */
  findings(): readonly Finding[];
}

/** Nothing is taken before the first `use`. The desktop takes it back when the app ends. */
export function createShortcut({ globalShortcut, pressed }: ShortcutParts): Shortcut {
  let wished = "";
  let standing: ShortcutStanding = "off";

  /** Electron throws for keys that this desktop does not have. */
  function register(keys: string): boolean {
    try {
      return globalShortcut.register(keys, pressed);
    } catch {
      return false;
    }
  }

  return {
    use(keys) {
      // What was refused is tried again: the other program may have ended.
      if (keys === wished && standing !== "refused") return;
      if (standing === "held") globalShortcut.unregister(wished);
      wished = keys;
      standing = keys === "" ? "off" : register(keys) ? "held" : "refused";
    },
    standing: () => standing,
    findings: () =>
      standing === "refused"
        ? [{ id: "shortcut", level: "info", about: appError("shortcut-refused", { keys: wished }) }]
        : [],
  };
}
