import { expect, test } from "vitest";
import type { MachineStatus, MachineView } from "../../../electron/contract/machine/machine.ts";
import { noteRunning } from "./ran-last.ts";

const machines = (statuses: Readonly<Record<string, MachineStatus>>) =>
  Object.entries(statuses).map(([id, status]) => ({ id, status }) as MachineView);

test("puts what runs in front, and keeps the order of what ran before", () => {
  const first = noteRunning([], machines({ a: "running", b: "stopped", c: "starting" }));
  expect(first).toEqual(["a", "c"]);
  const then = noteRunning(first, machines({ a: "stopped", b: "running", c: "running" }));
  expect(then).toEqual(["b", "c", "a"]);
  expect(noteRunning(then, machines({ a: "stopped", b: "stopped", c: "failed" }))).toEqual(then);
});

test("forgets machines that are gone", () => {
  expect(noteRunning(["a", "b"], machines({ b: "stopped" }))).toEqual(["b"]);
});
