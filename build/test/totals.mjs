import { existsSync, readFileSync } from "node:fs";

/**
 * Reads how many tests passed and failed from vitest's JSON report.
 * @param {string} report path of the report
 * @param {number} exitCode the exit code of vitest
 * @returns {{ readonly passed: number, readonly failed: number }} a test file that could not
 *   be run, and a run that failed without a failed test, count as one failure each
 */
export function readTotals(report, exitCode) {
  if (!existsSync(report)) return { passed: 0, failed: 1 };
  /**
   * @type {{
   *   numPassedTests: number, numFailedTests: number,
   *   testResults: { status: string, assertionResults: { status: string }[] }[]
   * }}
   */
  const found = JSON.parse(readFileSync(report, "utf8"));
  const brokenFiles = found.testResults.filter(
    (file) =>
      file.status === "failed" && file.assertionResults.every((test) => test.status !== "failed"),
  );
  const failed = found.numFailedTests + brokenFiles.length;
  return { passed: found.numPassedTests, failed: failed === 0 && exitCode !== 0 ? 1 : failed };
}
