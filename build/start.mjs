#!/usr/bin/env node
/** `npm start`: sets up what is missing, then runs the application from the sources. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { projectFolder } from "./project.mjs";
import { run } from "./run.mjs";
import { setUpOrExit } from "./setup.mjs";

const args = process.argv.slice(2);
const electron = await setUpOrExit("run", args.includes("--yes"));

if (!process.env["DISPLAY"] && !process.env["WAYLAND_DISPLAY"]) {
  console.error(
    "There is no display here to show the application on. “npm run demo” brings one of its own, and “npx virtray” needs none.",
  );
  process.exit(1);
}
// Chromium refuses to run as root with its sandbox; other users keep it.
const asRoot = process.getuid?.() === 0 ? { ELECTRON_DISABLE_SANDBOX: "1" } : {};
// The platform must be on the command line: Electron reads it before any code of ours.
const platform = (await run(join(projectFolder, "build/packaging/window-system"), [])).trim();
const words = [platform, projectFolder, ...args].filter((word) => !["", "--yes"].includes(word));
const app = spawn(electron.path, words, {
  stdio: "inherit",
  // netd and the supervisor run on this Node too, which takes 50 MiB less than Electron's.
  env: { ...process.env, ...asRoot, VIRTRAY_NODE: process.execPath },
});
// Ctrl-C reaches the application by itself, and this process waits for its end.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => app.kill("SIGTERM"));
app.once("exit", (code, signal) => process.exit(code ?? (signal === null ? 0 : 1)));
