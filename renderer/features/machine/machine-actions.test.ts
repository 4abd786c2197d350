import { expect, test } from "vitest";
import { type MachineStatus, machineStatuses } from "../../../electron/contract/machine/machine.ts";
import {
  canDo,
  isAlive,
  machineActions,
  primaryAction,
} from "../../../electron/contract/machine/machine-actions.ts";
import { sampleMachine } from "../../../electron/contract/testing/samples.ts";
import { matchMachines } from "./machine-actions.ts";

test("allows the right actions in each status", () => {
  const table = Object.fromEntries(
    machineStatuses.map((status) => [
      status,
      machineActions.filter((action) => canDo(action, status)),
    ]),
  );
  expect(table).toEqual({
    stopped: ["start", "delete"],
    starting: ["kill"],
    running: ["stop", "pause", "restart", "suspend", "kill"],
    paused: ["stop", "resume", "suspend", "kill"],
    stopping: ["kill"],
    suspended: ["start", "boot", "discard", "delete"],
    failed: ["start", "delete"],
  } satisfies Record<MachineStatus, unknown>);
});

test("offers a first action that the status allows", () => {
  expect(machineStatuses.map((status) => [status, primaryAction(status), isAlive(status)])).toEqual(
    [
      ["stopped", "start", false],
      ["starting", null, true],
      ["running", "stop", true],
      ["paused", "resume", true],
      ["stopping", null, true],
      ["suspended", "start", false],
      ["failed", "start", false],
    ],
  );
});

test("finds machines by name and address", () => {
  const all = [
    { name: "web", address: "192.168.100.1" },
    { name: "postgres-1", address: "192.168.100.20" },
  ];
  const find = (query: string) => matchMachines(all, query).map(({ name }) => name);
  expect(find("")).toEqual(["web", "postgres-1"]);
  expect(find(" WE")).toEqual(["web"]);
  expect(find("100.2")).toEqual(["postgres-1"]);
  expect(find("x")).toEqual([]);
});

test("finds machines by the beginning of a tag", () => {
  const named = (name: string, tags: readonly string[]) => {
    const definition = sampleMachine({ name, tags: [...tags] });
    return { name, address: definition.network.address, definition };
  };
  const all = [named("web", ["prod", "eu"]), named("prod", []), named("db", ["prod-2"])];
  const find = (query: string) => matchMachines(all, query).map(({ name }) => name);
  expect(find("tag:prod")).toEqual(["web", "db"]);
  expect(find("TAG: eu ")).toEqual(["web"]);
  expect(find("tag:other")).toEqual([]);
});
