import { readSeed, replaceSeedImage } from "../../adapters/image/seed-image.ts";
import { hostResolvers } from "../../adapters/net/resolvers.ts";
import { ok, type Result } from "../../contract/errors/app-error.ts";
import { lanDomain } from "../../contract/lan/network.ts";
import type { MachineFile } from "../../contract/machine/machine.ts";
import type { MachinesParts } from "./parts.ts";

/** Guests ignore resolvers beyond three (resolv.conf(5), MAXNS). */
const mostResolvers = 3;

/** Returns the name servers of a guest: the LAN's own first, which knows the machines' names. */
export async function nameserversFor(lanAddress: string): Promise<readonly string[]> {
  return [lanAddress, ...(await hostResolvers())].slice(0, mostResolvers);
}

/**
 * Writes a machine's name and address into its seed, if it has one, for the guest's next start.
 * `nameBefore` is the name in the seed, and `from` another machine's seed as the source.
 */
export async function writeIdentity(
  parts: MachinesParts,
  machine: MachineFile,
  nameBefore: string,
  from: string | undefined = machine.seed,
  to: string | undefined = machine.seed,
): Promise<Result<void>> {
  if (from === undefined || to === undefined) return ok(undefined);
  const former = await readSeed(from);
  if (!former.ok) return former;
  const lan = await parts.lanSettings();
  // Loaded on demand: the YAML library doubles what a command like `list` reads to start.
  const { renewSeed } = await import("../../core/template/cloud-init.ts");
  const seed = renewSeed(former.value, nameBefore, {
    instanceId: machine.id,
    hostname: machine.name,
    domain: lanDomain,
    mac: machine.network.mac,
    address: machine.network.address,
    prefixLength: lan.prefixLength,
    gateway: lan.address,
    nameservers: await nameserversFor(lan.address),
  });
  return replaceSeedImage(to, seed);
}
