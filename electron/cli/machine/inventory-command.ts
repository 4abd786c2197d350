import { join } from "node:path";
import { pathsFrom } from "../../adapters/files/paths.ts";
import { hasHostKey } from "../../adapters/ssh/known-hosts.ts";
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
  const knownHosts = async (id: string) => {
    const path = join(folder, id, "known_hosts");
    return { path, isKnown: await hasHostKey(path) };
  };
  if (host !== undefined) {
    const found = await findByName(machines, host);
    if (!found.ok) return finish(voice, found, () => {});
    const { id, definition } = found.value;
    return finish(voice, ok(ansibleHost(definition, await knownHosts(id))), sayJson);
  }
  const { machines: views } = await machines.list();
  const all = await Promise.all(
    views.map(async ({ id, definition, pid }) => ({
      definition,
      isRunning: pid !== null,
      knownHosts: await knownHosts(id),
    })),
  );
  return finish(voice, ok(ansibleInventory(all)), sayJson);
}
