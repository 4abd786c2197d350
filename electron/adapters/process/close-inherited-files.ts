import { readdirSync, readFileSync } from "node:fs";

/**
 * Closes every inherited file but the standard streams, then becomes the program in its
 * arguments. A fixed text: nothing of anybody's is ever spliced in.
 */
const script = `for fd in /proc/self/fd/*; do
  fd=\${fd##*/}
  [ "$fd" -gt 2 ] && exec {fd}>&-
done
exec "$@"`;

/** The exit code when the program is not there (bash(1), "Exit status"). */
export const notFound = 127;

/** The flag of a file that is closed at exec, as /proc/PID/fdinfo shows it: octal (proc(5)). */
const closeOnExec = 0o2000000;

/** Returns whether a child would get files of ours besides the standard streams. */
function leavesFilesOpen(): boolean {
  const files = openFiles();
  // Without an answer it counts as closed.
  if (files === null) return true;
  return files.some((fd) => {
    if (Number(fd) <= 2) return false;
    try {
      const flags = /^flags:\s+(\d+)$/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, "utf8"))?.[1];
      return (Number.parseInt(flags ?? "0", 8) & closeOnExec) === 0;
    } catch {
      // The one by which the folder was read: it is closed again.
      return false;
    }
  });
}

/**
 * Returns the command for a program that outlives this one, with inherited files closed: Chromium
 * leaves some open across exec, and a daemon would hold the app's display, bus and locks. Bash does
 * it in 4 ms, and is used only if there are any.
 */
export function outliving(program: string, args: readonly string[]): readonly [string, string[]] {
  return leavesFilesOpen()
    ? ["/bin/bash", ["--norc", "--noprofile", "-c", script, "virtray", program, ...args]]
    : [program, [...args]];
}

/** Lists our open files by their numbers; null where that cannot be told. */
function openFiles(): readonly string[] | null {
  try {
    return readdirSync("/proc/self/fd");
  } catch {
    return null;
  }
}
