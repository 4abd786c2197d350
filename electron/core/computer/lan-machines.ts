import type { FarMachine } from "../../contract/computer/serve.ts";
import type { MachineFile } from "../../contract/machine/machine.ts";

/** The facts that the LAN needs of a machine. */
export interface LanMachine {
  readonly name: string;
  readonly network: Pick<
    MachineFile["network"],
    "mac" | "address" | "uplink" | "airlock" | "forwards"
  >;
}

/** A computer in the LAN, with its machines as far as known. */
export interface JoinedComputer {
  readonly name: string;
  readonly machines: readonly FarMachine[];
}

/** A machine that has a name, an address or a card of another one. */
export interface Clash {
  readonly computer: string;
  readonly machine: string;
  readonly address: string;
}

/**
 * Joins the machines of this computer with those of others in its LAN. Who came first keeps name and
 * address: no other computer can take those of a machine here.
 */
export function joinMachines(
  own: readonly LanMachine[],
  computers: readonly JoinedComputer[],
): { readonly machines: readonly LanMachine[]; readonly clashes: readonly Clash[] } {
  const machines = [...own];
  const clashes: Clash[] = [];
  const taken = new Set(own.flatMap(({ name, network }) => [name, network.mac, network.address]));
  for (const { name: computer, machines: far } of computers) {
    for (const { name, mac, address } of far) {
      if (mac === null || address === null) continue;
      if ([name, mac, address].some((each) => taken.has(each))) {
        clashes.push({ computer, machine: name, address });
        continue;
      }
      for (const each of [name, mac, address]) taken.add(each);
      machines.push({ name, network: { mac, address } });
    }
  }
  return { machines, clashes };
}
