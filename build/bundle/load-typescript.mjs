import { resolve } from "node:path";
import { createServer, createServerModuleRunner } from "vite";
import { projectFolder } from "../project.mjs";

/**
 * Loads a TypeScript module of this project, whatever the version of Node. The server that transforms
 * its imports goes on afterwards, so the caller ends by `process.exit`.
 * @param {string} file
 * @returns {Promise<any>} the module
 */
export async function loadTypescript(file) {
  const server = await createServer({
    root: projectFolder,
    configFile: false,
    logLevel: "warn",
    appType: "custom",
    // Only its module runner is used: it listens on no port and watches no files.
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true },
  });
  const runner = createServerModuleRunner(server.environments.ssr, { hmr: false });
  return runner.import(resolve(file));
}
