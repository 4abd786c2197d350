import { expect, it } from "vitest";
import { listChanges } from "./list-changes.ts";

const at = (id: string, status = "stopped", uptimeSeconds: number | null = null) => ({
  ...{ id, status, uptimeSeconds, stopsInSeconds: null, setupSeconds: null },
});
const told = (...lists: Parameters<typeof listChanges>) =>
  listChanges(...lists).map(({ event, machine }) => `${event} ${machine.id}`);

it("tells what is there at first, and then what is other", () => {
  expect(told(null, [at("a"), at("b")])).toEqual(["present a", "present b"]);
  expect(told([at("a"), at("b")], [at("a", "running"), at("c")])).toEqual([
    "changed a",
    "added c",
    "removed b",
  ]);
});

it("does not tell that time passes", () => {
  expect(told([at("a", "running", 4)], [at("a", "running", 5)])).toEqual([]);
});
