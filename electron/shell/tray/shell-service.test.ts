import fc from "fast-check";
import { expect, test } from "vitest";
import { parseAction } from "./shell-service.ts";

const id = "00000000-0000-4000-8000-000000000001";

test.each([
  { do: "lan", on: true },
  { do: "uplink", choice: { mode: "pinned", interface: "wlan0" } },
  { do: "machine", wish: "start", id },
  { do: "terminal", id },
  { do: "popover" },
  { do: "dashboard", place: { page: "machines", machine: id } },
  { do: "quit" },
])("accepts the action %j", (action) => {
  expect(parseAction(JSON.stringify(action))).toEqual(action);
});

test.each([
  [undefined],
  [7],
  [""],
  ["{"],
  ["[]"],
  [JSON.stringify({ do: "lan" })],
  [JSON.stringify({ do: "lan", on: true, more: 1 })],
  [JSON.stringify({ do: "machine", wish: "delete", id })],
  [JSON.stringify({ do: "machine", wish: "start", id: "../../x" })],
  [JSON.stringify({ do: "copy", text: "rm -rf ~" })],
  [`${JSON.stringify({ do: "popover" })}${" ".repeat(5000)}`],
])("refuses %j", (text) => {
  expect(parseAction(text)).toBeNull();
});

test("ignores junk", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      expect(parseAction(text)).toBeNull();
    }),
  );
});
