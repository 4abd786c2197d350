import { readFile } from "node:fs/promises";
import type { PortForward } from "../../contract/lan/forward.ts";
import { leastPortFile, leastPortIn, listenerInTheWay } from "../../core/lan/port-holder.ts";
import { runProgram } from "../process/run-program.ts";

/**
 * The program that has the port which a forward would take, as far as the system names it to this
 * user (`?`: it does not); null if none. `lan` is the host's address in the LAN, where no forward
 * is; `isHeld`: root's part holds the port for it at 127.0.0.1 already.
 */
export async function findListener(
  forward: PortForward,
  lan: string,
  isHeld: boolean,
): Promise<string | null> {
  const kind = forward.protocol === "tcp" ? "-t" : "-u";
  const said = await runProgram("ss", ["-Hlnp", kind, `sport = :${forward.hostPort}`]);
  return said.ok ? listenerInTheWay(said.value.stdout, forward.reach, lan, isHeld) : null;
}

/**
 * Returns the first port that a user may have lead to a machine: below are those of the system's
 * services.
 */
export async function leastPortOf(uid: number): Promise<number> {
  return leastPortIn(await readFile(leastPortFile, "utf8"), uid);
}
