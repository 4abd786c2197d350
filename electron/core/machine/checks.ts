import { type AppError, appError, fail, ok, type Result } from "../../contract/errors/app-error.ts";
import type { LanSettings } from "../../contract/lan/network.ts";
import type { AddMachine, MachineFile } from "../../contract/machine/machine.ts";
import { broadcastOf, contains, formatIpv4, formatSubnet, parseIpv4 } from "../base/ip-address.ts";
import { dynamicRange } from "../lan/names/dnsmasq-plan.ts";
import { lanSubnet } from "../lan/plan/own-routing.ts";

/** The resources of this computer. */
export interface HostLimits {
  readonly memoryMiB: number;
  readonly cpus: number;
}

/**
 * The most machines that may run at once: the switch has 256 ports (`-n 256`), of which vde_switch
 * serves two fewer, one of them being the tap's. One machine more would hang without an error.
 */
export const mostRunningMachines = 254;

/** Addresses that hosts outside the registry have, each with the error that tells which. */
export type Occupied = ReadonlyMap<string, AppError>;

const nobody: Occupied = new Map();

/**
 * Yields the addresses of the LAN that neither the host nor a machine nor another guest has, from
 * the lowest on. Those for guests without a reservation come last, because they may be leased
 * later.
 */
export function* freeAddresses(
  lan: LanSettings,
  machines: readonly MachineFile[],
  occupied = nobody,
): Generator<string, void> {
  const subnet = lanSubnet(lan);
  const pool = dynamicRange(lan);
  const [first, last] = [parseIpv4(pool.first) ?? 0, parseIpv4(pool.last) ?? 0];
  const taken = new Set([lan.address, ...machines.map(({ network }) => network.address)]);
  const end = broadcastOf(subnet);
  for (const isPool of [false, true]) {
    for (let each = subnet.network + 1; each < end; each += 1) {
      const address = formatIpv4(each);
      if ((each >= first && each <= last) !== isPool || taken.has(address)) continue;
      if (!occupied.has(address)) yield address;
    }
  }
}

/** Returns the first address that is free; null if there is none. */
export function proposeAddress(
  lan: LanSettings,
  machines: readonly MachineFile[],
  occupied = nobody,
): string | null {
  return freeAddresses(lan, machines, occupied).next().value ?? null;
}

/** Checks a requested address, and returns it. */
export function checkAddress(
  address: string,
  lan: LanSettings,
  machines: readonly MachineFile[],
  occupied = nobody,
): Result<string> {
  const subnet = lanSubnet(lan);
  const wanted = parseIpv4(address);
  if (wanted === null) return fail("address-invalid", { address });
  if (!contains(subnet, wanted)) {
    return fail("address-outside", { address, subnet: formatSubnet(subnet) });
  }
  if (address === lan.address) return fail("address-host", { address });
  if (wanted === subnet.network || wanted === broadcastOf(subnet)) {
    return fail("address-reserved", { address, subnet: formatSubnet(subnet) });
  }
  const owner = machines.find((machine) => machine.network.address === address);
  if (owner !== undefined) return fail("address-taken", { address, by: owner.name });
  const error = occupied.get(address);
  return error === undefined ? ok(address) : { ok: false, error };
}

/**
 * The least memory of a machine, in MiB: Linux itself needs as much, and a smaller number was most
 * likely meant in GiB.
 */
export const leastMemoryMiB = 16;

/** Checks sizes against the host; memory may have been removed since they were last checked. */
export function checkSizes(
  request: { readonly memoryMiB: number; readonly cpus: number },
  host: HostLimits,
): Result<void> {
  const whole = (count: number, least: number, most: number) =>
    Number.isSafeInteger(count) && count >= least && count <= most;
  if (!whole(request.memoryMiB, leastMemoryMiB, host.memoryMiB)) {
    const limits = { least: leastMemoryMiB, most: host.memoryMiB };
    return fail("memory-invalid", { asked: request.memoryMiB, ...limits });
  }
  if (!whole(request.cpus, 1, host.cpus)) {
    return fail("cpus-invalid", { asked: request.cpus, most: host.cpus });
  }
  return ok(undefined);
}

/**
 * Checks a new machine, except its disk, against the registry, the LAN, other guests, and the host.
 * Returns its address: the requested one, or the next free one.
 */
export function checkNewMachine(
  request: Pick<AddMachine, "name" | "memoryMiB" | "cpus" | "vncDisplay" | "address">,
  machines: readonly MachineFile[],
  lan: LanSettings,
  host: HostLimits,
  occupied = nobody,
): Result<{ readonly address: string }> {
  if (machines.some((machine) => machine.name === request.name)) {
    return fail("machine-name-taken", { name: request.name });
  }
  const sizes = checkSizes(request, host);
  if (!sizes.ok) return sizes;
  const sameDisplay = machines.find(
    (machine) => request.vncDisplay !== null && machine.vncDisplay === request.vncDisplay,
  );
  if (sameDisplay !== undefined && request.vncDisplay !== null) {
    return fail("vnc-taken", { display: request.vncDisplay, name: sameDisplay.name });
  }
  if (request.address !== undefined) {
    const checked = checkAddress(request.address, lan, machines, occupied);
    return checked.ok ? ok({ address: checked.value }) : checked;
  }
  const proposed = proposeAddress(lan, machines, occupied);
  if (proposed !== null) return ok({ address: proposed });
  const subnet = formatSubnet(lanSubnet(lan));
  return { ok: false, error: appError("addresses-exhausted", { subnet }) };
}

/**
 * Returns a machine's MAC address: QEMU's prefix 52:54:00 and the last three bytes of its random
 * ID, so that it stays the same without being stored.
 */
export function macOf(id: string): string {
  return `52:54:00:${id.slice(-6, -4)}:${id.slice(-4, -2)}:${id.slice(-2)}`;
}
