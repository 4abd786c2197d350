#!/usr/bin/env node
/**
 * `npm run chaos [-- --minutes N --seed S]`: sets up what is missing, then causes failures
 * around five running machines in the sandbox (e2e/chaos/). The exit code is 1 if a machine, a
 * definition or a disk was lost, or something was left behind.
 */
import { join } from "node:path";
import { projectFolder } from "./project.mjs";
import { runInSandbox } from "./sandbox.mjs";
import { setUpOrExit } from "./setup.mjs";

await setUpOrExit("demo");
const runner = join(projectFolder, "build/run-typescript.mjs");
const chaos = join(projectFolder, "e2e/chaos/main.ts");
process.exitCode = await runInSandbox([process.execPath, runner, chaos, ...process.argv.slice(2)]);
