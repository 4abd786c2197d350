import { readNetwork } from "../../adapters/net/read-interfaces.ts";
import { createSettingsPort } from "../../adapters/store/settings-store.ts";
import type { Result } from "../../contract/errors/app-error.ts";
import type { Renumbering } from "../../contract/lan/renumber.ts";
import type { Environment } from "../base/environment.ts";
import type { Services } from "../base/interfaces.ts";
import { renumber } from "../lan/renumber.ts";
import { machinesParts, readMachinesOf } from "./machines.ts";

/** Makes the change of the LAN's subnet, wired to the real adapters. */
export function createRenumber(
  env: Environment,
  { network }: Pick<Services, "network">,
): (subnet: string, isDry: boolean) => Promise<Result<Renumbering>> {
  const machines = machinesParts(env);
  const parts = {
    machines,
    network,
    settings: createSettingsPort(machines.paths.settingsFile),
    readNetwork,
    readMachines: readMachinesOf(machines.paths),
  };
  return (subnet, isDry) => renumber(parts, subnet, isDry);
}
