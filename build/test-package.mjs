#!/usr/bin/env node
/**
 * `npm run test:package`: makes the packages, has lintian judge Debian's, installs it in a Debian that
 * holds nothing else, and shows there, in the sandbox, that it does the demo's work for an ordinary user and that
 * nothing of it stays once it is removed; the others are installed and removed by rpm and pacman
 * (e2e/installed.ts). Needs root on Debian, takes minutes.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder, projectFolder } from "./project.mjs";
import { run } from "./run.mjs";
import { runInSandbox } from "./sandbox.mjs";
import { setUpOrExit } from "./setup.mjs";

await setUpOrExit("installed", process.argv.includes("--yes"));
const { makeDebian, packageFile } = await import("../e2e/rig/app/installed-debian.mjs");

await run(
  process.execPath,
  [join(projectFolder, "build/package.mjs"), "deb", "rpm", "pacman", "--for-tests"],
  {
    cwd: projectFolder,
    show: true,
  },
);
console.log("Having Debian's own tool judge the package …");
await run("lintian", ["--allow-root", "--fail-on", "error,warning", packageFile()], { show: true });
const work = mkdtempSync(join(cacheFolder(), "installed-"));
try {
  const root = join(work, "root");
  console.log("Making a Debian, and installing the package there with what it depends on …");
  await makeDebian(root, packageFile());
  process.exitCode = await runInSandbox([
    process.execPath,
    join(projectFolder, "build/run-typescript.mjs"),
    join(projectFolder, "e2e/installed.ts"),
    root,
  ]);
} finally {
  rmSync(work, { recursive: true, force: true });
}
