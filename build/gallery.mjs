#!/usr/bin/env node
/**
 * `npm run gallery -- [--accept] [FOLDER [NAME…]]`: sets up what is missing, then takes pictures of
 * every page and state in both themes, and of the real app in the sandbox (FOLDER/real; not with
 * names). FOLDER/index.html shows them, and those of `npm run test:desktops` (FOLDER/desktops). The exit
 * code is 1 if anything is wrong with a page. FOLDER is test-results/gallery by default.
 */
import { join, resolve } from "node:path";
import { writeGalleryPage } from "./gallery/page.mjs";
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
console.log(`All pictures: ${writeGalleryPage(target)}`);
