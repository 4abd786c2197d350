#!/usr/bin/env node
/**
 * Runs a TypeScript file of this project, whatever the version of Node:
 *
 *   node build/run-typescript.mjs FILE [ARGUMENT…]
 *
 * The file exports `main`, which gets the arguments and returns the exit code.
 */
import { loadTypescript } from "./bundle/load-typescript.mjs";

const [file, ...args] = process.argv.slice(2);
if (file === undefined) {
  console.error("usage: node build/run-typescript.mjs FILE [ARGUMENT…]");
  process.exit(2);
}
/** @type {{ main(args: readonly string[]): Promise<number> }} */
const module = await loadTypescript(file);
process.exit(await module.main(args));
