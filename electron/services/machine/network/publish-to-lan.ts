import type { NetdTalk } from "../../../adapters/root/netd-client.ts";
import { ok, type Result } from "../../../contract/errors/app-error.ts";
import type { LanMachine } from "../../../core/computer/lan-machines.ts";
import { planDesiredMachines, planDesiredVias } from "../../../core/lan/desired-machines";

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
  const machines = await readMachines();
  if (!machines.ok) return machines;
  const commands = [
    ...planDesiredMachines(machines.value, desired.lan, desired),
    // Last: a netd of an earlier version knows no such command.
    ...planDesiredVias(await readVias(), desired),
  ];
  for (const told of commands) {
    const held = await netd.tell(told);
    if (!held.ok) return held;
  }
  return ok(undefined);
}
