import { expect, test } from "vitest";
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
  return { shortcut: createShortcut(keysOfServer(globalShortcut, () => {})), held };
}

test("holds one combination at a time, and gives it back", async () => {
  const { shortcut, held } = desktop(new Set());
  expect(await shortcut.state()).toEqual({ standing: "off" });
  for (const keys of ["Super+Alt+V", "Super+Alt+V", "Ctrl+F9"]) shortcut.use(keys);
  expect([held, await shortcut.state()]).toEqual([["Ctrl+F9"], { standing: "held" }]);
  shortcut.use("");
  expect([held, await shortcut.state()]).toEqual([[], { standing: "off" }]);
});

test("refuses keys that another program holds, until it has ended", async () => {
  const foreign = new Set(["Super+Alt+V"]);
  const { shortcut, held } = desktop(foreign);
  shortcut.use("Super+Alt+V");
  expect([held, await shortcut.state()]).toEqual([[], { standing: "refused" }]);
  expect(shortcut.findings()).toEqual([
    {
      id: "shortcut",
      level: "info",
      about: { code: "shortcut-refused", params: { keys: "Super+Alt+V" } },
    },
  ]);
  foreign.clear();
  shortcut.use("Super+Alt+V");
  expect([held, await shortcut.state()]).toEqual([["Super+Alt+V"], { standing: "held" }]);
  expect(shortcut.findings()).toEqual([]);
});

test("refuses keys that the desktop does not know", async () => {
  const { shortcut } = desktop(new Set());
  shortcut.use("Ctrl+F24");
  expect(await shortcut.state()).toEqual({ standing: "refused" });
});

/** A portal whose user decides later. */
function portal() {
  const asked: { keys: string; decide: (state: ShortcutState) => void; isOpen: boolean }[] = [];
  const open = () => {
    const entry = { keys: "", decide: (_state: ShortcutState) => {}, isOpen: true };
    asked.push(entry);
    return {
      bind(keys: string) {
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
  return { shortcut: createShortcut(keysOfPortal(open)), asked };
}

test("asks the user once for the same keys, and then returns the answer", async () => {
  const { shortcut, asked } = portal();
  for (const _ of ["first", "again"]) shortcut.use("Super+Alt+V");
  const told = shortcut.state();
  expect(shortcut.findings()).toEqual([]);
  asked[0]?.decide({ standing: "declined" });
  expect(await told).toEqual({ standing: "declined" });
  expect(shortcut.findings()).toMatchObject([{ about: { code: "shortcut-declined" } }]);
  shortcut.use("Super+Alt+V");
  expect(asked.map(({ keys }) => keys)).toEqual(["Super+Alt+V"]);
});

test("asks anew for other keys, and ignores the answer to the former question", async () => {
  const { shortcut, asked } = portal();
  for (const keys of ["Super+Alt+V", "Ctrl+F9"]) shortcut.use(keys);
  asked[1]?.decide({ standing: "held", trigger: "Ctrl+F9" });
  asked[0]?.decide({ standing: "declined" });
  expect(await shortcut.state()).toEqual({ standing: "held", trigger: "Ctrl+F9" });
  expect(shortcut.findings()).toEqual([]);
  expect(asked.map(({ isOpen }) => isOpen)).toEqual([false, true]);
});
