import { expect, test } from "vitest";
import { createShortcut } from "./shortcut.ts";

/** A desktop in which another program has some combinations already. */
function desktop(foreign: Set<string>) {
  const held: string[] = [];
  const shortcut = createShortcut({
    globalShortcut: {
      register: (keys) => {
        if (keys.endsWith("F24")) throw new TypeError("no such key");
        if (foreign.has(keys)) return false;
        held.push(keys);
        return true;
      },
      unregister: (keys) => void held.splice(held.indexOf(keys), 1),
    },
    pressed: () => {},
  });
  return { shortcut, held };
}

test("one combination is held at a time, and given back", () => {
  const { shortcut, held } = desktop(new Set());
  expect(shortcut.standing()).toBe("off");
  for (const keys of ["Super+Alt+V", "Super+Alt+V", "Ctrl+F9"]) shortcut.use(keys);
  expect([held, shortcut.standing()]).toEqual([["Ctrl+F9"], "held"]);
  shortcut.use("");
  expect([held, shortcut.standing()]).toEqual([[], "off"]);
});

test("what another program has is refused, until that has ended", () => {
  const foreign = new Set(["Super+Alt+V"]);
  const { shortcut, held } = desktop(foreign);
  shortcut.use("Super+Alt+V");
  expect([held, shortcut.standing()]).toEqual([[], "refused"]);
  expect(shortcut.findings()).toEqual([
    {
      id: "shortcut",
      level: "info",
      about: { code: "shortcut-refused", params: { keys: "Super+Alt+V" } },
    },
  ]);
  foreign.clear();
  shortcut.use("Super+Alt+V");
  expect([held, shortcut.standing()]).toEqual([["Super+Alt+V"], "held"]);
  expect(shortcut.findings()).toEqual([]);
});

test("keys that the desktop does not know are refused", () => {
  const { shortcut } = desktop(new Set());
  shortcut.use("Ctrl+F24");
  expect(shortcut.standing()).toBe("refused");
});
