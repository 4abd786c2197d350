import { join } from "node:path";
import { cutLog } from "../../../adapters/files/cut-log.ts";
import type { Paths } from "../../../adapters/files/paths.ts";
import { isReachable } from "../../../adapters/net/reachability.ts";
import {
  isEnding,
  type PosixLocks,
  readLocks,
  startedAt,
} from "../../../adapters/process/process-identity.ts";
import { keepGuestState } from "../../../adapters/qemu/kvm-advice-log.ts";
import { readLogTail } from "../../../adapters/qemu/log-tail.ts";
import { askStatus, waitForEnd } from "../../../adapters/qemu/process.ts";
import { readVncPassword } from "../../../adapters/qemu/read-vnc-password.ts";
import {
  isTouched,
  type MachineRuntime,
  machineRuntime,
  observeRuntime,
  touchedMachines,
} from "../../../adapters/qemu/runtime.ts";
import { readCableView } from "../../../adapters/qemu/weather-cable.ts";
import { readMachines } from "../../../adapters/store/machine-store.ts";
import { isWaking } from "../../../adapters/store/waking-record.ts";
import { type AppError, appError } from "../../../contract/errors/app-error.ts";
import type { MachineFile, MachineView } from "../../../contract/machine/machine.ts";
import { explainUnexpectedEnd } from "../../../core/machine/qemu-messages.ts";
import { judgeMachine } from "../../../core/machine/status.ts";
import type { MachinesService } from "../../base/interfaces.ts";
import type { MachinesParts } from "../../registry/parts.ts";
import { viewShares } from "../share/shares.ts";
import type { Attention } from "./attention.ts";
import { observeSetup, setupProblem } from "./setup.ts";
import { warnOfSpace, whyNoSpace } from "./space.ts";
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
interface Listing {
  readonly parts: ListParts;
  /** The lasting watch; null while the machines are not watched. */
  readonly attention: Attention | null;
  readonly locks: PosixLocks;
  /** Asks the switch once, when the first running machine needs it. */
  readonly lanIsOn: () => Promise<boolean>;
}

/** Lists the machines, and tells a lasting watch which of them to follow. */
export async function listMachines(
  parts: ListParts,
  attention: Attention | null,
): ReturnType<MachinesService["list"]> {
  const { paths } = parts;
  const [stored, touched] = await Promise.all([
    readMachines(paths.machines, parts),
    touchedMachines(paths),
  ]);
  if (!stored.ok) {
    return {
      machines: [],
      broken: [{ id: "", path: paths.machines, problem: stored.error, backup: null }],
    };
  }
  const { machines, broken } = stored.value;
  const mayRun = await Promise.all(machines.map(({ id }) => isTouched(paths, id, touched, parts)));
  const locks = mayRun.includes(true) ? await readLocks() : new Map();
  let asked: Promise<boolean> | null = null;
  const lanIsOn = () => {
    asked ??= parts.switchSocket().then((socket) => socket !== null);
    return asked;
  };
  const listing = { parts, attention, locks, lanIsOn };
  const views = await Promise.all(
    machines.map((machine, place) =>
      mayRun[place] === true ? view(listing, machine) : restingView(machine, paths),
    ),
  );
  if (attention !== null) {
    const running = views.some(({ pid }) => pid !== null);
    attention.learn(views, touched, running && (await lanIsOn()));
  }
  return { machines: views, broken };
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

/** The view of a machine that has no QEMU process and no runtime folder. */
function stoppedView(machine: MachineFile): MachineView {
  return {
    id: machine.id,
    name: machine.name,
    status: machine.suspended === undefined ? "stopped" : "suspended",
    address: machine.network.address,
    mac: machine.network.mac,
    reachable: null,
    pid: null,
    startedAt: null,
    accelerator: null,
    stopDeadline: null,
    setup: null,
    problem: null,
    definition: machine,
  };
}

async function restingView(machine: MachineFile, paths: Paths): Promise<MachineView> {
  const shares = await viewShares(machine, machineRuntime(paths, machine.id), false);
  return { ...stoppedView(machine), ...(shares === undefined ? {} : { shares }) };
}

async function view(listing: Listing, machine: MachineFile): Promise<MachineView> {
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
    const ended = await waitForEnd(process, Date.now() + statusTimeoutMs);
    if (ended) return view({ ...listing, locks: await readLocks() }, machine);
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
  const shares = await viewShares(machine, runtime, process !== null);
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
