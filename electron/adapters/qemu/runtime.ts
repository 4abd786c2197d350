import { existsSync, readdirSync } from "node:fs";
import { readdir, rm, stat, unlink } from "node:fs/promises";
import { basename, join } from "node:path";
import * as v from "valibot";
import type { AppError, Result } from "../../contract/errors/app-error.ts";
import type { Accelerator } from "../../contract/machine/machine.ts";
import type { QemuFiles } from "../../core/machine/qemu-parts.ts";
import type { ProcessIdentity } from "../../system/process-identity.ts";
import { appErrorSchema } from "../files/app-error-schema.ts";
import { lockHolder } from "../files/file-lock.ts";
import {
  machineRuntimeFolder,
  makePrivateFolder,
  makeRuntime,
  type Paths,
  socketPath,
} from "../files/paths.ts";
import { readRecord, writeRecord } from "../files/small-record.ts";
import {
  isAlive,
  type PosixLocks,
  pidFileHolder,
  readArguments,
  readLocks,
} from "../process/process-identity.ts";
import { type CableFiles, cableFiles } from "./cable-files.ts";

/** Everything in the runtime folder of one machine. */
export interface MachineRuntime {
  readonly folder: string;
  /** Logs have a folder of their own, so that watching `folder` is silent while they grow. */
  readonly logFolder: string;
  readonly qemuLog: string;
  readonly qemu: QemuFiles;
  /** Held by the process that starts or deletes the machine. */
  readonly lock: string;
  /** Held by the process that mounts and unmounts its shared folders. */
  readonly sharesLock: string;
  /** Written before each start: how the processor is provided. */
  readonly startRecord: string;
  /** Exists while a program waits for the guest to power down. */
  readonly stopRecord: string;
  /** Exists after a start that failed, until the next one. */
  readonly failureRecord: string;
  /** The end of the set-up as cloud-init told it; it names the process that it holds for. */
  readonly setupRecord: string;
  /** The socket by which QEMU sends its state while the machine is suspended. */
  readonly stateSocket: string;
  /** The sockets of a machine that moves while it runs. */
  readonly live: { readonly disks: string; readonly memory: string };
  readonly cable: CableFiles;
  /** The lock of the program that captures its frames, and the mark that QEMU writes them down. */
  readonly capture: { readonly lock: string; readonly mark: string };
  /**
   * The process that runs the machine, beside its definition: the runtime folder goes when a session
   * ends, or is another one's.
   */
  readonly processRecord: string;
}

const processRecordOf = ({ machines }: Paths, id: string) => `${machines}/${id}/process.json`;

/** The purpose of the lock while a machine is being started. */
export const purposeStart = "start";
/** The purpose while a machine is restored to a snapshot, which may end with a start. */
export const purposeRestore = "restore";
/** While its disks and memory are saved: QEMU answers no command until that is done. */
export const purposeSnapshot = "snapshot";
/** While its memory is saved, after which it ends. */
export const purposeSuspend = "suspend";

/** Returns the names of a machine's runtime files; makes none. */
export function machineRuntime(paths: Paths, id: string): MachineRuntime {
  const folder = machineRuntimeFolder(paths, id);
  const logFolder = join(folder, "logs");
  return {
    folder,
    logFolder,
    qemuLog: join(logFolder, "qemu.log"),
    qemu: {
      pidFile: join(folder, "qemu.pid"),
      appQmp: join(folder, "app.qmp"),
      commandQmp: join(folder, "command.qmp"),
      keepQmp: join(folder, "keep.qmp"),
      serial: join(folder, "serial.sock"),
      serialLog: join(logFolder, "serial.log"),
      vnc: join(folder, "vnc.sock"),
      vncPassword: join(folder, "vnc-password"),
      agent: join(folder, "agent.sock"),
      wake: join(folder, "wake.sock"),
    },
    lock: join(folder, "lock"),
    sharesLock: join(folder, "shares.lock"),
    startRecord: join(folder, "start.json"),
    stopRecord: join(folder, "stop.json"),
    failureRecord: join(folder, "failure.json"),
    setupRecord: join(folder, "setup.json"),
    stateSocket: join(folder, "state.sock"),
    live: { disks: join(folder, "disks.sock"), memory: join(folder, "memory.sock") },
    cable: cableFiles(folder),
    capture: { lock: join(folder, "capture.lock"), mark: join(folder, "capture") },
    processRecord: processRecordOf(paths, id),
  };
}

/** Makes a machine's runtime folders, and checks that its sockets' paths are not too long. */
export function prepareRuntime(paths: Paths, runtime: MachineRuntime, uid: number): Result<void> {
  const base = makeRuntime(paths, uid);
  if (!base.ok) return base;
  for (const folder of [runtime.folder, runtime.logFolder]) {
    const made = makePrivateFolder(folder, uid);
    if (!made.ok) return made;
  }
  const { appQmp, commandQmp, serial, agent, vnc, wake } = runtime.qemu;
  for (const path of [appQmp, commandQmp, serial, agent, vnc, wake, runtime.stateSocket]) {
    const checked = socketPath(path);
    if (!checked.ok) return checked;
  }
  return { ok: true, value: undefined };
}

/** Returns the machines that have a runtime folder, and so may be running or have failed. */
export async function touchedMachines(
  { runtime }: Paths,
  { alone = false }: { readonly alone?: boolean } = {},
): Promise<ReadonlySet<string>> {
  try {
    return new Set(alone ? readdirSync(runtime) : await readdir(runtime));
  } catch {
    return new Set();
  }
}

/** Returns the ids of all machines whose QEMU lives. */
export async function runningMachines(paths: Paths): Promise<readonly string[]> {
  const [touched, locks] = await Promise.all([touchedMachines(paths), readLocks()]);
  const ids = [...touched];
  const holders = await Promise.all(
    ids.map((id) => pidFileHolder(machineRuntime(paths, id).qemu.pidFile, locks)),
  );
  return ids.filter((_id, place) => holders[place] !== null);
}

const processSchema = v.object({ pid: v.number(), startTicks: v.number() });

/**
 * Returns the process that was recorded beside the definition, if it lives and is this machine's
 * QEMU.
 */
async function recordedProcess({
  folder,
  processRecord,
}: MachineRuntime): Promise<ProcessIdentity | null> {
  const recorded = await readRecord(processRecord, processSchema);
  if (recorded === null || !(await isAlive(recorded))) return null;
  return (await readArguments(recorded.pid)).includes(basename(folder)) ? recorded : null;
}

/**
 * Returns whether anything of a machine may run: it has a runtime folder, or its process is
 * recorded.
 */
export async function isTouched(
  paths: Paths,
  id: string,
  touched: ReadonlySet<string>,
  { alone = false }: { readonly alone?: boolean } = {},
): Promise<boolean> {
  if (touched.has(id)) return true;
  const record = processRecordOf(paths, id);
  return alone ? existsSync(record) : exists(record);
}

/** Records the process that runs a machine. It runs as well where that fails. The lock is held. */
export async function recordProcess(
  { processRecord }: MachineRuntime,
  { pid, startTicks }: ProcessIdentity,
): Promise<void> {
  await writeRecord(processRecord, { pid, startTicks }).catch(() => {});
}

/** The state of a machine by its runtime folder and /proc. */
export interface RuntimeFacts {
  readonly process: ProcessIdentity | null;
  readonly abandoned: boolean;
  readonly beingStarted: boolean;
  readonly beingSaved: boolean;
  readonly beingSuspended: boolean;
  readonly accelerator: Accelerator | null;
  /** Whether its guest was booted, instead of going on with saved memory. */
  readonly boots: boolean;
  readonly stopDeadline: number | null;
  readonly startFailure: AppError | null;
}

const startSchema = v.object({
  boots: v.optional(v.boolean(), false),
  accelerator: v.object({
    kind: v.picklist(["kvm", "tcg"]),
    reason: v.nullable(appErrorSchema),
  }),
});
const stopSchema = v.object({ deadline: v.number() });

async function remove(path: string): Promise<void> {
  await unlink(path).catch(() => {});
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}

/** Observes a machine from outside, without asking QEMU. */
export async function observeRuntime(
  runtime: MachineRuntime,
  locks: PosixLocks,
): Promise<RuntimeFacts> {
  const [process, pidFileExists, holder, start, stop, failure] = await Promise.all([
    pidFileHolder(runtime.qemu.pidFile, locks).then((held) => held ?? recordedProcess(runtime)),
    exists(runtime.qemu.pidFile),
    lockHolder(runtime.lock),
    readRecord(runtime.startRecord, startSchema),
    readRecord(runtime.stopRecord, stopSchema),
    readRecord(runtime.failureRecord, appErrorSchema),
  ]);
  return {
    process,
    // Asked again, because QEMU may have ended between the two looks.
    abandoned: process === null && pidFileExists && (await exists(runtime.qemu.pidFile)),
    beingStarted: holder?.purpose === purposeStart || holder?.purpose === purposeRestore,
    beingSaved: holder?.purpose === purposeSnapshot || holder?.purpose === purposeSuspend,
    beingSuspended: holder?.purpose === purposeSuspend,
    accelerator: start?.accelerator ?? null,
    boots: start?.boots ?? false,
    stopDeadline: stop?.deadline ?? null,
    startFailure: failure,
  };
}

/**
 * Notes how a machine is started, and forgets what was before, with what was done to its cable. The
 * lock is held.
 */
export async function recordStart(
  runtime: MachineRuntime,
  accelerator: Accelerator,
  boots: boolean,
): Promise<void> {
  const former = [
    runtime.failureRecord,
    runtime.stopRecord,
    runtime.cable.record,
    runtime.capture.mark,
  ];
  await Promise.all(former.map(remove));
  await writeRecord(runtime.startRecord, { accelerator, boots });
}

/** Notes why a start failed. The lock is held. */
export async function recordFailure(runtime: MachineRuntime, error: AppError): Promise<void> {
  await writeRecord(runtime.failureRecord, error);
}

/** Notes until when (ms since the epoch) a program waits for the guest's end. */
export async function recordStop(runtime: MachineRuntime, deadline: number): Promise<void> {
  await writeRecord(runtime.stopRecord, { deadline });
}

/** Notes that no program waits any more. */
export async function forgetStop(runtime: MachineRuntime): Promise<void> {
  await remove(runtime.stopRecord);
}

/**
 * Clears the files that an ordered end by signal has left. The lock is held and the process is
 * known to have ended, so the pid file cannot be another process's.
 */
export async function forgetProcess(runtime: MachineRuntime): Promise<void> {
  await Promise.all([
    remove(runtime.qemu.pidFile),
    remove(runtime.processRecord),
    remove(runtime.qemu.vncPassword),
    remove(runtime.stopRecord),
    remove(runtime.failureRecord),
  ]);
}

/** Removes the runtime folder of a machine that was deleted. */
export async function removeRuntime(runtime: MachineRuntime): Promise<void> {
  await rm(runtime.folder, { recursive: true, force: true });
}
