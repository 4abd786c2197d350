import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import type { Airlock } from "../../contract/lan/airlock.ts";
import { type PortForward, samePort } from "../../contract/lan/forward.ts";
import type { DesiredLan, Reservation } from "../../contract/lan/netd.ts";
import type { UplinkChoice } from "../../contract/uplink/choice.ts";
import { mostMachineUplinks } from "./plan/state-file.ts";
import { addressRefusal } from "./refusals.ts";

/** As many as the switch serves machines; it also keeps the state file small. */
const mostReservations = 255;
/** The kernel searches them one by one for each new connection. */
const mostLanForwards = 256;

/**
 * Returns the desired LAN with another uplink for one machine (null to remove its own). The others
 * keep their positions, and with them their routing tables; only the last one may move, into a gap.
 */
export function withMachineUplink(
  desired: DesiredLan,
  address: string,
  uplink: UplinkChoice | null,
): Result<DesiredLan> {
  const place = desired.machineUplinks.findIndex((each) => each.address === address);
  const machineUplinks = [...desired.machineUplinks];
  if (uplink !== null) {
    machineUplinks[place === -1 ? machineUplinks.length : place] = { address, uplink };
  } else {
    const last = place === -1 ? undefined : machineUplinks.pop();
    if (last !== undefined && place < machineUplinks.length) machineUplinks[place] = last;
  }
  return machineUplinks.length > mostMachineUplinks
    ? fail("netd-refused", { detail: `most-uplinks:${mostMachineUplinks}` })
    : ok({ ...desired, machineUplinks });
}

/** Returns the desired LAN with another airlock for one machine, or without (null). */
export function withAirlock(
  desired: DesiredLan,
  address: string,
  airlock: Airlock | null,
): Result<DesiredLan> {
  const outside = airlock === null ? null : addressRefusal(address, desired.lan);
  if (outside !== null) return { ok: false, error: outside };
  const { airlocks: before = [], ...rest } = desired;
  const others = before.filter((each) => each.address !== address);
  const airlocks = airlock === null ? others : [...others, { address, airlock }];
  if (airlocks.length > mostReservations) {
    return fail("netd-refused", { detail: `most-reservations:${mostReservations}` });
  }
  return ok(airlocks.length === 0 ? rest : { ...rest, airlocks });
}

/**
 * Returns the desired LAN with all forwards of one machine. A port leads to one machine: the latest
 * request for it holds.
 */
export function withForwards(
  desired: DesiredLan,
  address: string,
  wanted: readonly PortForward[],
): Result<DesiredLan> {
  const outside = addressRefusal(address, desired.lan);
  if (outside !== null && wanted.length > 0) return { ok: false, error: outside };
  const others = desired.forwards.filter(
    (each) => each.address !== address && !wanted.some((one) => samePort(each, one)),
  );
  const forwards = [...others, ...wanted.map((each) => ({ address, ...each }))];
  return forwards.length > mostLanForwards
    ? fail("netd-refused", { detail: `most-forwards:${mostLanForwards}` })
    : ok({ ...desired, forwards });
}

/**
 * Returns the desired LAN with further reservations. A machine has one MAC address, one address and
 * one name: the latest request for any of them holds.
 */
export function withReservations(
  desired: DesiredLan,
  wanted: readonly Reservation[],
): Result<DesiredLan> {
  let { reservations } = desired;
  for (const one of wanted) {
    const refused = addressRefusal(one.address, desired.lan);
    if (refused !== null) return { ok: false, error: refused };
    const others = reservations.filter(
      (each) => each.mac !== one.mac && each.address !== one.address && each.name !== one.name,
    );
    reservations = [...others, one];
  }
  return reservations.length > mostReservations
    ? fail("netd-refused", { detail: `most-reservations:${mostReservations}` })
    : ok({ ...desired, reservations });
}

/** Returns the desired LAN without the reservations of some MAC addresses. */
export function withoutReservations(
  desired: DesiredLan,
  macs: readonly string[],
): Result<DesiredLan> {
  const reservations = desired.reservations.filter((each) => !macs.includes(each.mac));
  return ok({ ...desired, reservations });
}

/** Returns the desired LAN with these uplinks through other computers, and no others. */
export function withVias({ vias: _, ...desired }: DesiredLan, vias: readonly string[]): DesiredLan {
  return vias.length === 0 ? desired : { ...desired, vias: [...new Set(vias)] };
}
