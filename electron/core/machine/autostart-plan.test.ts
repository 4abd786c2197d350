import { expect, it } from "vitest";
import type { Autostart } from "../../contract/machine/machine.ts";
import { dueMachines } from "./autostart-plan.ts";

const machine = (name: string, autostart?: Autostart, pid: number | null = null) => ({
  id: name,
  name,
  pid,
  definition: { ...(autostart === undefined ? {} : { autostart }) } as never,
});

it("returns those with `always`, and those with `as-before` that were last wanted to run, in order", () => {
  const machines = [
    machine("unsaid"),
    machine("never", { when: "never", order: 1 }),
    machine("last", { when: "always", order: 99 }),
    machine("b", { when: "always", order: 50 }),
    machine("a", { when: "as-before", order: 50 }),
    machine("first", { when: "always", order: 0 }),
    machine("was-off", { when: "as-before", order: 0 }),
    machine("runs", { when: "always", order: 0 }, 4711),
  ];
  const wanted = new Set(["a", "never", "unsaid", "runs"]);
  expect(dueMachines(machines, wanted).map(({ name }) => name)).toEqual([
    "first",
    "a",
    "b",
    "last",
  ]);
});
