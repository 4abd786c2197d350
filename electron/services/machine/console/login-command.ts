import { join } from "node:path";
import type { Paths } from "../../../adapters/files/paths.ts";
import { hasHostKey } from "../../../adapters/ssh/known-hosts.ts";
import type { MachineFile } from "../../../contract/machine/machine.ts";
import { buildSshArgs } from "../../../core/machine/ssh-args.ts";

/** Returns the arguments of ssh for a machine, with its own user, keys and known host keys. */
export async function loginArgs(
  paths: Pick<Paths, "machines">,
  { id, network, user, identities }: MachineFile,
): Promise<(command: readonly string[]) => readonly string[]> {
  const knownHosts = join(paths.machines, id, "known_hosts");
  const login = { user: user ?? null, identities, isKnown: await hasHostKey(knownHosts) };
  return (command) => buildSshArgs(network.address, knownHosts, login, command);
}

/** Returns the command that logs in to a machine by ssh. */
export async function loginCommand(
  paths: Pick<Paths, "machines">,
  machine: MachineFile,
): Promise<readonly string[]> {
  return ["ssh", ...(await loginArgs(paths, machine))([])];
}
