import type { NetdTalk } from "../../../adapters/root/netd-client.ts";
import { findOwnNetwork, ownRuntimeFolder } from "../../../adapters/root/own-network.ts";
import { ok, type Result } from "../../../contract/errors/app-error.ts";
import type { LanMachine } from "../../../core/computer/lan-machines.ts";
import { planDesiredMachines, planDesiredVias } from "../../../core/lan/desired-machines";
import { arrivingThere, takePorts } from "./own-forwards.ts";

/**
 * Tells a running netd the addresses, names and uplinks in the machines' files that it does not
 * know, and the uplinks through other computers. With the LAN off it does nothing, and starts nothing.
 */
export async function tellLanOfMachines(
  netd: Pick<NetdTalk, "stateFile" | "tell">,
  readMachines: () => Promise<Result<readonly LanMachine[]>>,
  readVias: () => Promise<readonly string[]> = async () => [],
): Promise<Result<void>> {
  const desired = (await netd.stateFile())?.wish ?? null;
  if (desired === null) return ok(undefined);
  const read = await readMachines();
  if (!read.ok) return read;
  const own = findOwnNetwork();
  const machines = own === null ? read.value : arrivingThere(read.value);
  const commands = [
    ...planDesiredMachines(machines, desired.lan, desired),
    // Last: a netd of an earlier version knows no such command.
    ...planDesiredVias(await readVias(), desired),
  ];
  for (const told of commands) {
    const held = await netd.tell(told);
    if (!held.ok) return held;
  }
  if (own !== null) await takePorts(ownRuntimeFolder(), read.value);
  return ok(undefined);
}
