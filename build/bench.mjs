#!/usr/bin/env node
/**
 * `npm run bench [-- NAME…]`: sets up what is missing, then measures in the sandbox the figures that
 * have a limit (e2e/bench/). The exit code is 1 if a limit is exceeded.
 */
import { join } from "node:path";
import { projectFolder } from "./project.mjs";
import { runInSandbox } from "./sandbox.mjs";
import { setUpOrExit } from "./setup.mjs";

await setUpOrExit("bench");
const runner = join(projectFolder, "build/run-typescript.mjs");
const benches = join(projectFolder, "e2e/bench/main.ts");
process.exitCode = await runInSandbox([
  process.execPath,
  runner,
  benches,
  ...process.argv.slice(2),
]);
