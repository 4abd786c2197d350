#!/usr/bin/env node
/**
 * `npm run fuzz [-- --minutes N --seed S | --seed S --only N]`: sets up what is missing, then feeds
 * manipulated images to every command that reads images, in the sandbox, and watches which files are
 * opened (e2e/fuzz/), and compares YAML texts with a guest's reader (e2e/fuzz-yaml/). The exit code is
 * 1 if anything but source and target was touched, or a text is read otherwise.
 */
import { join } from "node:path";
import { projectFolder } from "./project.mjs";
import { runInSandbox } from "./sandbox.mjs";
import { setUpOrExit } from "./setup.mjs";

await setUpOrExit("test");
const runner = join(projectFolder, "build/run-typescript.mjs");
const fuzz = join(projectFolder, "e2e/fuzz/main.ts");
process.exitCode = await runInSandbox([process.execPath, runner, fuzz, ...process.argv.slice(2)]);
