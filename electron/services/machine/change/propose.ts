import { readMachines } from "../../../adapters/store/machine-store.ts";
import { ok, type Result } from "../../../contract/errors/app-error.ts";
import type { MachineProposal } from "../../../contract/machine/machine.ts";
import { broadcastOf, formatIpv4, netmask } from "../../../core/base/ip-address.ts";
import { lanSubnet } from "../../../core/lan/plan/own-routing.ts";
import { checkAddress, proposeAddress } from "../../../core/machine/checks.ts";
import { lookOnLan } from "../../registry/lan-addresses.ts";
import type { MachinesParts } from "../../registry/parts.ts";

/** Returns the values that a form for a new machine proposes. */
export async function proposeMachine(parts: MachinesParts): Promise<MachineProposal> {
  const [stored, lan, occupied] = await Promise.all([
    readMachines(parts.paths.machines),
    parts.lanSettings(),
    lookOnLan(parts),
  ]);
  return {
    address: proposeAddress(lan, stored.ok ? stored.value.machines : [], occupied),
    mostMemoryMiB: parts.host.memoryMiB,
    mostCpus: parts.host.cpus,
    network: {
      netmask: formatIpv4(netmask(lan.prefixLength)),
      broadcast: formatIpv4(broadcastOf(lanSubnet(lan))),
      gateway: lan.address,
    },
  };
}

/** Checks that a new machine may have an address: first in the registry, then in the LAN itself. */
export async function checkNewAddress(
  parts: MachinesParts,
  address: string,
): Promise<Result<void>> {
  const [stored, lan] = await Promise.all([
    readMachines(parts.paths.machines),
    parts.lanSettings(),
  ]);
  if (!stored.ok) return stored;
  const { machines } = stored.value;
  const known = checkAddress(address, lan, machines);
  if (!known.ok) return known;
  const free = checkAddress(address, lan, machines, await lookOnLan(parts, address));
  return free.ok ? ok(undefined) : free;
}
