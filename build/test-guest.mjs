#!/usr/bin/env node
/**
 * `npm run test:guest`: sets up what is missing, makes a Debian from its packages (once; as root),
 * and tests machines of it in the sandbox. It takes minutes, so `npm test` leaves it out.
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
