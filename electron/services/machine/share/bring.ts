import { withLock } from "../../../adapters/files/file-lock.ts";
import { isAlive } from "../../../adapters/process/process-identity.ts";
import { machineRuntime } from "../../../adapters/qemu/runtime.ts";
import {
  readShareRecords,
  type ShareRecord,
  type ShareRecords,
  writeShareRecords,
} from "../../../adapters/share/share-records.ts";
import {
  type AppError,
  appError,
  fail,
  ok,
  type Result,
} from "../../../contract/errors/app-error.ts";
import type { Share } from "../../../contract/machine/share.ts";
import { type MachinesParts, observeMachine, type Running } from "../../registry/parts.ts";
import { endServers } from "./end-servers.ts";
import { guestShell } from "./guest-shell.ts";
import { bringShare, type ShareScene, takeShare } from "./ways.ts";

/** Another program may be mounting in a slow guest. */
const lockWaitMs = 120_000;

/** How shares are brought. */
export interface BringOptions {
  /** The guest has booted since: nothing is mounted there any more. */
  readonly isReset?: boolean;
  /** Shares that failed are tried again. */
  readonly again?: boolean;
  /** All are taken out of the guest, as before its memory is saved; one in use is an error. */
  readonly none?: boolean;
}

/**
 * Returns whether a share may come though it failed: a guest that boots on an overloaded computer answers, mounts, or lets
 * in late. All else that failed would fail again.
 */
export function mayPass({ code, params }: AppError): boolean {
  switch (code) {
    case "share-guest-silent":
      return true;
    case "share-failed":
      return "detail" in params && params.detail === "not-in-time";
    case "share-no-way":
      return "sshfs" in params && params.sshfs === "no-login";
    default:
      return false;
  }
}

const isSame = (one: Share, two: Share) =>
  one.folder === two.folder &&
  one.guestFolder === two.guestFolder &&
  one.readOnly === two.readOnly &&
  one.way === two.way;

/**
 * Has a machine's guest have the folders that its definition names, and no others of ours. With a machine
 * that does not run, what served it is ended. The error is that of the first share that failed.
 */
export async function bringShares(
  parts: MachinesParts,
  id: string,
  options: BringOptions = {},
): Promise<Result<void>> {
  const runtime = machineRuntime(parts.paths, id);
  const observed = await observeMachine(parts.paths, id);
  const isWished = observed.ok && observed.value.machine.shares !== undefined;
  // Most machines have none, and need no lock and no look at the guest.
  if (!isWished && (await readShareRecords(runtime.folder)) === null) return ok(undefined);
  const name = observed.ok ? observed.value.machine.name : id;
  const busy = () => appError("machine-busy", { name });
  return withLock(runtime.sharesLock, "shares", lockWaitMs, busy, async () => {
    const now = await observeMachine(parts.paths, id);
    if (!now.ok || now.value.facts.process === null) {
      await endServers(runtime);
      return ok(undefined);
    }
    return bringInto(parts, { ...now.value, process: now.value.facts.process }, options);
  });
}

/**
 * Has a guest without shared folders while its memory is saved, which QEMU refuses with them; they are
 * mounted again after that. One that a program in the guest uses is an error, and nothing is saved.
 */
export async function withSharesApart<T>(
  parts: MachinesParts,
  id: string,
  work: () => Promise<Result<T>>,
): Promise<Result<T>> {
  const runtime = machineRuntime(parts.paths, id);
  if ((await readShareRecords(runtime.folder)) === null) return work();
  const found = await observeMachine(parts.paths, id);
  const name = found.ok ? found.value.machine.name : id;
  const busy = () => appError("machine-busy", { name });
  return withLock(runtime.sharesLock, "shares", lockWaitMs, busy, async () => {
    const bring = async (none: boolean) => {
      const now = await observeMachine(parts.paths, id);
      if (!now.ok || now.value.facts.process === null) return ok(undefined);
      return bringInto(parts, { ...now.value, process: now.value.facts.process }, { none });
    };
    const apart = await bring(true);
    const done = apart.ok ? explainStuck(await work(), name) : apart;
    // A failure is told with its share.
    await bring(false);
    return done;
  });
}

/** Names what QEMU refuses to save memory with. */
function explainStuck<T>(done: Result<T>, name: string): Result<T> {
  if (done.ok) return done;
  const { cause = "", params } = done.error;
  const isStuck = /non-migratable device/.test(`${cause} ${JSON.stringify(params)}`);
  return isStuck ? fail("share-stuck", { name }, cause) : done;
}

async function bringInto(
  parts: MachinesParts,
  running: Running,
  { isReset = false, again = false, none = false }: BringOptions,
): Promise<Result<void>> {
  const { machine, runtime } = running;
  const { pid, startTicks } = running.process;
  const fresh: ShareRecords = { qemu: { pid, startTicks }, last: 0, shares: [] };
  let records = (await readShareRecords(runtime.folder)) ?? fresh;
  if (records.qemu.pid !== pid || records.qemu.startTicks !== startTicks) {
    await endServers(runtime);
    records = fresh;
  }
  const write = async (shares: readonly ShareRecord[], last = records.last) => {
    records = { ...records, last, shares: [...shares] };
    await writeShareRecords(runtime.folder, records);
  };
  const scene: ShareScene = {
    ...{ parts, running, shell: guestShell(parts, running) },
    note: (record) => write([...without(records.shares, record), record]),
  };
  if (isReset && records.shares.length > 0) {
    await write(records.shares.map((each) => ({ ...each, isMounted: false })));
    // A guest that does not run yet lets go of no device.
    if ((await scene.shell.run("true")) === null) {
      return fail("share-guest-silent", { name: machine.name });
    }
  }
  const wished = none ? [] : (machine.shares ?? []);
  for (const record of records.shares) {
    const isWanted = wished.some((each) => isSame(each, record.share));
    const isWell = record.problem === null && (await serves(record)) && !isReset;
    const isFinal = record.problem !== null && !mayPass(record.problem);
    if (isWanted && (isWell || (isFinal && !again && !isReset))) continue;
    const isForced = isReset || !none;
    if (!(await takeShare(scene, record, isForced)) && !isForced) {
      const { guestFolder } = record.share;
      return fail("share-busy", { name: machine.name, guestFolder });
    }
    await write(without(records.shares, record));
  }
  let first: AppError | null = null;
  for (const share of wished) {
    const there = records.shares.find((record) => isSame(record.share, share));
    const number = records.last + 1;
    if (there === undefined) await write(records.shares, number);
    const record = there ?? (await bringShare(scene, share, number));
    if (there === undefined) await scene.note(record);
    if (first === null || (record.problem !== null && mayPass(record.problem))) {
      first = record.problem ?? first;
    }
  }
  return first === null ? ok(undefined) : { ok: false, error: first };
}

const without = (records: readonly ShareRecord[], { share }: ShareRecord) =>
  records.filter((each) => each.share.guestFolder !== share.guestFolder);

/** Returns whether the guest has a share, and a process serves it. */
export async function serves({ server, isMounted }: ShareRecord): Promise<boolean> {
  return isMounted && server !== null && (await isAlive(server));
}
