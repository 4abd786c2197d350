import { leanRuntime, type Runtime, type RuntimeLook } from "../../core/root/lean-runtime.ts";
import { fileLook } from "../../system/file-look.ts";
import { run } from "../base/programs.ts";

/** Reads the system's files and programs as root. */
export const look: RuntimeLook = {
  ...fileLook,
  async version(program) {
    const { code, stdout } = await run(program, ["--version"]);
    return code === 0 ? stdout : "";
  },
};

/** Chooses the program that best runs netd or another long-running part of root's. */
export function rootRuntime(script: string): Promise<Runtime> {
  const isElectron = process.versions["electron"] !== undefined;
  return leanRuntime(script, { program: process.execPath, isElectron }, look);
}
