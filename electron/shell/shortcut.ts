import type { GlobalShortcut } from "electron";
import type { ShortcutPortal } from "../adapters/desktop/shortcut-portal.ts";
import { type ShortcutState, shortcutProblem } from "../contract/app/shortcut.ts";
import type { Finding } from "../contract/doctor/doctor.ts";

/** The key combination that works in every program. */
export interface Shortcut {
  /** Takes a combination instead of the former one; empty for none. */
  use(keys: string): void;
  /**
   * Returns the state of the last requested combination, once it is decided: the user may be asked.
   */
  state(): Promise<ShortcutState>;
  /** Returns the doctor's findings: one if keys were refused. */
  findings(): readonly Finding[];
}

/** The source of key combinations: X server or portal. */
export interface KeyGiver {
  /** Takes a combination. */
  take(keys: string): ShortcutState | Promise<ShortcutState>;
  /** Gives back the taken combination. */
  giveBack(keys: string): void;
  /** Whether refused keys may be granted a moment later, without a question to the user. */
  readonly mayTryAgain: boolean;
}

/** The X server, which answers at once whether the keys are free. */
export function keysOfServer(
  globalShortcut: Pick<GlobalShortcut, "register" | "unregister">,
  pressed: () => void,
): KeyGiver {
  return {
    take(keys) {
      try {
        return { standing: globalShortcut.register(keys, pressed) ? "held" : "refused" };
      } catch {
        // Electron throws for keys that this desktop does not have.
        return { standing: "refused" };
      }
    },
    giveBack: (keys) => globalShortcut.unregister(keys),
    mayTryAgain: true,
  };
}

/** The desktop's portal, which asks the user. A session of it takes keys once. */
export function keysOfPortal(open: () => ShortcutPortal): KeyGiver {
  let session: ShortcutPortal | null = null;
  return {
    take(keys) {
      session = open();
      return session.bind(keys);
    },
    giveBack: () => session?.close(),
    mayTryAgain: false,
  };
}

/** Takes no keys before the first `use`. The desktop frees them when the app ends. */
export function createShortcut(giver: KeyGiver): Shortcut {
  let wanted = "";
  let decided: ShortcutState | null = { standing: "off" };
  let deciding: Promise<ShortcutState> = Promise.resolve(decided);

  return {
    use(keys) {
      const mayTry = giver.mayTryAgain && decided?.standing === "refused";
      if (keys === wanted && !mayTry) return;
      if (decided === null || decided.standing === "held") giver.giveBack(wanted);
      wanted = keys;
      const taken = keys === "" ? { standing: "off" as const } : giver.take(keys);
      decided = taken instanceof Promise ? null : taken;
      const mine = Promise.resolve(taken);
      deciding = mine;
      void mine.then((state) => {
        if (deciding === mine) decided = state;
      });
    },
    state: () => deciding,
    findings() {
      const problem = decided === null ? null : shortcutProblem(wanted, decided);
      return problem === null ? [] : [{ id: "shortcut", level: "info", about: problem }];
    },
  };
}
