import { realpathSync, statSync } from "node:fs";
import { leanRuntime, type Runtime, type RuntimeLook } from "../core/root/lean-runtime.ts";
import { run } from "./programs.ts";

/** How root looks at the system. */
export const look: RuntimeLook = {
  stat: (path) => statSync(path, { throwIfNoEntry: false }),
  realpath(path) {
    try {
      return realpathSync(path);
    } catch {
      return null;
    }
  },
  async version(program) {
    const { code, stdout } = await run(program, ["--version"]);
    return code === 0 ? stdout : "";
  },
};

/** With what the part of root's that stays is best run. */
export function rootRuntime(script: string): Promise<Runtime> {
  const isElectron = process.versions["electron"] !== undefined;
  return leanRuntime(script, { program: process.execPath, isElectron }, look);
}
