#!/usr/bin/env node
/**
 * `npm run test:package`: makes the packages, checks Debian's by lintian, installs it in a bare Debian,
 * runs the demo there as an ordinary user in the sandbox, and removes it; rpm and pacman install and
 * remove the others (e2e/installed.ts). It needs root on Debian, and takes minutes.
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
console.log("Checking the package by lintian …");
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
