import { spawn } from "node:child_process";
import type { Paths } from "../files/paths.ts";
import { outliving } from "../process/close-inherited-files.ts";
import { ownHome } from "../process/this-user.ts";
import { claimAsking } from "./far-cache.ts";

/** The hidden command that asks all computers for their machines. */
export const refreshCommand = "refresh-computers";

/**
 * Asks the computers again without keeping anybody waiting: in a process that ends by itself. A computer that
 * cannot be reached takes its time, in which further lists start no other process.
 */
export async function refreshLater(paths: Pick<Paths, "cache">): Promise<void> {
  if (!(await claimAsking(paths, Date.now()))) return;
  const [, script = ""] = process.argv;
  const [program, args] = outliving(process.execPath, [script, refreshCommand]);
  const child = spawn(program, args, { detached: true, stdio: "ignore", cwd: ownHome() });
  child.once("error", () => {});
  child.unref();
}
