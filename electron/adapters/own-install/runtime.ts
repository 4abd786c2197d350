import { realpathSync, statSync } from "node:fs";
import { leanRuntime, type Runtime, type RuntimeLook } from "../../core/root/lean-runtime.ts";
import { runProgram } from "../process/run-program.ts";
import { sourcesNode } from "./root-entry.ts";

const look: RuntimeLook = {
  stat: (path) => statSync(path, { throwIfNoEntry: false }),
  realpath(path) {
    try {
      return realpathSync(path);
    } catch {
      return null;
    }
  },
  async version(program) {
    const said = await runProgram(program, ["--version"]);
    return said.ok ? said.value.stdout : "";
  },
};

/** With what a bundle of the user's that stays is best run: as root's part is. */
export async function ownRuntime(script: string): Promise<Runtime> {
  const node = sourcesNode(process.env);
  if (node !== null) return { program: node, script };
  const isElectron = process.versions["electron"] !== undefined;
  return leanRuntime(script, { program: process.execPath, isElectron }, look);
}
