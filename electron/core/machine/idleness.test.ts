import { expect, it } from "vitest";
import { type IdleLook, isResting } from "./idleness.ts";

const before: IdleLook = {
  ...{ at: 0, processorSeconds: 5, diskReadBytes: 0, diskWrittenBytes: 9000 },
  ...{ netReceivedBytes: 700, netSentBytes: null, isAttended: false },
};
const after = (change: Partial<IdleLook>) =>
  isResting(before, { ...before, at: 60_000, ...change });

it("a machine rests that does little and that nobody is at", () => {
  expect(after({})).toBe(true);
  expect(after({ processorSeconds: 14, diskWrittenBytes: 900_000 })).toBe(true);
  expect(after({ netReceivedBytes: 60_000 })).toBe(true);
});

it.each([
  ["computes", { processorSeconds: 15 }],
  ["reads", { diskReadBytes: 1_000_000 }],
  ["writes", { diskWrittenBytes: 1_000_000 }],
  ["receives", { netReceivedBytes: 70_000 }],
  ["sends", { netSentBytes: 70_000 }],
  ["is shown", { isAttended: true }],
] as const)("a machine that %s is used", (_, change) => {
  expect(after(change)).toBe(false);
});
