import { spawn } from "node:child_process";
import { constants } from "node:fs";
import { access, open } from "node:fs/promises";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import type { ShareObstacle } from "../../contract/errors/share.ts";
import { servedFolder } from "../../core/machine/share/guest-scripts.ts";
import { identifyProcess, type ProcessIdentity } from "../../system/process-identity.ts";
import { outliving } from "../process/close-inherited-files.ts";
import { findProgram } from "../process/find-program.ts";
import { runProgram } from "../process/run-program.ts";

/** The places of sftp-server: Debian's, Fedora's, Arch's, SUSE's. */
const places = [
  "/usr/lib/openssh/sftp-server",
  "/usr/libexec/openssh/sftp-server",
  "/usr/lib/ssh/sftp-server",
  "/usr/libexec/ssh/sftp-server",
];

async function findSftpServer(): Promise<string | null> {
  for (const path of places) {
    const isThere = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  return null;
}

/** Root keeps what it takes to read, make and own files of others; all else has no rights at all. */
const rootRights = ["CAP_DAC_OVERRIDE", "CAP_FOWNER", "CAP_CHOWN"];

/**
 * Builds the command that shows a program nothing but a folder and the system's programs, read-only. The
 * program dies with its parent.
 */
function shutIn(folder: string, readOnly: boolean): readonly string[] {
  const isRoot = process.getuid?.() === 0;
  return [
    "bwrap",
    ...(isRoot
      ? ["--cap-drop", "ALL", ...rootRights.flatMap((right) => ["--cap-add", right])]
      : ["--unshare-user"]),
    ...["--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts"],
    ...["--die-with-parent", "--clearenv", "--setenv", "LC_ALL", "C"],
    ...["/usr", "/lib", "/lib64", "/nix/store", "/gnu/store"].flatMap((each) => [
      "--ro-bind-try",
      each,
      each,
    ]),
    // The server wants to know its own user's name.
    ...["/etc/ld.so.cache", "/etc/passwd", "/etc/nsswitch.conf"].flatMap((each) => [
      "--ro-bind-try",
      each,
      each,
    ]),
    ...["--dev-bind", "/dev/null", "/dev/null"],
    ...[readOnly ? "--ro-bind" : "--bind", folder, servedFolder],
    ...["--chdir", servedFolder, "--"],
  ];
}

/** Returns what this computer lacks to serve files by ssh; null: nothing. */
export async function whyNoSftp(): Promise<ShareObstacle | null> {
  if ((await findSftpServer()) === null) return "no-sftp-server";
  if ((await findProgram("bwrap")) === null) return "no-bubblewrap";
  const [program = "", ...words] = [...shutIn("/usr/share", true), "true"];
  return (await runProgram(program, words)).ok ? null : "no-bubblewrap";
}

/** A folder that is served to a command in a guest. */
export interface ReversedFolder {
  readonly folder: string;
  readonly readOnly: boolean;
  /** The arguments of ssh for the command that is served on its standard streams. */
  readonly ssh: readonly string[];
  readonly log: string;
}

/**
 * Starts the first of two programs, and becomes the other one; each reads what the other one writes. The
 * number in front is that of the first one's words.
 */
const script = `count=$1; shift
first=("\${@:1:count}"); shift "$count"
coproc FIRST { exec "\${first[@]}"; }
exec "$@" <&"\${FIRST[0]}" >&"\${FIRST[1]}"`;

/**
 * Serves a folder to a command in a guest, by the streams of our own login there: nothing listens, here or
 * in the guest. The process that is returned is ssh; the server ends with it.
 */
export async function startReverseSftp({
  folder,
  readOnly,
  ssh,
  log,
}: ReversedFolder): Promise<Result<ProcessIdentity>> {
  const server = await findSftpServer();
  if (server === null) {
    return fail("program-missing", { program: "sftp-server", package: "openssh-sftp-server" });
  }
  const serving = [
    ...[...shutIn(folder, readOnly), server, "-e", "-d", servedFolder],
    ...(readOnly ? ["-R"] : []),
  ];
  const [file, words] = outliving("/bin/bash", [
    ...["--norc", "--noprofile", "-c", script, "virtray", String(serving.length), ...serving],
    ...["ssh", "-T", "-o", "LogLevel=ERROR", "-o", "BatchMode=yes", "-o", "ConnectTimeout=10"],
    // A guest that was switched off says nothing: the connection ends by itself.
    ...["-o", "ServerAliveInterval=5", "-o", "ServerAliveCountMax=3", ...ssh],
  ]);
  const output = await open(log, "w", 0o600);
  const child = spawn(file, words, {
    detached: true,
    stdio: ["ignore", output.fd, output.fd],
    cwd: "/",
  });
  child.once("error", () => {});
  child.unref();
  await output.close();
  const identity = await identifyProcess(child.pid ?? 0);
  return identity === null
    ? fail("program-failed", { program: "ssh", detail: "ended-at-once" })
    : ok(identity);
}
