import {
  chownSync,
  closeSync,
  constants,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
} from "node:fs";
import { Socket } from "node:net";
import { join } from "node:path";
import { fail, ok, type Result } from "../contract/errors.ts";
import type { NetdLogEntry } from "../contract/netd.ts";
import { deviceNumbers, lookAtDevice } from "../core/block-device.ts";
import { isLockHeld, releaseLock, takeLock } from "./lock.ts";
import { findProgram, run } from "./programs.ts";

/** Whoever asked must take the lease up within this many milliseconds. */
const takeUpTimeout = 60_000;

type Log = (entry: Omit<NetdLogEntry, "at">) => void;

/** What is lent, by the names of the files that say so. */
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

/** Whether a node is the block device that the kernel means, and no link to another. */
function isNodeOf(path: string, major: number, minor: number): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined || !found.isBlockDevice()) return false;
  const numbers = deviceNumbers(found.rdev);
  return numbers.major === major && numbers.minor === minor;
}

/**
 * The node of a device that may be given away, and a claim on it: the kernel lets nobody mount or
 * otherwise take it while the claim is open.
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
    // The kernel's own word, also for mounts in other namespaces: whoever uses a device claims it,
    // and a second claim fails (open(2), O_EXCL on block devices).
    return ok({ node, file: openSync(node, constants.O_RDONLY | constants.O_EXCL) });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code === "EBUSY"
      ? fail("device-busy", { path: node })
      : fail("disk-unreadable", { path: node, detail: message });
  }
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

/** The access list of a node: one entry a line, users by number. */
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

/** Takes back what keepers that were killed have left; each is tried, the first failure is told. */
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
      rmSync(join(folder, `${name}.pipe`), { force: true });
      rmSync(join(folder, name), { force: true });
    } else {
      result = done;
    }
  }
  return result;
}

/**
 * Makes a named pipe of the user's and opens its reading end. It is at its end once nobody has the
 * writing end any more.
 */
async function openPipe(path: string, uid: number): Promise<Result<Socket>> {
  rmSync(path, { force: true });
  const mkfifo = findProgram("mkfifo");
  if (mkfifo === null) return fail("program-missing", { program: "mkfifo", package: "coreutils" });
  const { code, stderr } = await run(mkfifo, ["-m", "600", "--", path]);
  if (code !== 0) return fail("file-failed", { path, detail: stderr.trim() });
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  // The user's only once it is read: whoever writes finds a reader.
  chownSync(path, uid, -1);
  return ok(new Socket({ fd, readable: true, writable: false }));
}

/**
 * Lets a user open one block device, and calls `ready` then. Ends when the user's side has let go
 * of the pipe, having taken the access back: QEMU holds it from start to end, so that the end of
 * the machine is the end of the access, whatever else was killed. No clock and no poll is needed.
 */
export async function lendDevice(
  wish: { readonly major: number; readonly minor: number },
  user: { readonly uid: number; readonly folder: string; readonly log: Log },
  ready: () => void,
): Promise<Result<void>> {
  const { uid, folder, log } = user;
  const left = await takeBackLeftovers(folder, uid, log);
  if (!left.ok) return left;
  const lease = join(folder, `lent-${wish.major}-${wish.minor}`);
  const claimed = claim(wish.major, wish.minor);
  if (!claimed.ok) return claimed;
  const { node, file } = claimed.value;
  // Written before it is done, so that it is found and taken back if we are killed in between.
  if (!takeLock(lease)) return fail("device-busy", { path: node });
  const end = async (result: Result<void>) => {
    const back = await takeBack(node, uid, log);
    closeSync(file);
    rmSync(`${lease}.pipe`, { force: true });
    if (back.ok) releaseLock(lease);
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
