#!/usr/bin/env node
/**
 * `npm run demo`: sets up what is missing, then shows the main job from click to ping
 * (e2e/demo.ts) in the sandbox, so that this computer's network is not touched and nothing stays.
 */
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder, projectFolder } from "./project.mjs";
import { runInSandbox, sandboxObstacle } from "./sandbox.mjs";
import { setUpOrExit } from "./setup.mjs";

await setUpOrExit("demo", process.argv.includes("--yes"));
const obstacle = sandboxObstacle();
if (obstacle !== null) {
  console.error(obstacle);
  process.exit(1);
}

const folder = mkdtempSync(join(cacheFolder(), "demo-"));
try {
  process.exitCode = await runInSandbox(
    [
      process.execPath,
      join(projectFolder, "build/run-typescript.mjs"),
      join(projectFolder, "e2e/demo.ts"),
    ],
    { ...process.env, ...displayKey() },
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Copies the key of the user's display, which often lies in /run, where the sandbox hides it. */
function displayKey() {
  const key = process.env["XAUTHORITY"];
  if (!process.env["DISPLAY"] || key === undefined) return {};
  const copy = join(folder, "xauthority");
  copyFileSync(key, copy);
  return { XAUTHORITY: copy };
}
