import { portAnswers } from "../../../adapters/net/wait-for-port.ts";
import { agentListens } from "../../../adapters/qemu/agent/guest-agent.ts";
import { ok, type Result } from "../../../contract/errors/app-error.ts";
import { type MachinesParts, requireRunning } from "../../registry/parts.ts";

/** The ways into a machine, the most comfortable one first. */
export const shellWays = ["ssh", "agent", "serial"] as const;
export type ShellWay = (typeof shellWays)[number];

/** So long (ms) a guest has to take a connection; the LAN is here, so that it takes none of it. */
const knockMs = 2000;

/** Finds the best way into a running machine: ssh, else its guest agent, else its serial console. */
export async function findShellWay(
  { paths }: Pick<MachinesParts, "paths">,
  id: string,
): Promise<Result<ShellWay>> {
  const running = await requireRunning(paths, id);
  if (!running.ok) return running;
  const { machine, runtime } = running.value;
  const isPulled = machine.network.cablePulled === true;
  if (!isPulled && (await portAnswers(machine.network.address, 22, knockMs))) return ok("ssh");
  return ok((await agentListens(runtime)) ? "agent" : "serial");
}
