import { readMachines } from "../../adapters/store/machine-store.ts";
import { appError } from "../../contract/errors/app-error.ts";
import { freeAddresses, type Occupied } from "../../core/machine/checks.ts";
import type { MachinesParts } from "./parts.ts";

/** So many free addresses are asked for at once: the first of them is most likely the one. */
const candidates = 8;

/**
 * Who holds addresses of the LAN without our registry's knowledge: by a lease, and by answering
 * there. Asked for are the first free addresses, and one that is wanted. Takes a fifth of a second,
 * and nothing with the LAN off: then nobody can hold any.
 */
export async function lookOnLan(parts: MachinesParts, wanted?: string): Promise<Occupied> {
  const socket = await parts.switchSocket();
  const occupied = new Map<string, ReturnType<typeof appError>>();
  if (socket === null) return occupied;
  const [stored, lan, leases] = await Promise.all([
    readMachines(parts.paths.machines),
    parts.lanSettings(),
    parts.leases(),
  ]);
  const machines = stored.ok ? stored.value.machines : [];
  const ownerOf = (mac: string) => machines.find(({ network }) => network.mac === mac)?.name;
  for (const { address, mac } of leases) {
    // Of our own machines, the registry knows better.
    if (ownerOf(mac) !== undefined) continue;
    occupied.set(address, appError("address-leased", { address, mac }));
  }
  const asked = new Set(wanted === undefined ? [] : [wanted]);
  for (const address of freeAddresses(lan, machines, occupied)) {
    if (asked.size > candidates) break;
    asked.add(address);
  }
  // Loaded on demand: most commands ask nobody.
  const { converse } = await import("../base/lan-prober.ts");
  const talk = converse(socket);
  try {
    for (const [address, mac] of await talk.occupants([...asked], lan.address)) {
      const by = ownerOf(mac);
      occupied.set(
        address,
        by === undefined
          ? appError("address-answers", { address, mac })
          : appError("address-borrowed", { address, by }),
      );
    }
  } finally {
    talk.close();
  }
  return occupied;
}
