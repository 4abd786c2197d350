#!/usr/bin/env node
/**
 * Runs a TypeScript file of this project, whatever the version of Node:
 *
 *   node build/run-typescript.mjs FILE [ARGUMENT…]
 *
 * The file exports `main`, which gets the arguments and gives the exit code.
 */
import { resolve } from "node:path";
import { runnerImport } from "vite";
import { projectFolder } from "./project.mjs";

const [file, ...args] = process.argv.slice(2);
if (file === undefined) {
  console.error("usage: node build/run-typescript.mjs FILE [ARGUMENT…]");
  process.exit(2);
}
/** @type {{ module: { main(args: readonly string[]): Promise<number> } }} */
const { module } = await runnerImport(resolve(file), {
  root: projectFolder,
  configFile: false,
  logLevel: "warn",
});
process.exit(await module.main(args));
