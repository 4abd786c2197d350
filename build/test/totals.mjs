import { existsSync, readFileSync } from "node:fs";
import { relative } from "node:path";

/**
 * @typedef {{
 *   name: string, status: string, message?: string,
 *   assertionResults: { fullName: string, status: string, failureMessages?: string[] }[]
 * }} TestFile
 */

/**
 * @typedef {object} FailedFile
 * @property {string | null} file its path in the project; null: no file is to blame
 * @property {number} passed the number of its tests that passed
 * @property {readonly string[]} failures each test's file and name with its messages
 */

/**
 * Reads how many tests passed from vitest's JSON report, and which files failed and why.
 * @param {string} report path of the report
 * @param {number} exitCode the exit code of vitest
 * @returns {{ readonly passed: number, readonly failed: readonly FailedFile[] }} a test file that could not
 *   be run, and a run that failed without a failed test, have one failure each
 */
export function readTotals(report, exitCode) {
  if (!existsSync(report)) return { passed: 0, failed: [withoutFile("a run without a report")] };
  /** @type {{ numPassedTests: number, testResults: TestFile[] }} */
  const found = JSON.parse(readFileSync(report, "utf8"));
  const failed = found.testResults.filter((file) => file.status === "failed").map(readFile);
  if (failed.length === 0 && exitCode !== 0) {
    failed.push(withoutFile(`a run that ended with ${exitCode}`));
  }
  return { passed: found.numPassedTests, failed };
}

/**
 * Returns a failure for which no file is to blame.
 * @param {string} failure
 * @returns {FailedFile}
 */
export function withoutFile(failure) {
  return { file: null, passed: 0, failures: [failure] };
}

/**
 * Returns the failures of one file: its failed tests, or the file itself if no test of it failed.
 * @param {TestFile} found
 * @returns {FailedFile}
 */
function readFile(found) {
  const file = relative(process.cwd(), found.name);
  const passed = found.assertionResults.filter((test) => test.status === "passed").length;
  const tests = found.assertionResults.filter((test) => test.status === "failed");
  const failures = tests.map(
    (test) => `${file} > ${test.fullName}\n${(test.failureMessages ?? []).join("\n")}`,
  );
  return {
    file,
    passed,
    failures: failures.length > 0 ? failures : [`${file}\n${found.message ?? ""}`],
  };
}
