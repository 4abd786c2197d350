import { expect, test } from "vitest";
import { orderFrom, sortMachines } from "./sort-machines.ts";

const machines = [
  { name: "node-10", address: "192.168.100.9", status: "running" },
  { name: "node-2", address: "192.168.100.10", status: "running" },
  { name: "web", address: "192.168.100.1", status: "failed" },
  { name: "db", address: "192.168.100.100", status: "stopped" },
] as const;

test.each([
  ["name", ["db", "node-2", "node-10", "web"]],
  ["status", ["web", "node-2", "node-10", "db"]],
  ["address", ["web", "node-10", "node-2", "db"]],
] as const)("sorts machines by %s", (order, names) => {
  expect(sortMachines(machines, order).map(({ name }) => name)).toEqual(names);
});

test("falls back to the name for an unknown order", () => {
  expect([orderFrom("address"), orderFrom("size"), orderFrom(null)]).toEqual([
    "address",
    "name",
    "name",
  ]);
});
