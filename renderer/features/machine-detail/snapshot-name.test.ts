import { expect, test } from "vitest";
import { proposeSnapshotName } from "./snapshot-name.ts";

test.each([
  [[], "22:10"],
  [["22:10"], "22:10 (2)"],
  [["22:10", "22:10 (2)", "22:11"], "22:10 (3)"],
])("beside %j the proposal is %s", (taken, proposal) => {
  expect(proposeSnapshotName("22:10", taken)).toBe(proposal);
});
