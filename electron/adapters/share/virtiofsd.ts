import { spawn } from "node:child_process";
import { constants } from "node:fs";
import { access, open, readFile, readlink, rename, unlink } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import type { ShareObstacle } from "../../contract/errors/share.ts";
import { fileError } from "../../core/base/file-error.ts";
import {
  type GuestIds,
  mapOwners,
  readSubordinateIds,
  type SubordinateIds,
} from "../../core/machine/share/owner-map.ts";
import { virtiofsdArgs } from "../../core/machine/share/virtiofsd-args.ts";
import { identifyProcess, type ProcessIdentity } from "../../system/process-identity.ts";
import { outliving } from "../process/close-inherited-files.ts";
import { findProgram } from "../process/find-program.ts";
import { runProgram } from "../process/run-program.ts";
import { userName } from "../process/this-user.ts";

/** The places of virtiofsd: of newer systems, of Arch and Debian 13, and QEMU's own up to 7. */
const places = [
  "/usr/libexec/virtiofsd",
  "/usr/lib/virtiofsd",
  "/usr/lib/qemu/virtiofsd",
  "/usr/libexec/qemu/virtiofsd",
];

/** Returns virtiofsd's path; null if it is not installed. */
export async function findVirtiofsd(): Promise<string | null> {
  for (const path of places) {
    if (await isThere(path)) return path;
  }
  return findProgram("virtiofsd");
}

function isThere(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** The numbers of users and groups that are the user's own besides the one of the account. */
interface Subordinates {
  readonly uids: SubordinateIds;
  readonly gids: SubordinateIds;
}

/** Returns these; null where the system gave none. */
async function readSubordinates(uid: number): Promise<Subordinates | null> {
  const read = async (path: string) =>
    readSubordinateIds(await readFile(path, "utf8").catch(() => ""), userName(), uid);
  const [uids, gids] = await Promise.all([read("/etc/subuid"), read("/etc/subgid")]);
  return uids === null || gids === null ? null : { uids, gids };
}

/** Returns what this computer lacks for virtiofs; null: nothing. Root needs no map of owners. */
export async function whyNoVirtiofs(uid: number): Promise<ShareObstacle | null> {
  if ((await findVirtiofsd()) === null) return "no-virtiofsd";
  if (uid === 0) return null;
  for (const program of ["newuidmap", "newgidmap"]) {
    if ((await findProgram(program)) === null) return "no-idmap";
  }
  return (await readSubordinates(uid)) === null ? "no-subids" : null;
}

/** A folder that virtiofsd serves, and for whom. */
export interface ServedFolder {
  readonly folder: string;
  readonly readOnly: boolean;
  /** The user of the guest who is the user of this computer. */
  readonly ids: GuestIds;
  /** The socket that QEMU connects to; it is made here. */
  readonly socket: string;
  readonly log: string;
}

/**
 * Waits for the word that the owners are mapped, has the folder read-only if it is to be, and becomes
 * virtiofsd. The user of the namespace is its root, with no rights beyond the mapped numbers. Without the
 * word, as when its starter is killed, it ends.
 */
const script = `read -r mapped && [ "$mapped" = yes ] || exit 1
exec 3<&1 1>&2 </dev/null
readonly=$1 folder=$2 become=$3
shift 3
if [ "$readonly" = yes ]; then
  set -- sh -c 'mount --bind "$1" "$1" && mount -o "remount,bind,$(findmnt -nrfo VFS-OPTIONS -T "$1"),ro" "$1" || exit 1
shift; exec "$@"' sh "$folder" "$@"
fi
[ "$become" = root ] && set -- setpriv --reuid 0 --regid 0 --clear-groups --inh-caps=-all --ambient-caps=-all -- "$@"
exec "$@"`;

/** Starts virtiofsd for a folder; it ends when QEMU's connection does. */
export async function startVirtiofsd(
  uid: number,
  served: ServedFolder,
): Promise<Result<ProcessIdentity>> {
  const program = await findVirtiofsd();
  const numbers = uid === 0 ? null : await readSubordinates(uid);
  if (program === null || (uid !== 0 && numbers === null)) {
    return fail("program-missing", { program: "virtiofsd", package: "virtiofsd" });
  }
  const { folder, readOnly, log } = served;
  const told = await runProgram(program, ["--help"]);
  const isNew = told.ok && /--shared-dir/.test(told.value.stdout + told.value.stderr);
  const server = await listenAt(served.socket);
  if (!server.ok) return server;
  const output = await open(log, "w", 0o600);
  try {
    const apart = uid === 0 ? ["--mount"] : ["--user", "--mount", "--keep-caps"];
    const [file, words] = outliving("unshare", [
      // Without -p a shell whose owners are mapped between its looks at them takes itself for another user.
      ...[...apart, "--", "/bin/sh", "-p", "-c", script, "sh"],
      ...[readOnly ? "yes" : "no", folder, uid === 0 ? "same" : "root"],
      ...[program, ...virtiofsdArgs(folder, isNew)],
    ]);
    const child = spawn(file, words, {
      detached: true,
      stdio: ["pipe", handleOf(server.value), output.fd],
      cwd: "/",
      env: { PATH: process.env["PATH"], LC_ALL: "C" },
    });
    child.once("error", () => {});
    child.stdin?.on("error", () => {});
    child.unref();
    const identity = await identifyProcess(child.pid ?? 0);
    if (identity === null) return failed("ended-at-once");
    const mapped = numbers === null ? ok(undefined) : await mapFor(identity.pid, served, numbers);
    child.stdin?.end(mapped.ok ? "yes\n" : "no\n");
    return mapped.ok ? ok(identity) : mapped;
  } finally {
    server.value.close();
    await output.close();
  }
}

const failed = (detail: string, cause?: string) =>
  fail("program-failed", { program: "virtiofsd", detail }, cause);

/**
 * Makes a socket that listens, and stays when this end of it is closed. Nothing accepts connections here:
 * QEMU connects only once virtiofsd alone has it.
 */
async function listenAt(path: string): Promise<Result<Server>> {
  const draft = `${path}.new`;
  const server = createServer();
  try {
    await unlink(path).catch(() => {});
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(draft, resolve);
    });
    await rename(draft, path);
    return ok(server);
  } catch (error) {
    server.close();
    return { ok: false, error: fileError(path, error) };
  }
}

/** Returns the number of a server's open file, which Node has no public name for. */
function handleOf(server: Server): number {
  return Object(server)._handle.fd;
}

/** The most time that a process may take to have a namespace of its own, in ms. */
const apartMs = 5000;

/** Maps owners for a process once it has a user namespace of its own. */
async function mapFor(
  pid: number,
  { ids }: ServedFolder,
  { uids, gids }: Subordinates,
): Promise<Result<void>> {
  const own = await readlink("/proc/self/ns/user");
  const deadline = Date.now() + apartMs;
  for (;;) {
    const now = await readlink(`/proc/${pid}/ns/user`).catch(() => null);
    if (now === null) return failed("ended-at-once");
    if (now !== own) break;
    if (Date.now() >= deadline) return failed("not-in-time");
    await delay(5);
  }
  const [uid, gid] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0];
  const users = await runProgram("newuidmap", [String(pid), ...mapOwners(ids.uid, uid, uids)]);
  if (!users.ok) return users;
  const groups = await runProgram("newgidmap", [String(pid), ...mapOwners(ids.gid, gid, gids)]);
  return groups.ok ? ok(undefined) : groups;
}
