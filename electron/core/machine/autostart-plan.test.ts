import { expect, it } from "vitest";
import type { Autostart } from "../../contract/machine/machine.ts";
import { dueMachines, mayStartNext } from "./autostart-plan.ts";

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

it.each([
  ["the last one answers", { lastAnswers: true, busyShare: 1, waitedMs: 0 }, true],
  ["the computer is calm", { lastAnswers: false, busyShare: 0.2, waitedMs: 0 }, true],
  ["it is busy", { lastAnswers: false, busyShare: 0.9, waitedMs: 19_000 }, false],
  ["it is busy for long", { lastAnswers: false, busyShare: 1, waitedMs: 20_000 }, true],
])("the next one when %s: %o", (_title, now, may) => {
  expect(mayStartNext(now)).toBe(may);
});
