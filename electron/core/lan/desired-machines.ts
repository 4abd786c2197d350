import type { Computer } from "../../contract/computer/computer.ts";
import { type LanForward, type PortForward, samePort } from "../../contract/lan/forward.ts";
import {
  type DesiredLan,
  type MachineAirlock,
  mostReservationsAtOnce,
  type NetdCommand,
  type Reservation,
} from "../../contract/lan/netd.ts";
import type { LanSettings } from "../../contract/lan/network.ts";
import { viaInterfaces } from "../../contract/lan/via.ts";
import type { LanMachine } from "../computer/lan-machines.ts";
import { sameChoice } from "../uplink/choice.ts";
import { describeForward } from "./forward-text.ts";
import { addressRefusal } from "./refusals.ts";

/** The facts that netd knows. */
type Known = Pick<DesiredLan, "machineUplinks" | "reservations" | "forwards" | "airlocks" | "vias">;

/** Returns a machine's reservation in a LAN: its address, name and MAC address. */
const reservationOf = ({ name, network }: LanMachine): Reservation => ({
  mac: network.mac,
  address: network.address,
  name,
});

const sameReservation = (one: Reservation, two: Reservation) =>
  one.mac === two.mac && one.address === two.address && one.name === two.name;

/** Returns the forwards of each machine; the first machine gets a port that several have. */
function forwardsOf(machines: readonly LanMachine[]): readonly LanForward[] {
  const taken: LanForward[] = [];
  for (const { network } of machines) {
    for (const each of network.forwards ?? []) {
      if (!taken.some((other) => samePort(other, each))) {
        taken.push({ address: network.address, ...each });
      }
    }
  }
  return taken;
}

/** Returns the commands about forwards: all those of an address at once. */
function forwardWishes(
  desired: readonly LanForward[],
  known: readonly LanForward[],
): readonly NetdCommand[] {
  const at = (all: readonly LanForward[], address: string) =>
    all.filter((each) => each.address === address).map(({ address: _, ...forward }) => forward);
  const text = (all: readonly PortForward[]) => JSON.stringify(all.map(describeForward).sort());
  const addresses = new Set([...known, ...desired].map(({ address }) => address));
  return [...addresses]
    .filter((address) => text(at(desired, address)) !== text(at(known, address)))
    .map((address) => ({ verb: "set-forwards", address, forwards: at(desired, address) }));
}

/** Returns the commands about airlocks, those that close before those that open. */
function airlockWishes(
  machines: readonly LanMachine[],
  known: readonly MachineAirlock[],
): readonly NetdCommand[] {
  const wanted = machines.flatMap(({ network: { address, airlock } }) =>
    airlock === undefined ? [] : [{ address, airlock }],
  );
  const isKnown = (each: MachineAirlock) =>
    known.some((other) => JSON.stringify(other) === JSON.stringify(each));
  const former = known.filter(({ address }) => !wanted.some((each) => each.address === address));
  return [
    ...wanted
      .filter((each) => !isKnown(each))
      .map((each): NetdCommand => ({ verb: "set-airlock", ...each })),
    ...former.map(({ address }): NetdCommand => ({ verb: "set-airlock", address, airlock: null })),
  ];
}

function inPortions<T>(list: readonly T[]): readonly (readonly T[])[] {
  const portions: (readonly T[])[] = [];
  for (let from = 0; from < list.length; from += mostReservationsAtOnce) {
    portions.push(list.slice(from, from + mostReservationsAtOnce));
  }
  return portions;
}

/**
 * Returns the commands that netd still needs so that each machine has its uplink and its address;
 * empty if it needs none. Uplinks are closed before others are taken back, so that no machine uses
 * the LAN's in between.
 */
export function planDesiredMachines(
  machines: readonly LanMachine[],
  lan: LanSettings,
  known: Known,
): readonly NetdCommand[] {
  const inside = machines.filter(({ network }) => addressRefusal(network.address, lan) === null);
  const ways = inside.flatMap(({ network: { address, uplink } }) =>
    uplink === undefined ? [] : [{ address, uplink }],
  );
  const reservations = inside.map(reservationOf);
  const missingWays = ways.filter(
    (way) =>
      !known.machineUplinks.some(
        (each) => each.address === way.address && sameChoice(each.uplink, way.uplink),
      ),
  );
  const formerWays = known.machineUplinks.filter(
    (each) => !ways.some((way) => way.address === each.address),
  );
  const missing = reservations.filter(
    (each) => !known.reservations.some((other) => sameReservation(each, other)),
  );
  const former = known.reservations.filter(
    (each) => !reservations.some((other) => other.mac === each.mac),
  );
  return [
    ...airlockWishes(inside, known.airlocks ?? []),
    ...missingWays.map((way): NetdCommand => ({ verb: "set-machine-uplink", ...way })),
    ...formerWays.map(
      ({ address }): NetdCommand => ({ verb: "set-machine-uplink", address, uplink: null }),
    ),
    // Removed ones first: their addresses and names may belong to others now.
    ...inPortions(former).map(
      (each): NetdCommand => ({ verb: "unreserve", macs: each.map(({ mac }) => mac) }),
    ),
    ...forwardWishes(forwardsOf(inside), known.forwards),
    ...inPortions(missing).map((each): NetdCommand => ({ verb: "reserve", machines: [...each] })),
  ];
}

/** Returns the interfaces of the uplinks through other computers. */
export function viasOf({
  computers,
}: {
  readonly computers: readonly Computer[];
}): readonly string[] {
  const interfaces = viaInterfaces(computers.map(({ name }) => name));
  return computers
    .filter(({ isUplink }) => isUplink)
    .flatMap(({ name }) => interfaces.get(name) ?? []);
}

/** Returns the command that netd still needs so that these uplinks through other computers are there. */
export function planDesiredVias(vias: readonly string[], known: Known): readonly NetdCommand[] {
  const sorted = (list: readonly string[]) => JSON.stringify([...list].sort());
  return sorted(vias) === sorted(known.vias ?? []) ? [] : [{ verb: "set-vias", vias: [...vias] }];
}
