import type { PortForward } from "../contract/forward.ts";
import { listenerInTheWay } from "../core/port-holder.ts";
import { runProgram } from "./run-program.ts";

/**
 * The program that has the port which a forward would take, as far as the system names it to this
 * user (`?`: it does not); null: none. `lan` is the host's address in the LAN, where no forward is.
 */
export async function findListener(forward: PortForward, lan: string): Promise<string | null> {
  const kind = forward.protocol === "tcp" ? "-t" : "-u";
  const said = await runProgram("ss", ["-Hlnp", kind, `sport = :${forward.hostPort}`]);
  return said.ok ? listenerInTheWay(said.value.stdout, forward.reach, lan) : null;
}
