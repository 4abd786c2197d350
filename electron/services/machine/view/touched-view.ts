import { join } from "node:path";
import { cutLog } from "../../../adapters/files/cut-log.ts";
import { isReachable } from "../../../adapters/net/reachability.ts";
import {
  isEnding,
  type PosixLocks,
  readLocks,
  startedAt,
} from "../../../adapters/process/process-identity.ts";
import { askStatus } from "../../../adapters/qemu/ask-status.ts";
import { readCableView } from "../../../adapters/qemu/cable-view.ts";
import { keepGuestState } from "../../../adapters/qemu/kvm-advice-log.ts";
import { readLogTail } from "../../../adapters/qemu/log-tail.ts";
import { readVncPassword } from "../../../adapters/qemu/read-vnc-password.ts";
import {
  type MachineRuntime,
  machineRuntime,
  observeRuntime,
} from "../../../adapters/qemu/runtime.ts";
import { isWaking } from "../../../adapters/store/waking-record.ts";
import { type AppError, appError } from "../../../contract/errors/app-error.ts";
import type { MachineFile, MachineView } from "../../../contract/machine/machine.ts";
import { explainUnexpectedEnd } from "../../../core/machine/qemu-messages.ts";
import { judgeMachine } from "../../../core/machine/status.ts";
import type { MachinesParts } from "../../registry/parts.ts";
import type { Attention } from "./attention.ts";
import { observeSetup, setupProblem } from "./setup.ts";
import { warnOfSpace, whyNoSpace } from "./space.ts";
import { loadShares, stoppedView } from "./stopped-view.ts";
import type { Reached } from "./watch-reachability.ts";

/** How long one machine's QMP may keep a list waiting; it answers within a few ms if at all. */
const statusTimeoutMs = 1000;
/** How long a single list waits for a guest's sign of life; a lasting watch takes its time. */
const quickKnockMs = 150;

/** The adapters that a list is made by. */
export interface ListParts
  extends Pick<MachinesParts, "paths" | "lanSettings" | "switchSocket" | "hasWayOut"> {
  /** Whether the process does nothing but this list. */
  readonly alone?: boolean;
}

/** The parts that one list is made from. */
export interface Listing {
  readonly parts: ListParts;
  /** The lasting watch; null while the machines are not watched. */
  readonly attention: Attention | null;
  readonly locks: PosixLocks;
  /** Asks the switch once, when the first running machine needs it. */
  readonly lanIsOn: () => Promise<boolean>;
}

/** Returns whether a guest answers at its address in the LAN within the time. */
export async function knock(
  parts: Pick<MachinesParts, "lanSettings">,
  machine: Reached,
  timeoutMs: number,
): Promise<boolean> {
  const lan = await parts.lanSettings();
  return isReachable({ ...machine, interface: lan.interface }, timeoutMs);
}

/** Returns the view of a machine that may run, or that has failed. */
export async function viewTouched(listing: Listing, machine: MachineFile): Promise<MachineView> {
  const { parts, attention, locks, lanIsOn } = listing;
  const runtime = machineRuntime(parts.paths, machine.id);
  const facts = await observeRuntime(runtime, locks);
  const { process } = facts;
  // The supervisor cuts the logs too, but one of an earlier version, which lives as long as the LAN,
  // does not.
  if (process !== null) {
    await Promise.all([cutLog(runtime.qemuLog), cutLog(runtime.qemu.serialLog)]);
  }
  const isOnLan = process !== null && (await lanIsOn());
  const { address, mac } = machine.network;
  const began = process === null ? null : await startedAt(process);
  // Started before QMP is asked, so that the waits for guest and QEMU overlap.
  const knocked =
    isOnLan && attention === null
      ? knock(parts, { address, mac, startedAt: began }, quickKnockMs)
      : null;
  const qmpStatus =
    process === null
      ? null
      : await (attention?.status(machine.id, statusTimeoutMs) ??
          askStatus(runtime, statusTimeoutMs));
  // A QEMU that ends meanwhile does not answer, but it has not gone silent.
  if (process !== null && qmpStatus === null && (await isEnding(process))) {
    // Loaded late: it brings along what starts programs.
    const { waitForEnd } = await import("../../../adapters/qemu/process.ts");
    const ended = await waitForEnd(process, Date.now() + statusTimeoutMs);
    if (ended) return viewTouched({ ...listing, locks: await readLocks() }, machine);
  }
  const troubled = facts.abandoned || qmpStatus === "internal-error";
  const why =
    qmpStatus === "io-error"
      ? await whyNoSpace(machine, runtime, statusTimeoutMs)
      : troubled
        ? await lastWords(parts, machine, runtime)
        : null;
  const isUnwoken =
    process !== null &&
    !facts.beingStarted &&
    (await isWaking(join(parts.paths.machines, machine.id)));
  const standing = judgeMachine({
    name: machine.name,
    alive: process !== null,
    isUnwoken,
    abandoned: facts.abandoned,
    suspended: machine.suspended !== undefined,
    beingStarted: facts.beingStarted,
    beingSaved: facts.beingSaved,
    qmpStatus,
    stopDeadline: facts.stopDeadline,
    startFailure: facts.startFailure,
    lastWords: why,
    now: Date.now(),
  });
  const shares = await loadShares(machine, runtime, process !== null);
  const troubledShare = shares?.find((each) => each.problem !== null)?.problem ?? null;
  const seen = isOnLan ? (attention?.reachable(machine.id) ?? null) : null;
  const reachable = knocked === null ? seen : await knocked;
  const shared = shares === undefined ? {} : { shares };
  const stood = { ...stoppedView(machine), ...standing, reachable, ...shared };
  if (process === null) return stood;
  const { accelerator, boots } = facts;
  const known = { process, boots, startedAt: began, reachable };
  const setup = standing.status === "running" ? await observeSetup(machine, runtime, known) : null;
  const hasWayOut = async () => isOnLan && (await parts.hasWayOut());
  const problem =
    standing.problem ??
    (await setupProblem(machine, setup, hasWayOut)) ??
    (await warn(machine, runtime)) ??
    troubledShare;
  const cable = await readCableView(runtime.cable);
  const carried = cable === null ? {} : { cable };
  return {
    ...{ ...stood, ...carried, problem, setup },
    ...{ pid: process.pid, startedAt: began, accelerator },
  };
}

/** Explains why QEMU ended, from the end of its log. */
async function lastWords(
  { paths }: ListParts,
  machine: MachineFile,
  runtime: MachineRuntime,
): Promise<AppError | null> {
  const why = explainUnexpectedEnd(await readLogTail(runtime.qemuLog, 50), {
    ...{ name: machine.name, diskPath: machine.disk.path, diskHolder: null, hypervisor: null },
  });
  await keepGuestState(join(paths.machines, machine.id), why);
  return why;
}

/** Returns the problem of a machine that runs all the same; null if it has none. */
async function warn(machine: MachineFile, runtime: MachineRuntime): Promise<AppError | null> {
  const { name, vncDisplay } = machine;
  const isOpen = vncDisplay !== null && readVncPassword(runtime) === null;
  return isOpen ? appError("vnc-open", { name, display: vncDisplay }) : warnOfSpace(machine);
}
