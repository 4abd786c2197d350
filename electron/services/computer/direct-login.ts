import { farHostKeys } from "../../adapters/computer/far-cache.ts";
import type { Paths } from "../../adapters/files/paths.ts";
import { ownHome } from "../../adapters/process/this-user.ts";
import { findIdentities, findSshKeys } from "../../adapters/ssh/keys.ts";
import { hasHostKey } from "../../adapters/ssh/known-hosts.ts";
import type { VdeSwitch } from "../../adapters/switch/vde-switch.ts";
import type { Computer } from "../../contract/computer/computer.ts";
import type { FarMachine } from "../../contract/computer/serve.ts";
import { buildSshArgs } from "../../core/machine/ssh-args.ts";

/** The parts by which it is known whether a machine there is in the LAN here. */
export interface DirectLoginParts {
  readonly paths: Pick<Paths, "cache">;
  readonly vdeSwitch: Pick<VdeSwitch, "wasStarted">;
}

/** Returns whether machines of a computer are in the LAN here, and only there. */
export async function isInLanHere(
  { vdeSwitch }: Pick<DirectLoginParts, "vdeSwitch">,
  { isJoined }: Pick<Computer, "isJoined">,
): Promise<boolean> {
  return isJoined && (await vdeSwitch.wasStarted());
}

/**
 * Returns the arguments of ssh for a machine there by its address in the LAN here: its own computer has no
 * interface in that LAN. `user`: null for the machine's own.
 */
export async function directLogin(
  { paths }: Pick<DirectLoginParts, "paths">,
  { name }: Pick<Computer, "name">,
  machine: FarMachine,
  user: string | null,
  command: readonly string[],
): Promise<readonly string[] | null> {
  if (machine.address === null) return null;
  const knownHosts = await farHostKeys(paths, name, machine.id);
  const home = ownHome();
  const login = {
    user: user ?? machine.user,
    identities: await findIdentities(home, [], await findSshKeys(home)),
    isKnown: await hasHostKey(knownHosts),
  };
  return buildSshArgs(machine.address, knownHosts, login, command);
}
