import { leanRuntime, type Runtime, type RuntimeLook } from "../../core/root/lean-runtime.ts";
import { fileLook } from "../../system/file-look.ts";
import { runProgram } from "../process/run-program.ts";
import { sourcesNode } from "./root-entry.ts";

const look: RuntimeLook = {
  ...fileLook,
  async version(program) {
    const said = await runProgram(program, ["--version"]);
    return said.ok ? said.value.stdout : "";
  },
};

/** Chooses the program that best runs a bundle of the user's that stays, as for root's part. */
export async function ownRuntime(script: string): Promise<Runtime> {
  const node = sourcesNode(process.env);
  if (node !== null) return { program: node, script };
  const isElectron = process.versions["electron"] !== undefined;
  return leanRuntime(script, { program: process.execPath, isElectron }, look);
}
