import { existsSync, readFileSync } from "node:fs";
import { relative } from "node:path";

/**
 * @typedef {{
 *   name: string, status: string, message?: string,
 *   assertionResults: { fullName: string, status: string, failureMessages?: string[] }[]
 * }} TestFile
 */

/**
 * Reads how many tests passed and failed from vitest's JSON report, and why the others failed.
 * @param {string} report path of the report
 * @param {number} exitCode the exit code of vitest
 * @returns {{ readonly passed: number, readonly failed: number, readonly failures: string[] }} a test
 *   file that could not be run, and a run that failed without a failed test, count as one failure each;
 *   a failure is the test's file and name with its messages
 */
export function readTotals(report, exitCode) {
  if (!existsSync(report)) return { passed: 0, failed: 1, failures: ["a run without a report"] };
  /** @type {{ numPassedTests: number, numFailedTests: number, testResults: TestFile[] }} */
  const found = JSON.parse(readFileSync(report, "utf8"));
  const failures = found.testResults.filter((file) => file.status === "failed").flatMap(tellFile);
  if (failures.length === 0 && exitCode !== 0) failures.push(`a run that ended with ${exitCode}`);
  return { passed: found.numPassedTests, failed: failures.length, failures };
}

/**
 * Returns the failures of one file: its failed tests, or the file itself if no test of it failed.
 * @param {TestFile} file
 */
function tellFile(file) {
  const name = relative(process.cwd(), file.name);
  const failed = file.assertionResults.filter((test) => test.status === "failed");
  if (failed.length === 0) return [`${name}\n${file.message ?? ""}`];
  return failed.map(
    (test) => `${name} > ${test.fullName}\n${(test.failureMessages ?? []).join("\n")}`,
  );
}
