#!/usr/bin/env node
/**
 * `npm test`: sets up what is missing, checks the sources, and runs every test in the sandbox.
 * The last line that it writes is `N passed, N failed`. `npm run test:long` (`--long`) has tests try all
 * their cases (e2e/rig/forms.mjs).
 */
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "./project.mjs";
import { run } from "./run.mjs";
import { runInSandbox, sandboxObstacle } from "./sandbox.mjs";
import { setUp } from "./setup.mjs";
import { readTotals, withoutFile } from "./test/totals.mjs";

/** @typedef {import("./test/totals.mjs").FailedFile} FailedFile */

/** Each of these checks counts as one test. */
const checks = [
  { name: "format and lint", tool: "@biomejs/biome/bin/biome", args: ["check", "."] },
  { name: "types", tool: "typescript/bin/tsc", args: ["-b"] },
  { name: "dead code", tool: "knip/bin/knip.js", args: [] },
];

/**
 * So many runs go side by side, each in a sandbox of its own: a run takes one file after the other and
 * waits most of the time, for guests to boot or windows to appear.
 */
const lanes = 3;

/**
 * Tests of the LAN that run once more with fast cables: all of them in the long form, and otherwise the first
 * one. Where the kinds of cables differ, the tests say so.
 */
const uplinkTests = "electron/services/uplink";
const withFastCables = [
  `${uplinkTests}/airlock.system.test.ts`,
  "electron/services/path-check/run.system.test.ts",
  `${uplinkTests}/cases.system.test.ts`,
  `${uplinkTests}/strays.system.test.ts`,
  `${uplinkTests}/machine-uplinks.system.test.ts`,
];
const isLong = process.argv.includes("--long");
const fastCables = { VIRTRAY_CABLES: "fast" };

/**
 * The work, which each lane takes a piece of whenever it is free: the checks, and runs, each of which is the
 * words that choose its files for vitest. Those of long files come first.
 * @type {(() => Promise<void>)[]}
 */
const queue = [
  ...parts("e2e", 4).map((words) => () => runPart(words)),
  async () => {
    for (const check of checks) await runCheck(check);
  },
  ...[["--project", "unit"], ...parts("system", 8)].map((words) => () => runPart(words)),
  () =>
    runPart(
      ["--project", "system", ...withFastCables.slice(0, isLong ? undefined : 1)],
      fastCables,
    ),
];

/**
 * So many files that failed are run a second time, alone. On a busy computer a program that no test is about,
 * such as a desktop's shell, may stand still for minutes; a fault of ours shows again, or in many files.
 */
const mostSecondRuns = 5;

if (isLong) process.env["VIRTRAY_TESTS"] = "long";
const totals = { passed: 0, failed: 0 };
/**
 * The failures. They are told once more at the end, because thousands of lines stand below them by then.
 * @type {string[]}
 */
const failures = [];
/**
 * The files with failures, and what their tests were told besides.
 * @type {{ found: FailedFile, env: Readonly<Record<string, string>> }[]}
 */
const failedFiles = [];
try {
  await setUp("test", process.argv.includes("--yes"));
  const obstacle = sandboxObstacle();
  if (obstacle !== null) throw new Error(obstacle);
  await Promise.all(Array.from({ length: lanes }, runLane));
  for (const { found, env } of failedFiles) await judge(found, env);
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}
for (const failure of failures) console.log(`\n✗ ${failure}`);
console.log(`${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = totals.failed === 0 && totals.passed > 0 ? 0 : 1;

/** Does one piece of the work after the other, until none is left. */
async function runLane() {
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) await next();
}

/**
 * Runs the tests of one part to their end, whatever fails on the way.
 * @param {readonly string[]} words
 * @param {Readonly<Record<string, string>>} [env] what tests are told besides
 */
async function runPart(words, env = {}) {
  const tests = await runTests(words, env);
  totals.passed += tests.passed;
  failedFiles.push(...tests.failed.map((found) => ({ found, env })));
}

/**
 * Counts the failures of a file, or runs it a second time if few files failed, and counts what it says then.
 * @param {FailedFile} found
 * @param {Readonly<Record<string, string>>} env what its tests are told
 */
async function judge(found, env) {
  const told = Object.entries(env).map(([name, value]) => `${name}=${value} `);
  const named = found.failures.map((failure) => `${told.join("")}${failure}`);
  const isRunAgain = found.file !== null && failedFiles.length <= mostSecondRuns;
  const again = isRunAgain ? await runTests([found.file ?? ""], env) : null;
  if (again === null || again.failed.length > 0) {
    for (const failure of named) fail(failure);
    return;
  }
  totals.passed += again.passed - found.passed;
  for (const failure of named) console.log(`\n↻ passed alone, after it had failed: ${failure}`);
}

/**
 * Returns the words for each part of a project's files.
 * @param {string} project
 * @param {number} of the number of parts
 */
function parts(project, of) {
  return Array.from({ length: of }, (_, index) => [
    ...["--project", project],
    `--shard=${index + 1}/${of}`,
  ]);
}

/** @param {string} what failed, with the reason below it */
function fail(what) {
  totals.failed += 1;
  failures.push(what);
}

/** @param {(typeof checks)[number]} check */
async function runCheck({ name, tool, args }) {
  const program = join(projectFolder, "node_modules", tool);
  try {
    await run(process.execPath, [program, ...args], { cwd: projectFolder, show: true });
    totals.passed += 1;
    console.log(`✓ ${name}`);
  } catch {
    fail(name);
  }
}

/**
 * Runs vitest, which leaves its own counts in a report in out/.
 * @param {readonly string[]} words choose the files
 * @param {Readonly<Record<string, string>>} env what tests are told besides
 */
async function runTests(words, env) {
  const folder = mkdtempSync(join(projectFolder, "out/test-"));
  const report = join(folder, "report.json");
  try {
    const vitest = join(projectFolder, "node_modules/vitest/vitest.mjs");
    const command = [
      process.execPath,
      join(projectFolder, "build/on-screen.mjs"),
      ...[process.execPath, vitest, "run", "--reporter=default", "--reporter=json"],
      ...words,
      `--outputFile.json=${report}`,
    ];
    const code = await runInSandbox(command, { ...process.env, ...env });
    return readTotals(report, code);
  } catch (error) {
    const reason = error instanceof Error ? error.stack : error;
    return { passed: 0, failed: [withoutFile(`${words.join(" ")}\n${reason}`)] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
