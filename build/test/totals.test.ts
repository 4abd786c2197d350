import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readTotals } from "./totals.mjs";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "totals-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Returns a function that writes such a report and returns its path. */
function report(passed: number, failed: number, files: readonly (readonly [string, string[]])[]) {
  return () => write(passed, failed, files);
}

function write(passed: number, failed: number, files: readonly (readonly [string, string[]])[]) {
  const path = join(folder, "report.json");
  const testResults = files.map(([status, tests]) => ({
    name: join(process.cwd(), "a.test.ts"),
    status,
    message: "no such module",
    assertionResults: tests.map((each, index) => ({
      fullName: `test ${index}`,
      status: each,
      failureMessages: each === "failed" ? ["expected 1 to be 2"] : [],
    })),
  }));
  const text = JSON.stringify({ numPassedTests: passed, numFailedTests: failed, testResults });
  writeFileSync(path, text);
  return path;
}

/** The file that a report is about, with one failure. */
const file = (passed: number, failure: string) => [
  { file: "a.test.ts", passed, failures: [failure] },
];
const broken = "a.test.ts\nno such module";
const ended = [{ file: null, passed: 0, failures: ["a run that ended with 1"] }];
const failedTest = "a.test.ts > test 1\nexpected 1 to be 2";

it.each([
  ["all passed", report(2, 0, [["passed", ["passed", "passed"]]]), 0, 2, []],
  ["one failed", report(1, 1, [["failed", ["passed", "failed"]]]), 1, 1, file(1, failedTest)],
  ["a file that could not be run", report(0, 0, [["failed", []]]), 1, 0, file(0, broken)],
  [
    "a hook that failed after its tests",
    report(1, 0, [["failed", ["passed"]]]),
    1,
    1,
    file(1, broken),
  ],
  ["an error outside of all tests", report(1, 0, [["passed", ["passed"]]]), 1, 1, ended],
] as const)("counts and names %s", (_, make, code, passed, failed) => {
  expect(readTotals(make(), code)).toEqual({ passed, failed });
});

it("counts a run without a report as a failure", () => {
  expect(readTotals(join(folder, "absent.json"), 0)).toEqual({
    passed: 0,
    failed: [{ file: null, passed: 0, failures: ["a run without a report"] }],
  });
});
