import { join } from "node:path";
import type { Paths } from "../../../adapters/files/paths.ts";
import { agentListens, setGuestClock } from "../../../adapters/qemu/agent/guest-agent.ts";
import { commandQemu } from "../../../adapters/qemu/process.ts";
import type { MachineRuntime } from "../../../adapters/qemu/runtime.ts";
import { replaceMachine } from "../../../adapters/store/machine-store.ts";
import {
  checkState,
  keptStatePath,
  removeState,
  renameState,
  stampOf,
  statePath,
} from "../../../adapters/store/suspended-state.ts";
import { fail, ok, type Result } from "../../../contract/errors/app-error.ts";
import type { MachineFile } from "../../../contract/machine/machine.ts";
import { machineDisks } from "../../../core/machine/disks.ts";
import { findMachine, lockRegistry, type MachinesParts } from "../../registry/parts.ts";

export type Suspended = NonNullable<MachineFile["suspended"]>;

/** Returns the file with the memory of a suspended machine. */
export function stateOf(paths: Paths, id: string): string {
  return statePath(join(paths.machines, id));
}

/** Returns what tells each disk of a machine from its later states. */
export function stampsOf(machine: MachineFile): Promise<readonly (string | null)[]> {
  return Promise.all(machineDisks(machine).map(({ path }) => stampOf(path)));
}

/** Checks that the memory of a suspended machine is whole, and that its disks are those of then. */
export async function checkSaved(
  paths: Paths,
  machine: MachineFile,
  { bytes, disks, memory }: Suspended,
): Promise<Result<void>> {
  const { id, name } = machine;
  const whole = await checkState(join(paths.machines, id), name, bytes, memory);
  if (!whole.ok) return whole;
  const now = await stampsOf(machine);
  const places = machineDisks(machine);
  // A disk that is missing is told of by its own check.
  const changed = places.find((_disk, at) => now[at] !== null && now[at] !== (disks[at] ?? ""));
  return changed === undefined && places.length === disks.length
    ? ok(undefined)
    : fail("suspend-disk-changed", { name, path: changed?.path ?? machine.disk.path });
}

/** Notes in a machine's definition that it is suspended, or no more. Its lock is held. */
export function noteSuspended(
  parts: MachinesParts,
  id: string,
  suspended: Suspended | undefined,
): Promise<Result<void>> {
  return lockRegistry<void>(parts, async () => {
    const found = await findMachine(parts.paths, id);
    if (!found.ok) return found;
    const { suspended: before, ...machine } = found.value.machine;
    if (before === undefined && suspended === undefined) return ok(undefined);
    const noted = suspended === undefined ? machine : { ...machine, suspended };
    return replaceMachine(parts.paths.machines, noted);
  });
}

/**
 * Makes saved memory unusable right before its guest runs: loaded once more, it would not fit the
 * disks any more. Does nothing for a machine without any.
 */
export async function spendState(parts: MachinesParts, id: string): Promise<Result<void>> {
  const found = await findMachine(parts.paths, id);
  if (!found.ok || found.value.machine.suspended === undefined) return ok(undefined);
  const noted = await noteSuspended(parts, id, undefined);
  if (noted.ok) await removeState(join(parts.paths.machines, id));
  return noted;
}

/** Has a loaded guest go on, and corrects its clock, which stood still. */
export async function wakeGuest(
  parts: MachinesParts,
  { id, name }: MachineFile,
  runtime: MachineRuntime,
): Promise<Result<void>> {
  const spent = await spendState(parts, id);
  if (!spent.ok) return spent;
  const woken = await commandQemu(runtime, name, async (client) => {
    const done = await client.execute("cont");
    return done.ok ? null : done.error;
  });
  if (woken.ok && (await agentListens(runtime))) await setGuestClock(runtime.qemu.agent);
  return woken;
}

/** Memory that was put aside, and the way to undo that. */
interface Aside {
  /** The file that it is kept in; null if there was none. */
  readonly path: string | null;
  readonly putBack: () => Promise<void>;
}

/** Puts the memory of a suspended machine aside, in a file that stays. Its lock is held. */
export async function setStateAside(
  parts: MachinesParts,
  { id, suspended }: MachineFile,
): Promise<Result<Aside>> {
  const folder = join(parts.paths.machines, id);
  const [from, to] = [statePath(folder), keptStatePath(folder, suspended?.at ?? "")];
  const isThere = (await stampOf(from)) !== null;
  const moved = isThere ? await renameState(from, to, folder) : ok(undefined);
  if (!moved.ok) return moved;
  const putBack = async () => {
    await noteSuspended(parts, id, suspended);
    if (isThere) await renameState(to, from, folder);
  };
  const noted = await noteSuspended(parts, id, undefined);
  if (noted.ok) return ok({ path: isThere ? to : null, putBack });
  await putBack();
  return noted;
}
