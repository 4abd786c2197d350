import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { isAlive, signalProcess } from "../../../adapters/process/process-identity.ts";
import { readLogTail } from "../../../adapters/qemu/log-tail.ts";
import {
  hasNoOpenRequest,
  hasSharedMemory,
  plugShare,
  unplugShare,
} from "../../../adapters/qemu/share-device.ts";
import { startReverseSftp, whyNoSftp } from "../../../adapters/share/reverse-sftp.ts";
import type { ShareRecord } from "../../../adapters/share/share-records.ts";
import { resolveFolder } from "../../../adapters/share/shared-folder.ts";
import { startVirtiofsd, whyNoVirtiofs } from "../../../adapters/share/virtiofsd.ts";
import { type AppError, appError } from "../../../contract/errors/app-error.ts";
import type { ShareObstacle } from "../../../contract/errors/share.ts";
import type { Share, ShareWay } from "../../../contract/machine/share.ts";
import { makeVisible } from "../../../core/base/visible-text.ts";
import {
  abandonScript,
  type GuestMount,
  idsScript,
  isMountedScript,
  mountDeviceScript,
  prepareSshfsScript,
  shareFaults,
  sshfsScript,
  tagOf,
  unmountScript,
} from "../../../core/machine/share/guest-scripts.ts";
import type { GuestIds } from "../../../core/machine/share/owner-map.ts";
import type { MachinesParts, Running } from "../../registry/parts.ts";
import { cutOff, type GuestShell, type ScriptEnd } from "./guest-shell.ts";

/** The parts that bring a share into a running guest. */
export interface ShareScene {
  readonly parts: MachinesParts;
  readonly running: Running;
  readonly shell: GuestShell;
  /** Keeps what was done so far, so that a kill leaves nothing that nobody knows of. */
  readonly note: (record: ShareRecord) => Promise<void>;
}

/** An attempt that this computer or the guest lacks something for. */
type Attempt = ShareRecord | { readonly obstacle: ShareObstacle };

/** The most of a program's words that is told. */
const mostSaid = 200;

const mountOf = ({ share, tag }: Pick<ShareRecord, "share" | "tag">): GuestMount => ({
  ...{ tag, guestFolder: share.guestFolder, readOnly: share.readOnly === true },
});

/** Brings a share into a guest by the best way that both can; what came of it is in the record. */
export async function bringShare(
  scene: ShareScene,
  share: Share,
  number: number,
): Promise<ShareRecord> {
  const { name } = scene.running.machine;
  // A link there now may be a guest's own work, and lead to what nobody agreed to.
  const isFolder = (await resolveFolder(share.folder)) === share.folder;
  const failed = (problem: AppError): ShareRecord => ({
    ...{ share, tag: tagOf("virtiofs", number), way: null, server: null, isMounted: false },
    problem,
  });
  if (!isFolder) return failed(appError("share-folder-missing", { name, folder: share.folder }));
  const ids = await askIds(scene);
  if (ids === null) return failed(appError("share-guest-silent", { name }));
  const obstacles: Record<ShareWay, ShareObstacle> = {
    virtiofs: "not-wished",
    sshfs: "not-wished",
  };
  for (const [way, bring] of [
    ["virtiofs", bringDevice],
    ["sshfs", bringByShell],
  ] as const) {
    if (share.way !== undefined && share.way !== way) continue;
    const tried = await bring(scene, share, tagOf(way, number), ids);
    if (!("obstacle" in tried)) return tried;
    obstacles[way] = tried.obstacle;
  }
  return failed(appError("share-no-way", { name, ...obstacles }));
}

/** Asks for the numbers of the machine's user; null if the guest does not answer. */
async function askIds({ shell, running }: ShareScene): Promise<GuestIds | null> {
  const told = await shell.run(idsScript(running.machine.user ?? null));
  const numbers = told?.stdout.match(/^(\d{1,9})\s+(\d{1,9})\s*$/);
  return numbers == null ? null : { uid: Number(numbers[1]), gid: Number(numbers[2]) };
}

function failedBy(record: ShareRecord, name: string, detail: string): ShareRecord {
  const { guestFolder } = record.share;
  const said = makeVisible(detail).slice(0, mostSaid) || "no-message";
  const problem = appError("share-failed", { name, guestFolder, detail: said });
  return { ...record, server: null, isMounted: false, problem };
}

/** Returns a record of a guest that did not answer in time, which is asked again. */
function silent(record: ShareRecord, name: string): ShareRecord {
  const problem = appError("share-guest-silent", { name });
  return { ...record, server: null, isMounted: false, problem };
}

const sayOf = ({ said, exitCode }: ScriptEnd) => said || `ended-with:${exitCode}`;

async function bringDevice(
  scene: ShareScene,
  share: Share,
  tag: string,
  ids: GuestIds,
): Promise<Attempt> {
  const { parts, running, shell, note } = scene;
  const { machine, runtime } = running;
  const obstacle = await whyNoVirtiofs(parts.uid);
  if (obstacle !== null) return { obstacle };
  if (!(await hasSharedMemory(runtime))) return { obstacle: "memory-private" };
  const begun: ShareRecord = {
    ...{ share, tag, way: "virtiofs", server: null, isMounted: false, problem: null },
  };
  const log = join(runtime.logFolder, `${tag}.log`);
  const socket = join(runtime.folder, tag.replace(/^\D+/, "f"));
  const server = await startVirtiofsd(parts.uid, {
    folder: share.folder,
    readOnly: share.readOnly === true,
    ...{ ids, socket, log },
  });
  if (!server.ok) return failedBy(begun, machine.name, await lastWords(log, server.error));
  const served = { ...begun, server: server.value };
  await note(served);
  const plugged = await plugShare(runtime, machine.name, tag, socket);
  if (!plugged.ok) {
    await signalProcess(server.value, "SIGKILL");
    return failedBy(begun, machine.name, await lastWords(log, plugged.error));
  }
  const mounted = await shell.run(mountDeviceScript(mountOf(served)));
  if (mounted?.exitCode === 0) return { ...served, isMounted: true };
  await takeDevice(scene, served);
  if (mounted === null) return failedBy(begun, machine.name, "not-in-time");
  return mounted.exitCode === shareFaults.noDriver
    ? { obstacle: "guest-no-virtiofs" }
    : failedBy(begun, machine.name, sayOf(mounted));
}

/** Returns the last line of a log, or else what an error tells. */
async function lastWords(log: string, error: AppError): Promise<string> {
  const [line = ""] = await readLogTail(log, 1);
  return line || ("detail" in error.params ? String(error.params.detail) : error.code);
}

async function takeDevice({ running }: ShareScene, { tag, server }: ShareRecord): Promise<boolean> {
  const isGone = await unplugShare(running.runtime, tag);
  if (server !== null) await signalProcess(server, "SIGKILL");
  return isGone;
}

/** The time that a mount by ssh may take, and the pause between two looks, in ms. */
const mountMs = 30_000;
const lookMs = 250;

async function bringByShell(
  { running, shell, note }: ShareScene,
  share: Share,
  tag: string,
  ids: GuestIds,
): Promise<Attempt> {
  const { machine, runtime } = running;
  const obstacle = await whyNoSftp();
  if (obstacle !== null) return { obstacle };
  const begun: ShareRecord = {
    ...{ share, tag, way: "sshfs", server: null, isMounted: false, problem: null },
  };
  const mount = mountOf(begun);
  const prepared = await shell.runBySsh(prepareSshfsScript(mount));
  if (prepared === null || prepared.exitCode === 255) return { obstacle: "no-login" };
  if (prepared.exitCode === shareFaults.noProgram) return { obstacle: "guest-no-sshfs" };
  if (/sudo/.test(prepared.said)) return { obstacle: "guest-no-root" };
  if (prepared.exitCode === cutOff) return silent(begun, machine.name);
  if (prepared.exitCode !== 0) return failedBy(begun, machine.name, sayOf(prepared));
  const log = join(runtime.logFolder, `${tag}.log`);
  const server = await startReverseSftp({
    folder: share.folder,
    readOnly: share.readOnly === true,
    ssh: await shell.sshArgs(sshfsScript(mount, ids)),
    log,
  });
  if (!server.ok) return failedBy(begun, machine.name, await lastWords(log, server.error));
  const served = { ...begun, server: server.value };
  await note(served);
  const deadline = Date.now() + mountMs;
  while (Date.now() < deadline && (await isAlive(server.value))) {
    if ((await shell.run(isMountedScript(mount)))?.exitCode === 0) {
      return { ...served, isMounted: true };
    }
    await delay(lookMs);
  }
  const [line] = await readLogTail(log, 1);
  const isSlow = line === undefined && (await isAlive(server.value));
  await signalProcess(server.value, "SIGTERM");
  // A guest that boots on an overloaded computer lets in later than that, so it is asked again.
  return isSlow
    ? silent(begun, machine.name)
    : failedBy(begun, machine.name, line ?? "not-in-time");
}

/**
 * Takes a share out of a running guest; false: a program there uses it, or the guest keeps its device.
 * `force` takes it all the same. The device of a server that has ended is taken before its file system, because
 * unmounting asks the server, and a guest that waits for its answer in vain ends no “sync” and does not reboot.
 * If something in the guest waits for an answer already, the device stays until the machine stops: the guest would
 * not let go of it, and of no other one after that.
 */
export async function takeShare(
  scene: ShareScene,
  record: ShareRecord,
  force: boolean,
): Promise<boolean> {
  const { server, way } = record;
  if (way === null) return true;
  const mount = mountOf(record);
  if (server === null || !(await isAlive(server))) {
    if (way === "virtiofs" && (await hasNoOpenRequest(scene.running.runtime, record.tag))) {
      await takeDevice(scene, record);
    }
    await scene.shell.run(abandonScript(mount));
    return true;
  }
  const left = await scene.shell.run(unmountScript(mount, force));
  if (!force && left !== null && left.exitCode === shareFaults.busy) return false;
  if (way === "virtiofs") return takeDevice(scene, record);
  await signalProcess(server, "SIGTERM");
  return true;
}
