#!/usr/bin/env node
/**
 * `npm run test:guest`: sets up what is missing, makes a Debian from its packages (once; as root),
 * and tests machines of it in the sandbox. Takes minutes, and so is no part of `npm test`.
 */
import { join } from "node:path";
import { projectFolder } from "./project.mjs";
import { runInSandbox } from "./sandbox.mjs";
import { setUpOrExit } from "./setup.mjs";

await setUpOrExit("guest", process.argv.includes("--yes"));
process.exitCode = await runInSandbox([
  process.execPath,
  join(projectFolder, "node_modules/vitest/vitest.mjs"),
  "run",
  "--config",
  join(projectFolder, "vitest.guest.config.ts"),
]);
