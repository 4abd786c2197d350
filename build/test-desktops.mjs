#!/usr/bin/env node
/**
 * `npm run test:desktops [-- NAME…]`: sets up what is missing, and tests the app in the sandbox on the real
 * desktops of e2e/desktops/long, or the named ones. Pictures of their screens are written to
 * test-results/gallery/desktops. It takes minutes, so `npm test` leaves it out.
 */
import { join } from "node:path";
import { projectFolder } from "./project.mjs";
import { run } from "./run.mjs";
import { setUpOrExit } from "./setup.mjs";

const names = process.argv.slice(2).filter((word) => word !== "--yes");
await setUpOrExit("test", process.argv.includes("--yes"));
const at = (/** @type {string} */ path) => join(projectFolder, path);
try {
  const words = [at("build/run-typescript.mjs"), at("e2e/desktops/long/run.ts"), ...names];
  await run(process.execPath, words, { show: true });
} catch {
  process.exitCode = 1;
}
