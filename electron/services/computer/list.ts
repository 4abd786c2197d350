import { type CableRecord, readCableRecord } from "../../adapters/computer/cable-record.ts";
import { type FarRecord, readFarRecord } from "../../adapters/computer/far-cache.ts";
import type { Paths } from "../../adapters/files/paths.ts";
import type { SettingsStore } from "../../adapters/store/settings-store.ts";
import type { Computer, ComputerLook } from "../../contract/computer/computer.ts";
import { viaInterfaces } from "../../contract/lan/via.ts";
import type { JoinedComputer } from "../../core/computer/lan-machines.ts";

/** A computer, and what was last heard of it; null if nothing was. */
export interface ComputerView extends Computer {
  readonly record: FarRecord | null;
  /** The interface of the uplink through it, whether it is one or not. */
  readonly viaName: string;
  /** The state of the cable to it; null without a cable. */
  readonly cable: CableRecord | null;
  /** The state of the cable by which packets leave through it; null without one. */
  readonly via: CableRecord | null;
}

/** Lists the computers as they were last heard of, without asking any. */
export async function listComputers({
  paths,
  settings,
}: {
  readonly paths: Pick<Paths, "cache" | "runtime">;
  readonly settings: Pick<SettingsStore, "read">;
}): Promise<readonly ComputerView[]> {
  const { computers } = await settings.read();
  const interfaces = viaInterfaces(computers.map(({ name }) => name));
  return Promise.all(
    computers.map(async (each) => ({
      ...each,
      viaName: interfaces.get(each.name) ?? "",
      record: await readFarRecord(paths, each.name),
      cable: each.isJoined ? await readCableRecord(paths, "cable", each.name) : null,
      via: each.isUplink ? await readCableRecord(paths, "via", each.name) : null,
    })),
  );
}

/** Returns what is shown of a computer. */
export function lookOf(view: ComputerView): ComputerLook {
  const { name, host, isJoined, isUplink, viaName, record, cable, via } = view;
  return {
    ...{ name, host, isJoined, isUplink, viaName },
    isPlugged: cable !== null && cable.plug !== null,
    leadsOut: via !== null && via.plug !== null,
    machines: record?.machines.length ?? null,
    answered: record?.answered ?? null,
    problem: cable?.problem ?? via?.problem ?? record?.problem ?? null,
  };
}

/** Returns those that have joined the LAN. */
export function joinedOf(computers: readonly ComputerView[]): readonly JoinedComputer[] {
  return computers
    .filter(({ isJoined }) => isJoined)
    .map(({ name, record }) => ({ name, machines: record?.machines ?? [] }));
}

/** The time for which an answer is shown as present, in ms. */
const freshMs = 10_000;

/** Returns whether what was heard of a computer is worth asking again. */
export function isStale({ record }: ComputerView, now: number): boolean {
  return record === null || now - record.asked > freshMs;
}

/** Returns since when a computer has not been heard of, in ms since the epoch; null if it is reached. */
export function unheardSince({ record }: ComputerView, now: number): number | null {
  if (record?.answered == null) return null;
  return record.problem !== null || now - record.answered > 6 * freshMs ? record.answered : null;
}
