import { readNetwork } from "../../adapters/net/read-interfaces.ts";
import type { Result } from "../../contract/errors/app-error.ts";
import type { Renumbering } from "../../contract/lan/renumber.ts";
import type { Services } from "../base/services.ts";
import { renumber } from "../lan/renumber.ts";
import type { Foundation } from "./foundation.ts";
import { machinesParts, readMachinesOf } from "./machines.ts";

/** Returns the change of the LAN's subnet, wired to the real adapters. */
export function createRenumber(
  foundation: Foundation,
  { network }: Pick<Services, "network">,
): (subnet: string, isDry: boolean) => Promise<Result<Renumbering>> {
  const machines = machinesParts(foundation);
  const parts = {
    machines,
    network,
    settings: foundation.settings,
    readNetwork,
    readMachines: readMachinesOf(machines.paths),
  };
  return (subnet, isDry) => renumber(parts, subnet, isDry);
}
