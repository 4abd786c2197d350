import { readCableRecord } from "../../../adapters/qemu/cable-view.ts";
import { runningMachines, touchedMachines } from "../../../adapters/qemu/runtime.ts";
import { writeCableRecord } from "../../../adapters/qemu/weather-cable.ts";
import { fail, ok, type Result } from "../../../contract/errors/app-error.ts";
import type { CableRecord, Weather } from "../../../contract/lan/weather.ts";
import type { MachineFile } from "../../../contract/machine/machine.ts";
import { plainCable, presentRecord } from "../../../core/lan/weather/record.ts";
import type { WeatherOptions } from "../../base/interfaces.ts";
import { findMachine, type MachinesParts, requireRunning } from "../../registry/parts.ts";
import { changeMachine } from "../../registry/registry.ts";
import { settleCable, withCable } from "./plug-cable.ts";

const until = (forMs: number | null) => (forMs === null ? null : Date.now() + forMs);

/** Changes what is done to the cable of a running machine, at once. */
async function changeCable(
  parts: MachinesParts,
  id: string,
  change: (record: CableRecord) => CableRecord,
): Promise<Result<void>> {
  const running = await requireRunning(parts.paths, id);
  if (!running.ok) return running;
  const { cable } = running.value.runtime;
  const written = await withCable(running.value, async () => {
    const record = change((await readCableRecord(cable)) ?? plainCable);
    await writeCableRecord(cable, presentRecord(record, Date.now()));
    return ok(undefined);
  });
  return written.ok ? settleCable(parts, id) : written;
}

/** Notes the weather that a machine has from each start on. */
function keepWeather(parts: MachinesParts, id: string, weather: Weather | null) {
  return changeMachine(parts, id, (machine) => {
    const { weather: _former, ...network } = machine.network;
    return { ...machine, network: weather === null ? network : { ...network, weather } };
  });
}

/** Gives the cable of a machine a weather, or takes it back (null), at once and without a trace. */
export async function setWeather(
  parts: MachinesParts,
  id: string,
  weather: Weather | null,
  { forMs, keep }: WeatherOptions,
): Promise<Result<void>> {
  const found = await findMachine(parts.paths, id);
  if (!found.ok) return found;
  const isKept = found.value.machine.network.weather !== undefined;
  if (keep || (weather === null && isKept)) {
    const kept = await keepWeather(parts, id, weather);
    if (!kept.ok) return kept;
  }
  const changed = await changeCable(parts, id, (record) => ({
    ...record,
    weather: weather === null ? null : { is: weather, until: until(forMs) },
  }));
  const isOff = !changed.ok && changed.error.code === "machine-not-running";
  return isOff && (keep || weather === null) ? ok(undefined) : changed;
}

/** Cuts the machine's cable off from others, besides those that it is cut off from already. */
function cutOff(
  parts: MachinesParts,
  id: string,
  others: readonly MachineFile[],
  forMs: number | null,
): Promise<Result<void>> {
  const cuts = others.map(({ id: other, name, network: { mac } }) => ({
    ...{ id: other, name, mac },
    until: until(forMs),
  }));
  const ids = new Set(others.map((each) => each.id));
  return changeCable(parts, id, (record) => ({
    ...record,
    cuts: [...record.cuts.filter((cut) => !ids.has(cut.id)), ...cuts],
  }));
}

/**
 * Cuts machines off from others: no frame passes between the two sides, and all else does. It is held
 * at both ends, and so as long as one of each two goes on running.
 */
export async function partitionMachines(
  parts: MachinesParts,
  side: readonly string[],
  others: readonly string[],
  forMs: number | null,
): Promise<Result<void>> {
  const first = await findMachine(parts.paths, side[0] ?? "");
  if (!first.ok) return first;
  const { machines } = first.value.all;
  const named = (ids: readonly string[]) => machines.filter(({ id }) => ids.includes(id));
  const [here, there] = [named(side), named(others)];
  const doubled = here.find((machine) => there.includes(machine));
  if (doubled !== undefined) return fail("partition-same", { name: doubled.name });
  const running = new Set(await runningMachines(parts.paths));
  const resting = ({ id }: MachineFile) => !running.has(id);
  const [open] = here.filter(resting);
  if (open !== undefined && there.some(resting)) {
    return fail("machine-not-running", { name: open.name });
  }
  for (const [members, apart] of [
    [here, there],
    [there, here],
  ] as const) {
    for (const { id } of members.filter((member) => running.has(member.id))) {
      const cut = await cutOff(parts, id, apart, forMs);
      if (!cut.ok) return cut;
    }
  }
  return ok(undefined);
}

/** Ends the partitions that some machines are in, or all (null). */
export async function healMachines(
  parts: MachinesParts,
  ids: readonly string[] | null,
): Promise<Result<void>> {
  let failed: Result<void> = ok(undefined);
  for (const id of await runningMachines(parts.paths)) {
    const isNamed = ids === null || ids.includes(id);
    const healed = await changeCable(parts, id, (record) => ({
      ...record,
      cuts: isNamed ? [] : record.cuts.filter((cut) => !ids.includes(cut.id)),
    }));
    if (!healed.ok) failed = healed;
  }
  return failed;
}

/** Settles the cables of machines whose weather has ended, or lost the process that carried it. */
export async function settleCables(parts: MachinesParts): Promise<void> {
  const ids = [...(await touchedMachines(parts.paths))];
  await Promise.all(ids.map((id) => settleCable(parts, id)));
}

/** Gives a machine that was just started the weather that it keeps. */
export async function startWeather(
  parts: MachinesParts,
  machine: MachineFile,
): Promise<Result<void>> {
  const { weather } = machine.network;
  return weather === undefined
    ? ok(undefined)
    : setWeather(parts, machine.id, weather, { forMs: null, keep: false });
}
