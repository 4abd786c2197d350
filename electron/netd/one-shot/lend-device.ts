import {
  chownSync,
  closeSync,
  constants,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { Socket } from "node:net";
import { join } from "node:path";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import type { NetdLogEntry } from "../../contract/lan/netd.ts";
import type { HeldOpenNote } from "../../contract/root/one-shot.ts";
import { fileError, fileErrorOf, systemCode } from "../../core/base/file-error.ts";
import { deviceFamily, deviceNumbers, lookAtDevice } from "../../core/disk/block-device.ts";
import { isLockHeld, releaseLock, takeLock } from "../../system/process-lock.ts";
import { findProgram, run } from "../base/programs.ts";
import { type DeviceSearch, type DeviceUser, searchDevice } from "./device-users.ts";

/** The time limit in milliseconds for the program that requested the lease to open its pipe. */
const takeUpTimeout = 60_000;

type Log = (entry: Omit<NetdLogEntry, "at">) => void;

/** udev, and a QEMU that is just ending, have a device open for a moment; in ms. */
const momentMs = 3_000;
const lookAgainMs = 250;
/** The pause in ms between two searches for processes that still have a lent disk open. */
const heldOpenMs = 1_000;

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Matches the names of lease files. */
const leaseFile = /^lent-(\d+)-(\d+)$/;

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

const systemFiles = {
  read: readOrNull,
  list(path: string): readonly string[] {
    try {
      return readdirSync(path);
    } catch {
      return [];
    }
  },
};

/** Returns whether a node is the block device that the kernel means, and not a link to another. */
function isNodeOf(path: string, major: number, minor: number): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined || !found.isBlockDevice()) return false;
  const numbers = deviceNumbers(found.rdev);
  return numbers.major === major && numbers.minor === minor;
}

/**
 * Opens the node of a device that may be lent, and claims it: while the claim is open, the kernel
 * refuses mounts and other claims.
 */
function claim(
  major: number,
  minor: number,
): Result<{ readonly node: string; readonly file: number }> {
  const path = `${major}:${minor}`;
  const device = lookAtDevice(systemFiles, major, minor);
  if (device === null || !isNodeOf(device.node, major, minor)) {
    return fail("device-not-block", { path });
  }
  const { node, refusal } = device;
  if (refusal !== null) return { ok: false, error: refusal };
  try {
    // The kernel's own answer, also for mounts in other namespaces: a mount claims the device, and
    // a second claim fails (open(2), O_EXCL on block devices).
    return ok({ node, file: openSync(node, constants.O_RDONLY | constants.O_EXCL) });
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EBUSY"
      ? fail("device-busy", { path: node })
      : { ok: false, error: fileError(node, error) };
  }
}

/** Returns those users of a device that matter, and that last for more than a moment. */
async function lastingUsers(
  search: DeviceSearch,
  matters: (user: DeviceUser) => boolean,
): Promise<readonly DeviceUser[]> {
  const until = Date.now() + momentMs;
  for (;;) {
    const users = search.users().filter(matters);
    if (users.length === 0 || Date.now() > until) return users;
    await pause(lookAgainMs);
  }
}

/**
 * Checks that no process has a device open and no loop device uses it, which a claim does not show.
 * Returns the processes that may keep it open, because they are root's and only read.
 */
async function checkUnused(
  node: string,
  search: DeviceSearch,
): Promise<Result<readonly DeviceUser[]>> {
  const loop = search.loop();
  if (loop !== null) return fail("device-held", { path: node, by: loop });
  const [user] = await lastingUsers(search, ({ isHarmless }) => !isHarmless);
  return user === undefined
    ? ok(search.users().filter(({ isHarmless }) => isHarmless))
    : fail("device-open", { path: node, program: user.program, pid: user.pid });
}

/**
 * Waits until only `known` processes have a lent device open: files opened meanwhile outlive the
 * access to it. The processes that it waits for are written to a note, which the user may read.
 */
async function untilLetGo(
  node: string,
  search: DeviceSearch,
  known: readonly DeviceUser[],
  { note, log }: { readonly note: string; readonly log: Log },
): Promise<void> {
  const isKnown = (user: DeviceUser) =>
    known.some(({ pid, start }) => pid === user.pid && start === user.start);
  let users = await lastingUsers(search, (user) => !isKnown(user));
  while (users[0] !== undefined) {
    const [{ program, pid }] = users as readonly [DeviceUser];
    const text = JSON.stringify({ node, program, pid } satisfies HeldOpenNote);
    if (readOrNull(note) !== text) {
      try {
        writeFileSync(note, text, { mode: 0o644 });
      } catch {
        // The claim matters more than the note: a full /run must not end it.
      }
      log({ cause: "once", argv: [], outcome: `${node} is still open in ${program} (${pid})` });
    }
    await pause(heldOpenMs);
    // Only these are checked while they have it open: searching all processes costs far more.
    const still = search.users(users);
    users = still.length > 0 ? still : search.users().filter((user) => !isKnown(user));
  }
  rmSync(note, { force: true });
}

async function setfacl(args: readonly string[], log: Log): Promise<Result<void>> {
  const path = findProgram("setfacl");
  if (path === null) return fail("program-missing", { program: "setfacl", package: "acl" });
  const { code, stderr } = await run(path, args);
  const detail = stderr.trim() || `exit ${code}`;
  log({ cause: "once", argv: [path, ...args], outcome: code === 0 ? "ok" : detail });
  return code === 0
    ? ok(undefined)
    : fail("once-step-failed", { step: ["setfacl", ...args].join(" "), detail });
}

/** Returns the access list of a node: one entry a line, users by number. */
async function entriesOf(node: string): Promise<string> {
  const path = findProgram("getfacl");
  return path === null ? "" : (await run(path, ["-cpn", "--", node])).stdout;
}

/** Takes a user's entry from a node, and with the last one of anybody the mask that came with it. */
async function takeBack(node: string, uid: number, log: Log): Promise<Result<void>> {
  if (!(await entriesOf(node)).includes(`\nuser:${uid}:`)) return ok(undefined);
  const taken = await setfacl(["-x", `u:${uid}`, "--", node], log);
  if (!taken.ok || /^(?:user|group):\d/m.test(await entriesOf(node))) return taken;
  return setfacl(["-b", "--", node], log);
}

/**
 * Takes back the leases of processes that were killed; each is tried, and the first failure is returned.
 */
export async function takeBackLeftovers(
  folder: string,
  uid: number,
  log: Log,
): Promise<Result<void>> {
  let result: Result<void> = ok(undefined);
  for (const name of readdirSync(folder)) {
    const [, major, minor] = leaseFile.exec(name) ?? [];
    if (major === undefined || minor === undefined || isLockHeld(join(folder, name))) continue;
    const device = lookAtDevice(systemFiles, Number(major), Number(minor));
    // A device that was unplugged took its node along.
    const isThere = device !== null && isNodeOf(device.node, Number(major), Number(minor));
    const done = isThere ? await takeBack(device.node, uid, log) : ok(undefined);
    if (done.ok) {
      for (const more of [".pipe", ".open"]) rmSync(join(folder, name + more), { force: true });
      rmSync(join(folder, name), { force: true });
    } else {
      result = done;
    }
  }
  return result;
}

/**
 * Makes a named pipe of the user's and opens its reading end, which is at its end once all writing
 * ends are closed.
 */
async function openPipe(path: string, uid: number): Promise<Result<Socket>> {
  rmSync(path, { force: true });
  const mkfifo = findProgram("mkfifo");
  if (mkfifo === null) return fail("program-missing", { program: "mkfifo", package: "coreutils" });
  const { code, stderr } = await run(mkfifo, ["-m", "600", "--", path]);
  if (code !== 0) {
    return { ok: false, error: fileErrorOf(path, systemCode(stderr) ?? "", stderr.trim()) };
  }
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  // The pipe becomes the user's only once it is read: a writer finds a reader.
  chownSync(path, uid, -1);
  return ok(new Socket({ fd, readable: true, writable: false }));
}

/**
 * Claims as `claim` does, but waits a moment for a device that is just given back, as by a
 * restarting machine. Its error names the holder where that is visible.
 */
async function claimSoon(
  request: { readonly major: number; readonly minor: number },
  search: DeviceSearch,
): Promise<ReturnType<typeof claim>> {
  const until = Date.now() + momentMs;
  for (;;) {
    const claimed = claim(request.major, request.minor);
    if (claimed.ok || claimed.error.code !== "device-busy") return claimed;
    if (Date.now() > until) {
      const user = search.users().find(({ isHarmless }) => !isHarmless);
      if (user === undefined) return claimed;
      const { pid, program } = user;
      return fail("device-open", { ...claimed.error.params, program, pid });
    }
    await pause(lookAgainMs);
  }
}

/**
 * Lets a user open one block device, and calls `ready` then. Ends with the access taken back, when
 * all of the user's ends of the pipe are closed: QEMU holds one from start to end, so the access
 * ends with the machine.
 */
export async function lendDevice(
  request: { readonly major: number; readonly minor: number },
  user: { readonly uid: number; readonly folder: string; readonly log: Log },
  ready: () => void,
): Promise<Result<void>> {
  const { uid, folder, log } = user;
  const left = await takeBackLeftovers(folder, uid, log);
  if (!left.ok) return left;
  const lease = join(folder, `lent-${request.major}-${request.minor}`);
  const search = searchDevice(deviceFamily(systemFiles, request.major, request.minor));
  const claimed = await claimSoon(request, search);
  if (!claimed.ok) return claimed;
  const { node, file } = claimed.value;
  const unused = await checkUnused(node, search);
  if (!unused.ok) {
    closeSync(file);
    return unused;
  }
  // Written first, so that it is found and taken back if this process is killed in between.
  if (!takeLock(lease)) {
    closeSync(file);
    return fail("device-busy", { path: node });
  }
  const end = async (result: Result<void>) => {
    const back = await takeBack(node, uid, log);
    await untilLetGo(node, search, unused.value, { note: `${lease}.open`, log });
    rmSync(`${lease}.pipe`, { force: true });
    if (back.ok) releaseLock(lease);
    // Last, so that the next program to get the claim does not find our lease.
    closeSync(file);
    return result.ok ? back : result;
  };
  const pipe = await openPipe(`${lease}.pipe`, uid);
  if (!pipe.ok) return end(pipe);
  const given = await setfacl(["-m", `u:${uid}:rw`, "--", node], log);
  if (!given.ok) return end(given);
  const letGo = new Promise<void>((resolve) => {
    const late = setTimeout(resolve, takeUpTimeout);
    pipe.value
      .once("data", () => clearTimeout(late))
      .on("data", () => {})
      .once("error", () => resolve())
      .once("close", () => resolve());
  });
  ready();
  await letGo;
  pipe.value.destroy();
  return end(ok(undefined));
}
