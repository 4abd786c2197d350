import { expect, it } from "vitest";
import { readSetupStatus } from "./setup-status.ts";

it.each([
  ['{"status": "done", "errors": []}', { stage: "ready" }],
  ['{"status": "disabled"}', { stage: "ready" }],
  ["status: done\n", { stage: "ready" }],
  ['{"status": "running"}', { stage: "waiting" }],
  ["status: not run\n", { stage: "waiting" }],
  ['{"status": 7}', { stage: "waiting" }],
  ["\u001b[2J", { stage: "waiting" }],
  [
    '{"status": "error", "errors": ["no package nothere"]}',
    { stage: "failed", line: "no package nothere" },
  ],
  ["status: error\n", { stage: "failed", line: "error" }],
])("%j is read as a stage", (answer, status) => {
  expect(readSetupStatus(answer)).toEqual(status);
});

it("keeps only the beginning of what a guest tells", () => {
  const told = readSetupStatus(JSON.stringify({ status: "error", errors: ["x".repeat(9000)] }));
  expect(told.stage === "failed" ? told.line.length : null).toBe(200);
});
