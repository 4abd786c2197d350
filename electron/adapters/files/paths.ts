import { lstatSync, mkdirSync, realpathSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fail, type Result } from "../../contract/errors/app-error.ts";
import { fileError } from "../../core/base/file-error.ts";
import { homeFolder } from "../process/this-user.ts";
import { baseFolder, cacheFolder } from "./cache-folder.ts";
import { chooseRuntime, recordRuntime } from "./runtime-place.ts";

/** Longest path of a UNIX socket: sun_path has 108 bytes with its NUL (unix(7)). */
const longestSocketPath = 107;

/** The folders of the program, by the XDG Base Directory Specification. */
export interface Paths {
  /** Machines, each in a folder named after its id. */
  readonly machines: string;
  /** Machines that were deleted and may come back, in the same way. */
  readonly trash: string;
  /** Parts of machines that are on their way here from other computers, in the same way. */
  readonly incoming: string;
  /** Templates, in the same way. */
  readonly templates: string;
  /** Notes of files that are being written elsewhere. */
  readonly unfinished: string;
  readonly settingsFile: string;
  readonly cache: string;
  /** Sockets, pid files, logs: gone after a reboot. A folder for each machine id within. */
  readonly runtime: string;
  /** A link to the runtime folder that is used, for sessions that would have another one. */
  readonly runtimeRecord: string;
  /** The switch's sockets and pid file. */
  readonly switchFolder: string;
}

/**
 * Works out all folders from the environment; makes none of them. The one for what runs is another
 * session's while something lives there.
 */
export function pathsFrom(env: Readonly<Record<string, string | undefined>>, uid: number): Paths {
  const home = homeFolder(env);
  const data = baseFolder(env["XDG_DATA_HOME"], join(home, ".local/share"));
  const config = baseFolder(env["XDG_CONFIG_HOME"], join(home, ".config"));
  const runtimeRecord = join(data, "virtray/runtime");
  const ownRuntime = join(sessionFolder(env["XDG_RUNTIME_DIR"], uid), "virtray");
  const runtime = chooseRuntime(ownRuntime, runtimeRecord, uid);
  return {
    machines: join(data, "virtray/machines"),
    trash: join(data, "virtray/trash"),
    incoming: join(data, "virtray/incoming"),
    templates: join(data, "virtray/templates"),
    unfinished: join(data, "virtray/unfinished"),
    settingsFile: join(config, "virtray/settings.json"),
    cache: cacheFolder(env),
    runtime,
    runtimeRecord,
    switchFolder: join(runtime, "switch"),
  };
}

/**
 * Returns the folder of the processes of this login. One of another user counts as none, as the XDG
 * specification has it: `su` and `sudo` can leave the caller's in the environment.
 */
function sessionFolder(told: string | undefined, uid: number): string {
  const usual = join(tmpdir(), `virtray-runtime-${uid}`);
  const folder = baseFolder(told, usual);
  try {
    const owner = statSync(folder, { throwIfNoEntry: false })?.uid;
    if (owner === undefined || owner === uid) return folder;
  } catch {
    // It lies in a folder that this user may not even enter.
  }
  return usual;
}

/** Returns the runtime folder of one machine. */
export function machineRuntimeFolder(paths: Paths, id: string): string {
  return join(paths.runtime, id);
}

/** The bit by which only the owner of what lies in a folder may move it away, as in /tmp (inode(7)). */
const sticky = 0o1000;

/**
 * Makes a folder for sockets with mode 0700, its parents too, and refuses one that is not this
 * user's alone, or that others could put another in the place of: without XDG_RUNTIME_DIR it lies in
 * /tmp, where anybody may have made the folder above it before.
 */
export function makePrivateFolder(path: string, uid: number): Result<string> {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    const found = lstatSync(path);
    if (!found.isDirectory()) {
      return fail("runtime-folder-unsafe", { path, detail: "not-a-folder" });
    }
    if (found.uid !== uid) return fail("runtime-folder-unsafe", { path, detail: "foreign-owner" });
    if ((found.mode & 0o022) !== 0) {
      return fail("runtime-folder-unsafe", { path, detail: "others-may-write" });
    }
    // A user who may move a folder away may put another in its place, with all that is below. Above
    // the first one that is root's, all are; the root folder cannot be moved.
    let above = path;
    let owner = uid;
    while (owner === uid && dirname(above) !== "/") {
      above = dirname(realpathSync(above));
      const { uid: ofAbove, mode } = lstatSync(above);
      const isOurs = ofAbove === uid || ofAbove === 0;
      if (!isOurs || ((mode & 0o002) !== 0 && (mode & sticky) === 0)) {
        const detail = isOurs ? "others-may-write" : "foreign-owner";
        return fail("runtime-folder-unsafe", { path: above, detail });
      }
      owner = ofAbove;
    }
    return { ok: true, value: path };
  } catch (error) {
    return { ok: false, error: fileError(path, error) };
  }
}

/** Makes the folder for what runs, and records it for the user's other sessions. */
export function makeRuntime(
  { runtime, runtimeRecord }: Pick<Paths, "runtime" | "runtimeRecord">,
  uid: number,
): Result<string> {
  const made = makePrivateFolder(runtime, uid);
  if (made.ok) recordRuntime(runtimeRecord, runtime);
  return made;
}

/** Checks that a socket's path fits the kernel's limit. */
export function socketPath(path: string): Result<string> {
  return Buffer.byteLength(path) <= longestSocketPath
    ? { ok: true, value: path }
    : fail("path-too-long", { path, most: longestSocketPath });
}
