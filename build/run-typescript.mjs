#!/usr/bin/env node
/**
 * Runs a TypeScript file of this project, whatever the version of Node:
 *
 *   node build/run-typescript.mjs FILE [ARGUMENT…]
 *
 * The file exports `main`, which gets the arguments and gives the exit code.
 */
import { resolve } from "node:path";
import { createServer, createServerModuleRunner } from "vite";
import { projectFolder } from "./project.mjs";

const [file, ...args] = process.argv.slice(2);
if (file === undefined) {
  console.error("usage: node build/run-typescript.mjs FILE [ARGUMENT…]");
  process.exit(2);
}
const server = await createServer({
  root: projectFolder,
  configFile: false,
  logLevel: "warn",
  appType: "custom",
  // Only its modules are wanted: it serves nobody, and watches nothing.
  server: { middlewareMode: true, hmr: false, ws: false, watch: null },
  optimizeDeps: { noDiscovery: true },
});
const runner = createServerModuleRunner(server.environments.ssr, { hmr: false });
/** @type {{ main(args: readonly string[]): Promise<number> }} */
const module = await runner.import(resolve(file));
process.exit(await module.main(args));
