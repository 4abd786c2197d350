import { setTimeout as delay } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import * as v from "valibot";
import type { NetdTalk } from "../../../adapters/root/netd-client.ts";
import { fail, ok, type Result } from "../../../contract/errors/app-error.ts";
import {
  type Airlock,
  type AirlockEntry,
  type AirlockLog,
  airlockSchema,
  isOver,
  mostAirlockEntries,
  spellEntry,
} from "../../../contract/lan/airlock.ts";
import type { MachineFile } from "../../../contract/machine/machine.ts";
import { findMachine, type MachinesParts } from "../../registry/parts.ts";
import { changeMachine } from "../../registry/registry.ts";

/** Returns the entries without those that are over, and without earlier ones of the same destination. */
function tidy(only: readonly AirlockEntry[]): readonly AirlockEntry[] {
  const now = Date.now();
  const keys = only.map(spellEntry);
  return only.filter(
    (entry, index) => !isOver(entry, now) && keys.lastIndexOf(spellEntry(entry)) === index,
  );
}

/** Writes the airlock of a machine into its file, and tells the LAN. */
async function write(
  parts: MachinesParts,
  id: string,
  next: (network: MachineFile["network"]) => Airlock | null,
): Promise<Result<void>> {
  let isTooLong = false;
  const written = await changeMachine(parts, id, (machine) => {
    const { airlock: _former, ...network } = machine.network;
    const wanted = next(machine.network);
    isTooLong = wanted !== null && !v.is(airlockSchema, wanted);
    if (isTooLong) return machine;
    return {
      ...machine,
      network: wanted === null ? network : { ...network, airlock: wanted },
    };
  });
  if (isTooLong) return fail("airlock-too-long", { most: mostAirlockEntries });
  // The LAN was told already, but only this request waits for the outcome.
  return written.ok ? parts.tellLan() : written;
}

/** Lets a machine reach some destinations alone, or (null) all that its uplink leads to. */
export function setAirlock(
  parts: MachinesParts,
  id: string,
  airlock: Airlock | null,
): Promise<Result<void>> {
  return write(parts, id, () =>
    airlock === null ? null : { ...airlock, only: [...tidy(airlock.only)] },
  );
}

/** Adds a destination to the airlock of a machine. */
export async function allowThrough(
  parts: MachinesParts,
  id: string,
  entry: AirlockEntry,
): Promise<Result<void>> {
  const found = await findMachine(parts.paths, id);
  if (!found.ok) return found;
  const { name, network } = found.value.machine;
  if (network.airlock === undefined) return fail("airlock-absent", { name });
  return write(parts, id, ({ airlock }) => {
    if (airlock === undefined) return null;
    // A destination that is always allowed must not become one for a time.
    const isAllowed = airlock.only.some(
      (each) => each.until === undefined && spellEntry(each) === spellEntry(entry),
    );
    return isAllowed ? airlock : { ...airlock, only: [...tidy([...airlock.only, entry])] };
  });
}

/** Other changes of the LAN may be under way, in ms. */
const holdMs = 5_000;
const pauseMs = 50;

/**
 * Has a LAN that is on hold the airlock of a machine that is about to start. What netd has loaded counts, not
 * what it was told: without a netd, the machine would send by the LAN's uplink.
 */
export async function holdAirlock(
  netd: Pick<NetdTalk, "stateFile">,
  tell: () => Promise<Result<void>>,
  { name, network: { address, airlock } }: MachineFile,
): Promise<Result<void>> {
  if (airlock === undefined) return ok(undefined);
  const told = await tell();
  if (!told.ok) return told;
  const deadline = Date.now() + holdMs;
  do {
    const stateFile = await netd.stateFile();
    // A LAN that comes later begins with the airlocks of all machines.
    if ((stateFile?.wish ?? null) === null) return ok(undefined);
    const held = stateFile?.airlocks?.machines.find((each) => each.address === address);
    if (isDeepStrictEqual(held?.airlock, airlock)) return ok(undefined);
    await delay(pauseMs);
  } while (Date.now() < deadline);
  return fail("airlock-not-held", { name });
}

/** Returns what the airlock of a machine has seen; null if the LAN is off. */
export async function readAirlock(
  parts: MachinesParts,
  id: string,
): Promise<Result<AirlockLog | null>> {
  const found = await findMachine(parts.paths, id);
  if (!found.ok) return found;
  const { name, network } = found.value.machine;
  if (network.airlock === undefined) return fail("airlock-absent", { name });
  const seen = await parts.airlockLog(network.address);
  return seen.ok ? ok(seen.value) : seen;
}
