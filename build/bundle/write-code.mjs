/**
 * Runs the built command with the arguments of this script, and writes the compiled code of what `list` loads:
 * of all functions that were used. Started by keep-code.ts with the program that is to take the code.
 */
import { readFileSync, writeFileSync } from "node:fs";
import Module, { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { Script } from "node:vm";
import { projectFolder } from "../project.mjs";

const require = createRequire(import.meta.url);
/** @type {Map<string, Script>} */
const loaded = new Map();

require.extensions[".cjs"] = (module, filename) => {
  const script = new Script(Module.wrap(readFileSync(filename, "latin1")), { filename });
  loaded.set(filename, script);
  const own = module.require.bind(module);
  script.runInThisContext()(module.exports, own, module, filename, dirname(filename));
};
process.on("exit", () => {
  for (const [filename, script] of loaded) {
    if (/^(?:list|touched)-/.test(basename(filename))) {
      writeFileSync(`${filename}.code`, script.createCachedData());
    }
  }
});
require(join(projectFolder, "out/main/cli.cjs"));
