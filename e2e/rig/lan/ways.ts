import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { createMachine } from "../../../electron/adapters/store/machine-store.ts";
import type { MachineFile } from "../../../electron/contract/machine/machine.ts";
import type { UplinkChoice } from "../../../electron/contract/uplink/choice.ts";
import { newDefinition } from "../../../electron/core/machine/new-definition.ts";
import { readMachinesOf } from "../../../electron/services/compose/machines.ts";
import { makeTapGuest } from "./tap-guest.ts";
import { makeLan, type TestLan } from "./test-lan.ts";
import {
  endCaptures,
  linkSettled,
  makeGuest,
  makeUplink,
  networkState,
  type TestGuest,
  type TestUplink,
} from "./test-net.ts";

/** A service's answer when a desired state holds. */
export const fine = { ok: true, value: undefined };

/** Returns the choice of one interface alone. */
export const pinned = (name: string): UplinkChoice => ({ mode: "pinned", interface: name });

/** A computer with two uplinks, of which it prefers the first. */
export interface TwoUplinks {
  readonly one: TestUplink;
  readonly two: TestUplink;
}

/** Makes eth1 and eth2, each with a default route. */
export async function makeTwoUplinks(): Promise<TwoUplinks> {
  const one = await makeUplink("eth1", 1);
  const two = await makeUplink("eth2", 2);
  await one.addDefaultRoute(100);
  await two.addDefaultRoute(200);
  return { one, two };
}

/** A computer with two uplinks and a LAN, which is off. */
export interface TwoWays extends TwoUplinks {
  readonly lan: TestLan;
  /** The computer's network before there was a LAN. */
  readonly before: string;
}

/** Makes the uplinks and the LAN. */
export async function makeTwoWays(): Promise<TwoWays> {
  const uplinks = await makeTwoUplinks();
  const before = await networkState();
  return { ...uplinks, before, lan: await makeLan() };
}

/**
 * Plugs a stand-in for a machine into a LAN that is on, with the card of the machine that has the address. A
 * fast cable needs a machine that the LAN knows by its file, so that is made where it is missing.
 */
export async function plugGuest(
  { vdeSwitch, netd, paths, settings }: TestLan,
  name = "guest",
  address = "192.168.100.7",
): Promise<TestGuest> {
  const machines = await readMachinesOf(paths)();
  const known = (machines.ok ? machines.value : []).find(
    ({ network }) => network.address === address,
  );
  if ((await settings.read()).lan.cables !== "fast") {
    return makeGuest(name, address, vdeSwitch.socketFolder, known?.network.mac);
  }
  const { mac } = (known ?? (await makeDefinition(paths, name, address))).network;
  return makeTapGuest(netd, { name, address, mac });
}

async function makeDefinition(
  { machines }: TestLan["paths"],
  name: string,
  address: string,
): Promise<MachineFile> {
  const disk = { path: "/dev/null", format: "raw" } as const;
  const given = { id: randomUUID(), name, createdAt: new Date(), address, disk };
  const machine = newDefinition(given, {});
  expect(await createMachine(machines, machine)).toMatchObject({ ok: true });
  return machine;
}

/** Switches a LAN on, and waits until the kernel shows it. */
export async function switchOn({ network }: TestLan): Promise<void> {
  expect(await network.up()).toEqual(fine);
  await linkSettled("vtap0");
}

/**
 * Removes machines and switches the LAN off; the computer's network must then be as before. Ends
 * the other given programs in any case.
 */
export async function switchOff(
  { network }: TestLan,
  before: string,
  guests: readonly TestGuest[],
  others: readonly { close(): Promise<unknown> }[],
): Promise<void> {
  await endCaptures();
  for (const guest of guests) await guest.close();
  const off = await network.down();
  const after = await networkState();
  for (const other of others) await other.close();
  expect(off).toEqual(fine);
  expect(after).toBe(before);
}
