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

/**
 * The command for a program that outlives us. Chromium leaves some of its files open across
 * exec, and Node cannot close them: a daemon would hold the app's display, bus and locks for as
 * long as it lives, and a killed app would stay on the screen.
 */
export function outliving(program: string, args: readonly string[]): readonly [string, string[]] {
  return ["/bin/bash", ["--norc", "--noprofile", "-c", script, "virtray", program, ...args]];
}
