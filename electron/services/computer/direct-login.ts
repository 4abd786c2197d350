import { farHostKeys } from "../../adapters/computer/far-cache.ts";
import type { Paths } from "../../adapters/files/paths.ts";
import { ownHome } from "../../adapters/process/this-user.ts";
import { findIdentities, findSshKeys } from "../../adapters/ssh/keys.ts";
import { hasHostKey } from "../../adapters/ssh/known-hosts.ts";
import { readMachines } from "../../adapters/store/machine-store.ts";
import type { SettingsStore } from "../../adapters/store/settings-store.ts";
import type { VdeSwitch } from "../../adapters/switch/vde-switch.ts";
import type { Computer } from "../../contract/computer/computer.ts";
import type { FarMachine } from "../../contract/computer/serve.ts";
import { joinMachines } from "../../core/computer/lan-machines.ts";
import { addressRefusal } from "../../core/lan/refusals.ts";
import { buildSshArgs } from "../../core/machine/ssh-args.ts";
import { joinedOf, listComputers } from "./list.ts";

/** The parts by which it is known whether a machine there is in the LAN here. */
export interface DirectLoginParts {
  readonly paths: Pick<Paths, "cache" | "runtime" | "machines">;
  readonly settings: Pick<SettingsStore, "read">;
  readonly vdeSwitch: Pick<VdeSwitch, "wasStarted">;
}

/** Returns whether machines of a computer are in the LAN here, and only there. */
export async function isInLanHere(
  { vdeSwitch }: Pick<DirectLoginParts, "vdeSwitch">,
  { isJoined }: Pick<Computer, "isJoined">,
): Promise<boolean> {
  return isJoined && (await vdeSwitch.wasStarted());
}

/** Returns whether the LAN here serves a machine there: then its address is nobody else's. */
async function isServed(
  { paths, settings }: Omit<DirectLoginParts, "vdeSwitch">,
  { name, mac, address }: FarMachine,
): Promise<boolean> {
  const [own, computers, { lan }] = await Promise.all([
    readMachines(paths.machines),
    listComputers({ paths, settings }),
    settings.read(),
  ]);
  if (!own.ok || address === null || addressRefusal(address, lan) !== null) return false;
  return joinMachines(own.value.machines, joinedOf(computers)).machines.some(
    (each) => each.name === name && each.network.mac === mac && each.network.address === address,
  );
}

/**
 * Returns the arguments of ssh for a machine there by its address in the LAN here: its own computer has no
 * interface in that LAN. Null if the LAN does not serve it: what the other computer tells must not lead to
 * another machine. `user`: null for the machine's own.
 */
export async function directLogin(
  parts: Omit<DirectLoginParts, "vdeSwitch">,
  { name }: Pick<Computer, "name">,
  machine: FarMachine,
  user: string | null,
  command: readonly string[],
): Promise<readonly string[] | null> {
  const { paths } = parts;
  if (machine.address === null || !(await isServed(parts, machine))) return null;
  const knownHosts = await farHostKeys(paths, name, machine.id);
  const home = ownHome();
  const login = {
    user: user ?? machine.user,
    identities: await findIdentities(home, [], await findSshKeys(home)),
    isKnown: await hasHostKey(knownHosts),
  };
  return buildSshArgs(machine.address, knownHosts, login, command);
}
