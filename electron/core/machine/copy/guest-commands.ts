import type { GuestPath } from "./guest-path.ts";
import { blockBytes } from "./part.ts";

/** The exit codes by which our commands in a guest tell what is wrong. */
export const guestFaults = {
  missing: 93,
  folder: 94,
  parentMissing: 95,
  /** Less came than was to come. */
  cut: 96,
  /** A part is not the beginning of the file. */
  different: 97,
  /** Nothing there makes a sum. */
  unproven: 98,
} as const;

/**
 * Returns a command for ssh, which hands it to whatever shell the user in the guest has: a POSIX
 * shell runs the script, and values are its arguments.
 */
function inShell(script: string, ...values: readonly string[]): string {
  const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
  return ["exec sh -c", ...[script, "sh", ...values].map(quoted)].join(" ");
}

/** Puts what has arrived in the folder `$r` to its place; a folder that is there already is filled. */
const settle = [
  `for f in "$r"/* "$r"/.[!.]* "$r"/..?*; do [ -e "$f" ] || [ -h "$f" ] || continue; t="./\${f##*/}"`,
  `if [ -d "$f" ] && [ ! -h "$f" ]; then if [ -d "$t" ]; then (cd "$f" && tar -cf - .) | (cd "$t" && tar -xf -) || exit 1; else mv -f "$f" "$t" || exit 1; fi`,
  `elif [ -h "$t" ] && ! rm -f "$t"; then exit 1`,
  `elif [ -d "$t" ]; then exit ${guestFaults.folder}`,
  `else mv -f "$f" "$t" || exit 1; fi; done`,
].join("; ");

/**
 * Unpacks an archive from standard input. The first line of the answer is `d` if the path is a
 * folder, into which it is unpacked, or else `n`: then it is unpacked beside the path. It takes shape in a
 * folder of its own, so that nothing of a cut archive is left; where none can be created, only a
 * folder in that folder may be written to.
 */
export function receiveCommand({ whole, parent }: GuestPath): string {
  const script = [
    `if [ -d "$1" ]; then cd "$1" && echo d; elif [ -d "$2" ]; then cd "$2" && echo n; else exit ${guestFaults.parentMissing}; fi || exit 1`,
    `r="./.virtray-copy-$$"; mkdir -m 700 "$r" 2>/dev/null || exec tar -xf -`,
    `trap 'rm -rf "$r"' EXIT; trap "exit 1" HUP INT PIPE TERM`,
    `(cd "$r" && exec tar -xf -) || exit 1`,
    settle,
  ].join("; ");
  return inShell(script, whole, parent);
}

/** A file that is received by itself: where it goes, and what it is to be. */
export interface ReceivedFile {
  readonly folder: string;
  readonly name: string;
  /** The name under which it arrives. */
  readonly part: string;
  readonly size: number;
  readonly mode: number;
  /** As `touch -t` takes it, in UTC. */
  readonly time: string;
}

/**
 * Receives a large file under the name of its part, and gives it its own name once it is whole. The answer
 * is a line with length, blocks and sum of the part that is there; it then reads a line with the blocks that are kept
 * of that, and the content after these. Writing at an offset, it is not in the way of an earlier copying whose end the
 * guest has not heard of yet.
 */
export function receivePartCommand(file: ReceivedFile): string {
  const script = [
    `cd "$1" || exit ${guestFaults.parentMissing}`,
    `t="./$2"; p="./$3"; [ ! -d "$t" ] || [ -h "$t" ] || exit ${guestFaults.folder}`,
    'size() { set -f; set -- $(ls -lnd "$1"); echo "$5"; }',
    "s=0; k=0; h=none",
    `if [ -f "$p" ] && [ ! -h "$p" ]; then s=$(size "$p"); k=$((s / ${blockBytes})); if [ $k -gt 0 ] && command -v sha256sum >/dev/null 2>&1; then h=$(dd if="$p" bs=${blockBytes} count=$k 2>/dev/null | sha256sum); h="\${h%% *}"; fi; fi`,
    `echo "$s $k $h"; read -r k || exit ${guestFaults.cut}`,
    `u=$(umask); umask 077; [ "$k" -gt 0 ] || rm -f "$p" || exit 1`,
    // Not every dd can bring a file to the disk before it ends.
    `c=notrunc,fsync; dd if=/dev/null of="$p" conv=$c 2>/dev/null || c=notrunc`,
    `m=$(LC_ALL=C dd of="$p" bs=${blockBytes} seek="$k" conv=$c 2>&1) || { echo "$m" | head -n 1 >&2; exit 1; }`,
    `[ "$(size "$p")" = "$4" ] || exit ${guestFaults.cut}`,
    // tar, too, applies the user's mask for everybody but root.
    `m=$5; [ "$(id -u)" = 0 ] || m=$(printf %o $((0$m & ~0$u)))`,
    `chmod "$m" "$p" && TZ=UTC0 touch -t "$6" "$p" || exit 1`,
    `[ ! -h "$t" ] || rm -f "$t"; mv -f "$p" "$t"`,
  ].join("; ");
  const facts = [String(file.size), file.mode.toString(8), file.time];
  return inShell(script, file.folder, file.name, file.part, ...facts);
}

/**
 * Writes a file without its first blocks to standard output, after an empty line, if these have the sum.
 */
export function sendRestCommand({ whole }: GuestPath, blocks: number, sha256: string): string {
  const script = [
    `[ -f "$1" ] || exit ${guestFaults.missing}`,
    `command -v sha256sum >/dev/null 2>&1 || exit ${guestFaults.unproven}`,
    `h=$(dd if="$1" bs=${blockBytes} count="$2" 2>/dev/null | sha256sum)`,
    `[ "\${h%% *}" = "$3" ] || exit ${guestFaults.different}`,
    `echo; exec dd if="$1" bs=${blockBytes} skip="$2" 2>/dev/null`,
  ].join("; ");
  return inShell(script, whole, String(blocks), sha256);
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
