import { spawn } from "node:child_process";
import { outliving } from "../process/close-inherited-files.ts";
import { ownHome } from "../process/this-user.ts";

/** The hidden command that asks all computers for their machines. */
export const refreshCommand = "refresh-computers";

/** Asks the computers again without keeping anybody waiting: in a process that ends by itself. */
export function refreshLater(): void {
  const [, script = ""] = process.argv;
  const [program, args] = outliving(process.execPath, [script, refreshCommand]);
  const child = spawn(program, args, { detached: true, stdio: "ignore", cwd: ownHome() });
  child.once("error", () => {});
  child.unref();
}
