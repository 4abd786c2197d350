import { randomBytes } from "node:crypto";
import * as v from "valibot";
import { makeRuntime } from "../../adapters/files/paths.ts";
import { type LanPlace, runInLan } from "../../adapters/net/lan-namespace.ts";
import { forgetMember, readMembers, recordMember } from "../../adapters/store/lan-members.ts";
import { readMachines } from "../../adapters/store/machine-store.ts";
import { machineNameSchema } from "../../contract/base/primitives.ts";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import { lanDomain } from "../../contract/lan/network.ts";
import { formatSubnet } from "../../core/base/ip-address.ts";
import { lanSubnet } from "../../core/lan/plan/own-routing.ts";
import { checkAddress, macOf, proposeAddress } from "../../core/machine/checks.ts";
import { lookOnLan } from "../registry/lan-addresses.ts";
import type { MachinesParts } from "../registry/parts.ts";

/** The wishes for a program's place in the LAN. */
export interface OnLanWish {
  /** The name by which machines reach it; without it, it has an address alone. */
  readonly name?: string;
  /** Its address; the next free one if absent. */
  readonly address?: string;
}

/**
 * Runs a program of this computer as a member of the LAN, with an address of its own, and returns its exit
 * code. It takes no root, because the switch is the user's.
 */
export async function runOnLan(
  parts: MachinesParts,
  wish: OnLanWish,
  command: readonly string[],
): Promise<Result<number>> {
  const socketFolder = await parts.switchSocket();
  if (socketFolder === null) return fail("lan-off", {});
  const placed = await choosePlace(parts, wish, socketFolder);
  if (!placed.ok || wish.name === undefined) {
    return placed.ok ? runInLan(placed.value, command) : placed;
  }
  const runtime = makeRuntime(parts.paths, parts.uid);
  if (!runtime.ok) return runtime;
  const { mac, address } = placed.value;
  await recordMember(runtime.value, { name: wish.name, mac, address });
  try {
    const told = await parts.tellLan();
    return told.ok ? await runInLan(placed.value, command) : told;
  } finally {
    await forgetMember(runtime.value);
    await parts.tellLan();
  }
}

async function choosePlace(
  parts: MachinesParts,
  { name, address: wanted }: OnLanWish,
  socketFolder: string,
): Promise<Result<LanPlace>> {
  if (name !== undefined && !v.is(machineNameSchema, name)) {
    return fail("machine-name-invalid", { name });
  }
  const [stored, lan, members, occupied] = await Promise.all([
    readMachines(parts.paths.machines),
    parts.lanSettings(),
    readMembers(parts.paths.runtime),
    lookOnLan(parts, wanted),
  ]);
  if (!stored.ok) return stored;
  const { machines } = stored.value;
  if ([...machines, ...members].some((each) => each.name === name)) {
    return fail("machine-name-taken", { name: String(name) });
  }
  const address = wanted ?? proposeAddress(lan, machines, occupied);
  if (address === null) {
    return fail("addresses-exhausted", { subnet: formatSubnet(lanSubnet(lan)) });
  }
  const checked = checkAddress(address, lan, machines, occupied);
  if (!checked.ok) return checked;
  const resolver =
    lan.addressing === "served" ? `nameserver ${lan.address}\nsearch ${lanDomain}\n` : null;
  return ok({
    ...{ socketFolder, address, resolver, gateway: lan.address },
    ...{ mac: macOf(randomBytes(16).toString("hex")), prefixLength: lan.prefixLength },
  });
}
