#!/usr/bin/env node
/**
 * `npm run gallery -- [--accept] [FOLDER [NAME…]]`: sets up what is missing, then takes pictures,
 * light and dark: of every page and state, and, in the sandbox, of the real app as it goes from one
 * state to the next (FOLDER/real; left out where names are given). What is wrong with a page is
 * told, and the exit code is 1 then. FOLDER is test-results/gallery unless told.
 */
import { join, resolve } from "node:path";
import { projectFolder } from "./project.mjs";
import { run } from "./run.mjs";
import { runInSandbox } from "./sandbox.mjs";
import { setUpOrExit } from "./setup.mjs";

const words = process.argv.slice(2);
const accept = words.filter((word) => word === "--accept");
const [folder = "test-results/gallery", ...names] = words.filter((word) => word !== "--accept");
const target = resolve(folder);
const at = (/** @type {string} */ path) => join(projectFolder, path);
const node = process.execPath;

await setUpOrExit("test");
const held = [node, at("build/on-screen.mjs"), node, at("e2e/gallery/run.mjs")];
const real = [node, at("build/run-typescript.mjs"), at("e2e/gallery/run-real.ts")];
try {
  await run(held[0] ?? "", [...held.slice(1), ...accept, target, ...names], { show: true });
} catch {
  process.exitCode = 1;
}
if (names.length === 0) {
  const code = await runInSandbox([...real, ...accept, join(target, "real")]);
  if (code !== 0) process.exitCode = code;
}
