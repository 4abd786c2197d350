import { join } from "node:path";
import { type LockHolder, withLock } from "../../adapters/files/file-lock.ts";
import { makeRuntime, type Paths } from "../../adapters/files/paths.ts";
import { checkNoneLocked } from "../../adapters/image/disk-image.ts";
import { signalPutOff, uncut } from "../../adapters/process/end-signals.ts";
import { readLocks } from "../../adapters/process/process-identity.ts";
import {
  type MachineRuntime,
  machineRuntime,
  observeRuntime,
  prepareRuntime,
  type RuntimeFacts,
} from "../../adapters/qemu/runtime.ts";
import { readMachines, type StoredMachines } from "../../adapters/store/machine-store.ts";
import { readLeaving } from "../../adapters/store/move-records.ts";
import { appError, fail, ok, type Result } from "../../contract/errors/app-error.ts";
import type { AirlockLog } from "../../contract/lan/airlock.ts";
import type { RefusedForward } from "../../contract/lan/forward.ts";
import type { LanSettings } from "../../contract/lan/network.ts";
import type { MachineFile } from "../../contract/machine/machine.ts";
import type { Lease } from "../../core/lan/names/leases.ts";
import type { HostLimits } from "../../core/machine/checks.ts";
import { machineDisks } from "../../core/machine/disks.ts";

/** The adapters and limits that the machines' use cases work with. */
export interface MachinesParts {
  readonly paths: Paths;
  readonly uid: number;
  readonly host: HostLimits;
  /** The number of machines that the switch has ports for. */
  readonly mostRunning: number;
  /** The LAN's values, whether it is on or off. */
  readonly lanSettings: () => Promise<LanSettings>;
  /** Reports a change among the machines to a LAN that is on; never asks for a password. */
  readonly tellLan: () => Promise<Result<void>>;
  /**
   * Returns once a LAN that is on holds the airlock of a machine that is about to start; fails if it does not.
   */
  readonly holdAirlock: (machine: MachineFile) => Promise<Result<void>>;
  /** Reads what the airlock of the machine with an address has seen; null if the LAN is off. */
  readonly airlockLog: (address: string) => Promise<Result<AirlockLog | null>>;
  /** Returns the forwards that a LAN that is on refuses, as far as it was told of them. */
  readonly refusedForwards: () => Promise<readonly RefusedForward[]>;
  /** Has root lend a disk of the host to the user for a machine, after asking. */
  readonly lend: (
    device: { readonly major: number; readonly minor: number; readonly node: string },
    machine: string,
  ) => Promise<Result<void>>;
  /** The addresses that the LAN's DHCP has leased. */
  readonly leases: () => Promise<readonly Lease[]>;
  /** Has a supervisor live as long as machines run, unless there is one. */
  readonly keep: () => void;
  /**
   * Returns the folder of the running switch's sockets, which QEMU's cable plugs into; null if no
   * switch runs.
   */
  readonly switchSocket: () => Promise<string | null>;
  /**
   * Has a tap made for a machine's card, if the LAN has fast cables, and returns its name; null if the cable
   * is to be a plug of the switch. `others`: whether it may send from other addresses.
   */
  readonly makeTap: (card: {
    readonly mac: string;
    readonly others: boolean;
  }) => Promise<string | null>;
  /**
   * Has a machine's tap removed, if there is one; its QEMU must have let go of it. Returns whether the LAN has
   * fast cables.
   */
  readonly removeTap: (mac: string) => Promise<boolean>;
  /** Returns whether the LAN's packets leave by an uplink; true where nobody knows. */
  readonly hasWayOut: () => Promise<boolean>;
}

/** Work on the registry takes about 50 ms, mostly in qemu-img; other processes wait for it. */
const registryWaitMs = 10_000;

/**
 * Holds the registry's lock: machines and templates are added and deleted one after the other.
 * Changed names and addresses are sent to the LAN; if that fails, the next change sends them.
 */
export async function withRegistry<T>(
  parts: MachinesParts,
  work: () => Promise<Result<T>>,
  signal?: AbortSignal,
): Promise<Result<T>> {
  const done = await lockRegistry(parts, work, signal);
  if (done.ok) await parts.tellLan();
  return done;
}

/** Holds the lock for work that changes no names or addresses; the signal keeps it from being begun. */
export function lockRegistry<T>(
  { paths, uid }: Pick<MachinesParts, "paths" | "uid">,
  work: () => Promise<Result<T>>,
  signal?: AbortSignal,
): Promise<Result<T>> {
  const made = makeRuntime(paths, uid);
  if (!made.ok) return Promise.resolve(made);
  const busy = (holder: LockHolder | null) =>
    appError("file-locked", {
      path: paths.machines,
      by: holder === null ? "?" : `${holder.purpose} (${holder.pid})`,
    });
  const lock = join(paths.runtime, "registry.lock");
  const isCancelled = () => signal?.aborted === true || signalPutOff() !== null;
  const begin = async (): Promise<Result<T>> => {
    if (isCancelled()) return fail("cancelled", {});
    const done = await uncut(work);
    // Ctrl-C on a terminal ends the programs that the work runs, too: their failure is not the reason.
    return !done.ok && isCancelled() ? fail("cancelled", {}) : done;
  };
  return withLock(lock, "registry", registryWaitMs, busy, begin, signal);
}

/**
 * Holds the lock of a machine that must not be running, and must not be started meanwhile. A QEMU that
 * nothing else tells of is seen by the locks of the disks.
 */
export function withStoppedMachine<T>(
  parts: MachinesParts,
  machine: MachineFile,
  purpose: string,
  work: () => Promise<Result<T>>,
): Promise<Result<T>> {
  return withMachine(parts, machine, purpose, async (process) => {
    if (process !== null) return fail("machine-running", { name: machine.name });
    const unlocked = await checkNoneLocked(machineDisks(machine));
    return unlocked.ok ? work() : unlocked;
  });
}

/** The purpose of the lock while a machine is moved to the trash, and while its memory is discarded. */
export const purposeDelete = "delete";
export const purposeDiscard = "discard";
/** The purpose of the lock while a machine is moved to another computer. */
export const purposeMove = "move";
const fitForSuspended: ReadonlySet<string> = new Set([purposeDelete, purposeDiscard]);

/** Holds a machine's lock while something is done that depends on whether it runs. */
export function withMachine<T>(
  { paths, uid }: MachinesParts,
  machine: MachineFile,
  purpose: string,
  work: (process: RuntimeFacts["process"], runtime: MachineRuntime) => Promise<Result<T>>,
): Promise<Result<T>> {
  const { id, name } = machine;
  const runtime = machineRuntime(paths, id);
  const prepared = prepareRuntime(paths, runtime, uid);
  if (!prepared.ok) return Promise.resolve(prepared);
  const busy = () => appError("machine-busy", { name });
  return withLock(runtime.lock, purpose, 0, busy, async () => {
    const [facts, now] = await Promise.all([
      readLocks().then((locks) => observeRuntime(runtime, locks)),
      findMachine(paths, id),
    ]);
    const stays = purpose === purposeMove ? ok(undefined) : await requireStaying(paths, machine);
    if (!stays.ok) return stays;
    // Its disks are those of a guest in the middle of its work, and fit its memory only unchanged.
    const isAsleep = facts.process === null && now.ok && now.value.machine.suspended !== undefined;
    return isAsleep && !fitForSuspended.has(purpose)
      ? fail("machine-suspended", { name })
      : uncut(() => work(facts.process, runtime));
  });
}

/** Refuses a machine that was given up for another computer, which may have it by now. */
export async function requireStaying(
  { machines }: Pick<Paths, "machines">,
  { id, name }: Pick<MachineFile, "id" | "name">,
): Promise<Result<void>> {
  const leaving = await readLeaving(join(machines, id));
  return leaving === null
    ? ok(undefined)
    : fail("machine-leaving", { name, computer: leaving.computer ?? "" });
}

/** A machine by id, with all others; one whose file cannot be read gives that file's error. */
export async function findMachine(
  paths: Paths,
  id: string,
): Promise<Result<{ readonly machine: MachineFile; readonly all: StoredMachines }>> {
  const stored = await readMachines(paths.machines);
  if (!stored.ok) return stored;
  const machine = stored.value.machines.find((each) => each.id === id);
  if (machine !== undefined) return ok({ machine, all: stored.value });
  const broken = stored.value.broken.find((each) => each.id === id);
  return broken === undefined
    ? fail("machine-unknown", { name: id })
    : { ok: false, error: broken.problem };
}

/** Refuses what cannot be undone for a machine that its user protected. */
export function requireUnprotected({ name, protected: guarded }: MachineFile): Result<void> {
  return guarded === true ? fail("machine-protected", { name }) : ok(undefined);
}

/** A machine together with what is running of it. */
export interface Observed {
  readonly machine: MachineFile;
  readonly runtime: MachineRuntime;
  readonly facts: RuntimeFacts;
}

/** One that runs. */
export type Running = Observed & { readonly process: NonNullable<RuntimeFacts["process"]> };

/** Reads the present state of one machine. */
export async function observeMachine(paths: Paths, id: string): Promise<Result<Observed>> {
  const found = await findMachine(paths, id);
  if (!found.ok) return found;
  const runtime = machineRuntime(paths, id);
  const facts = await observeRuntime(runtime, await readLocks());
  return ok({ machine: found.value.machine, runtime, facts });
}

/** A machine that must be running: its process too. */
export async function requireRunning(paths: Paths, id: string): Promise<Result<Running>> {
  const observed = await observeMachine(paths, id);
  if (!observed.ok) return observed;
  const { machine, facts } = observed.value;
  return facts.process === null
    ? fail("machine-not-running", { name: machine.name })
    : ok({ ...observed.value, process: facts.process });
}
