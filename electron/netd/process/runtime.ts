import { leanRuntime, type Runtime, type RuntimeLook } from "../../core/root/lean-runtime.ts";
import { fileLook } from "../../system/file-look.ts";
import { run } from "../base/programs.ts";

/** Looks at the system as root. */
export const look: RuntimeLook = {
  ...fileLook,
  async version(program) {
    const { code, stdout } = await run(program, ["--version"]);
    return code === 0 ? stdout : "";
  },
};

/** Chooses the program that best runs the part of root's that stays. */
export function rootRuntime(script: string): Promise<Runtime> {
  const isElectron = process.versions["electron"] !== undefined;
  return leanRuntime(script, { program: process.execPath, isElectron }, look);
}
