import { join } from "node:path";
import { pathsFrom } from "../../adapters/files/paths.ts";
import { appError, ok } from "../../contract/errors/app-error.ts";
import { ansibleHost, ansibleInventory } from "../../core/machine/ansible-inventory.ts";
import type { MachinesService } from "../../services/base/interfaces.ts";
import { finish, sayJson, type Voice } from "../base/output.ts";
import { UsageFault } from "../base/usage-fault.ts";
import { findByName } from "./commands.ts";

/** The options by which Ansible asks. */
export interface InventoryOptions {
  readonly list?: true;
  readonly host?: string;
}

/** `virtray inventory --list|--host NAME`: always JSON, because only Ansible reads it. */
export async function inventoryCommand(
  machines: MachinesService,
  voice: Voice,
  env: Readonly<Record<string, string | undefined>>,
  { list, host }: InventoryOptions,
): Promise<number> {
  if ((list === undefined) === (host === undefined)) {
    throw new UsageFault(appError("options-one-of", { options: "--list, --host" }));
  }
  const folder = pathsFrom(env, process.getuid?.() ?? 0).machines;
  const knownHosts = (id: string) => join(folder, id, "known_hosts");
  if (host !== undefined) {
    const found = await findByName(machines, host);
    return finish(voice, found, ({ id, definition }) =>
      sayJson(ansibleHost(definition, knownHosts(id))),
    );
  }
  const { machines: views } = await machines.list();
  const all = views.map(({ definition, pid }) => ({ definition, isRunning: pid !== null }));
  return finish(voice, ok(ansibleInventory(all, knownHosts)), sayJson);
}
