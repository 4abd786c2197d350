import { expect, it } from "vitest";
import { mostLogins } from "../../../electron/contract/machine/console.ts";
import { addLogin, closeLogin, type Logins, loginKeyOf, noLogins, stepLogin } from "./logins.ts";

const three: Logins = { numbers: [1, 2, 3], shown: 2 };

it("gives a new login the lowest number that is free, and shows it", () => {
  expect(addLogin(noLogins)).toEqual({ numbers: [1], shown: 1 });
  expect(addLogin(closeLogin(three, 1))).toEqual({ numbers: [1, 2, 3], shown: 1 });
  expect(addLogin(three)).toEqual({ numbers: [1, 2, 3, 4], shown: 4 });
});

it("opens no more logins than a machine may have", () => {
  let logins: Logins | null = noLogins;
  for (let count = 0; count < mostLogins; count += 1) logins = addLogin(logins ?? noLogins);
  expect(logins?.numbers).toHaveLength(mostLogins);
  expect(addLogin(logins ?? noLogins)).toBeNull();
});

it.each([
  [2, { numbers: [1, 3], shown: 3 }],
  [1, { numbers: [2, 3], shown: 2 }],
])("shows the neighbour of a closed login: %i", (closed, left) => {
  expect(closeLogin(three, closed)).toEqual(left);
});

it("shows the one before the last one that was closed, and none after the only one", () => {
  expect(closeLogin({ ...three, shown: 3 }, 3)).toEqual({ numbers: [1, 2], shown: 2 });
  expect(closeLogin({ numbers: [1], shown: 1 }, 1)).toEqual(noLogins);
});

it("steps round all logins in both directions", () => {
  expect(stepLogin({ ...three, shown: 3 }, 1).shown).toBe(1);
  expect(stepLogin({ ...three, shown: 1 }, -1).shown).toBe(3);
  expect(stepLogin(three, 1).shown).toBe(3);
});

const press = { ctrlKey: true, shiftKey: false, altKey: false };
it.each([
  ["KeyT", { shiftKey: true }, "add"],
  ["KeyW", { shiftKey: true }, "close"],
  ["PageDown", {}, "next"],
  ["PageUp", {}, "previous"],
  // The programs in the guest get these.
  ["KeyW", {}, null],
  ["KeyT", {}, null],
  ["PageDown", { ctrlKey: false }, null],
  ["PageUp", { shiftKey: true }, null],
  ["KeyT", { shiftKey: true, altKey: true }, null],
] as const)("reads %s with %j as %s", (code, keys, change) => {
  expect(loginKeyOf({ ...press, code, ...keys })).toBe(change);
});
