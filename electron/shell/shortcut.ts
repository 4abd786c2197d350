import type { GlobalShortcut } from "electron";
import type { ShortcutPortal } from "../adapters/desktop/shortcut-portal.ts";
import { type ShortcutState, shortcutProblem } from "../contract/app/shortcut.ts";
import type { Finding } from "../contract/doctor/doctor.ts";

/** The key combination that works in every program. */
export interface Shortcut {
  /**
   * Takes a combination instead of the former one; empty for none. Where taking it asks the user, that
   * happens only if they have agreed to be asked.
   */
  use(keys: string, isAgreed: boolean): void;
  /**
   * Returns the state of the last requested combination, once it is decided: the user may be asked. Keys
   * that another program has freed meanwhile are taken first.
   */
  state(): Promise<ShortcutState>;
  /** Returns the doctor's findings: one if keys were refused, and still are. */
  findings(): readonly Finding[];
}

/** The source of key combinations: X server or portal. */
export interface KeyGiver {
  /** Takes a combination. */
  take(keys: string): ShortcutState | Promise<ShortcutState>;
  /** Gives back the taken combination. */
  giveBack(keys: string): void;
  /** Returns the state of keys that were not asked for; null if the giver never asks. */
  readonly look: (() => Promise<ShortcutState>) | null;
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
    look: null,
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
    giveBack() {
      session?.close();
      session = null;
    },
    async look() {
      const looking = open();
      const state = await looking.look();
      looking.close();
      return state;
    },
  };
}

/**
 * Creates the shortcut, which takes no keys before the first `use`. The desktop frees them when the app
 * ends.
 * @param declined saves that the user or the desktop refused, before that is told
 */
export function createShortcut(giver: KeyGiver, declined: () => Promise<unknown>): Shortcut {
  let wanted = "";
  let mayTake = true;
  let decided: ShortcutState | null = { standing: "off" };
  let deciding: Promise<ShortcutState> = Promise.resolve(decided);

  function stateWith(keys: string): ShortcutState | Promise<ShortcutState> {
    if (keys === "") return { standing: "off" };
    return mayTake || giver.look === null ? giver.take(keys) : giver.look();
  }

  function use(keys: string, isAgreed: boolean): void {
    const former = { keys: wanted, mayTake };
    mayTake = giver.look === null || isAgreed;
    // A refusal that no person decided may be gone a moment later.
    const mayTry = giver.look === null && decided?.standing === "refused";
    // A refusal by the user stays until the app ends, or the user agrees after all.
    const isNo = decided?.standing === "declined" && !mayTake;
    if (keys === former.keys && (mayTake === former.mayTake || isNo) && !mayTry) return;
    if (decided === null || decided.standing === "held") giver.giveBack(wanted);
    wanted = keys;
    const taken = stateWith(keys);
    decided = taken instanceof Promise ? null : taken;
    const mine: Promise<ShortcutState> = Promise.resolve(taken).then(async (state) => {
      if (deciding !== mine) return state;
      decided = state;
      if (state.standing === "declined") await declined();
      return state;
    });
    deciding = mine;
  }

  return {
    use,
    state() {
      use(wanted, mayTake);
      return deciding;
    },
    findings() {
      use(wanted, mayTake);
      const problem = decided === null ? null : shortcutProblem(wanted, decided);
      return problem === null ? [] : [{ id: "shortcut", level: "info", about: problem }];
    },
  };
}
