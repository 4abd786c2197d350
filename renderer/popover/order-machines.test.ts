import { expect, test } from "vitest";
import { appError } from "../../electron/contract/errors/app-error.ts";
import type { MachineStatus } from "../../electron/contract/machine/machine.ts";
import { keepOrder, orderMachines } from "./order-machines.ts";

const machine = (name: string, status: MachineStatus, isTroubled = false) => ({
  ...{ id: name, name, status },
  problem: isTroubled ? appError("machine-not-answering", { name }) : null,
});
const names = (machines: readonly { readonly name: string }[]) => machines.map(({ name }) => name);

test("trouble comes first, then what is busy, runs, is paused, and is stopped", () => {
  const machines = [
    machine("a", "stopped"),
    machine("b", "paused"),
    machine("web-10", "running"),
    machine("web-9", "running"),
    machine("c", "starting"),
    machine("d", "stopped"),
    machine("e", "failed"),
    machine("f", "running", true),
  ];
  expect(names(orderMachines(machines, new Set(["d"])))).toEqual([
    "d",
    "e",
    "f",
    "c",
    "web-9",
    "web-10",
    "b",
    "a",
  ]);
});

test("no row moves while the order is kept, and new ones come last", () => {
  const machines = [machine("new", "failed"), machine("a", "running"), machine("b", "failed")];
  expect(names(keepOrder(machines, ["b", "gone", "a"]))).toEqual(["b", "a", "new"]);
});
