import { expect, test } from "vitest";
import type { ShortcutPortal } from "../adapters/desktop/shortcut-portal.ts";
import type { ShortcutState } from "../contract/app/shortcut.ts";
import { createShortcut, keysOfPortal, keysOfServer } from "./shortcut.ts";

/** A desktop in which another program already holds some combinations. */
function desktop(foreign: Set<string>) {
  const held: string[] = [];
  const globalShortcut = {
    register: (keys: string) => {
      if (keys.endsWith("F24")) throw new TypeError("no such key");
      if (foreign.has(keys)) return false;
      held.push(keys);
      return true;
    },
    unregister: (keys: string) => void held.splice(held.indexOf(keys), 1),
  };
  return {
    shortcut: createShortcut(
      keysOfServer(globalShortcut, () => {}),
      async () => {},
    ),
    held,
  };
}

test("holds one combination at a time, and gives it back", async () => {
  const { shortcut, held } = desktop(new Set());
  expect(await shortcut.state()).toEqual({ standing: "off" });
  for (const keys of ["Super+Alt+V", "Super+Alt+V", "Ctrl+F9"]) shortcut.use(keys, true);
  expect([held, await shortcut.state()]).toEqual([["Ctrl+F9"], { standing: "held" }]);
  shortcut.use("", true);
  expect([held, await shortcut.state()]).toEqual([[], { standing: "off" }]);
});

test("refuses keys that another program holds, until it has ended", async () => {
  const foreign = new Set(["Super+Alt+V"]);
  const { shortcut, held } = desktop(foreign);
  shortcut.use("Super+Alt+V", true);
  expect([held, await shortcut.state()]).toEqual([[], { standing: "refused" }]);
  expect(shortcut.findings()).toEqual([
    {
      id: "shortcut",
      level: "info",
      about: { code: "shortcut-refused", params: { keys: "Super+Alt+V" } },
    },
  ]);
  foreign.clear();
  expect(shortcut.findings()).toEqual([]);
  expect([held, await shortcut.state()]).toEqual([["Super+Alt+V"], { standing: "held" }]);
});

test("takes refused keys once they are free, also where only the settings ask", async () => {
  const foreign = new Set(["Super+Alt+V"]);
  const { shortcut, held } = desktop(foreign);
  shortcut.use("Super+Alt+V", true);
  expect(await shortcut.state()).toEqual({ standing: "refused" });
  foreign.clear();
  expect([await shortcut.state(), held]).toEqual([{ standing: "held" }, ["Super+Alt+V"]]);
});

test("refuses keys that the desktop does not know", async () => {
  const { shortcut } = desktop(new Set());
  shortcut.use("Ctrl+F24", false);
  expect(await shortcut.state()).toEqual({ standing: "refused" });
});

/** A portal whose user decides later. */
function portal() {
  const asked: { keys: string; decide: (state: ShortcutState) => void; isOpen: boolean }[] = [];
  let [looked, declined] = [0, 0];
  const open = (): ShortcutPortal => {
    const entry = { keys: "", decide: (_state: ShortcutState) => {}, isOpen: true };
    return {
      look: async () => {
        looked += 1;
        return { standing: "not-set-up" };
      },
      bind(keys: string) {
        asked.push(entry);
        entry.keys = keys;
        return new Promise<ShortcutState>((resolve) => {
          entry.decide = resolve;
        });
      },
      close() {
        entry.isOpen = false;
      },
    };
  };
  const shortcut = createShortcut(keysOfPortal(open), async () => {
    declined += 1;
  });
  return { shortcut, asked, counts: () => ({ looked, declined }) };
}

test("asks the user once for the same keys, and then returns the answer", async () => {
  const { shortcut, asked } = portal();
  for (const _ of ["first", "again"]) shortcut.use("Super+Alt+V", true);
  const told = shortcut.state();
  expect(shortcut.findings()).toEqual([]);
  asked[0]?.decide({ standing: "declined" });
  expect(await told).toEqual({ standing: "declined" });
  expect(shortcut.findings()).toMatchObject([{ about: { code: "shortcut-declined" } }]);
  shortcut.use("Super+Alt+V", true);
  expect(asked.map(({ keys }) => keys)).toEqual(["Super+Alt+V"]);
});

test("asks anew for other keys, and ignores the answer to the former question", async () => {
  const { shortcut, asked } = portal();
  for (const keys of ["Super+Alt+V", "Ctrl+F9"]) shortcut.use(keys, true);
  asked[1]?.decide({ standing: "held", trigger: "Ctrl+F9" });
  asked[0]?.decide({ standing: "declined" });
  expect(await shortcut.state()).toEqual({ standing: "held", trigger: "Ctrl+F9" });
  expect(shortcut.findings()).toEqual([]);
  expect(asked.map(({ isOpen }) => isOpen)).toEqual([false, true]);
});

test("nobody is asked who has not agreed, and a no is not asked for again", async () => {
  const { shortcut, asked, counts } = portal();
  shortcut.use("Super+Alt+V", false);
  expect(await shortcut.state()).toEqual({ standing: "not-set-up" });
  expect(shortcut.findings()).toMatchObject([{ about: { code: "shortcut-not-set-up" } }]);
  shortcut.use("Super+Alt+V", true);
  asked[0]?.decide({ standing: "declined" });
  expect(await shortcut.state()).toEqual({ standing: "declined" });
  // The settings learn of it, and it is told on.
  shortcut.use("Super+Alt+V", false);
  expect(await shortcut.state()).toEqual({ standing: "declined" });
  expect([asked.length, counts()]).toEqual([1, { looked: 1, declined: 1 }]);
  shortcut.use("Super+Alt+V", true);
  asked[1]?.decide({ standing: "held", trigger: "Super+Alt+V" });
  expect(await shortcut.state()).toEqual({ standing: "held", trigger: "Super+Alt+V" });
});

test("an open question ends with the wish for the keys", async () => {
  const { shortcut, asked } = portal();
  shortcut.use("Super+Alt+V", true);
  shortcut.use("", false);
  expect([asked[0]?.isOpen, await shortcut.state()]).toEqual([false, { standing: "off" }]);
});
