import type { GuestPath } from "./guest-path.ts";

/** The exit codes by which our commands in a guest tell what is wrong. */
export const guestFaults = { missing: 93, folder: 94, parentMissing: 95 } as const;

/**
 * Returns a command for ssh, which hands it to whatever shell the user in the guest has: a POSIX
 * shell runs the script, and values are its arguments.
 */
function inShell(script: string, ...values: readonly string[]): string {
  const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
  return ["exec sh -c", ...[script, "sh", ...values].map(quoted)].join(" ");
}

/**
 * Unpacks an archive from standard input. The first line of the answer is `d` if the path is a
 * folder, into which it is unpacked, or else `n`: then it is unpacked beside the path.
 */
export function receiveCommand({ whole, parent }: GuestPath): string {
  const script = `if [ -d "$1" ]; then cd "$1" && echo d; elif [ -d "$2" ]; then cd "$2" && echo n; else exit ${guestFaults.parentMissing}; fi && exec tar -xf -`;
  return inShell(script, whole, parent);
}

/**
 * Packs a file, or a folder's content, to standard output. tar is in every guest, down to busybox;
 * scp and sftp-server are not.
 */
export function sendCommand({ whole, parent, base }: GuestPath, recursive: boolean): string {
  const script = `if [ -d "$1" ]; then [ "$4" = r ] || exit ${guestFaults.folder}; cd "$1" && exec tar -cf - .; elif [ -e "$1" ]; then cd "$2" && exec tar -chf - "./$3"; else exit ${guestFaults.missing}; fi`;
  return inShell(script, whole, parent, base, recursive ? "r" : "f");
}

/** Writes standard input to a file. */
export function writeCommand({ whole, parent }: GuestPath): string {
  const script = `[ ! -d "$1" ] || exit ${guestFaults.folder}; [ -d "$2" ] || exit ${guestFaults.parentMissing}; exec cat >"$1"`;
  return inShell(script, whole, parent);
}

/** Writes a file to standard output. */
export function readCommand({ whole }: GuestPath): string {
  const script = `[ -e "$1" ] || exit ${guestFaults.missing}; [ ! -d "$1" ] || exit ${guestFaults.folder}; exec cat <"$1"`;
  return inShell(script, whole);
}
