import { spawn } from "node:child_process";
import { once } from "node:events";

/** A QEMU that is just being started can be waited for only, in tries of a second. */
const mostTries = 20;

/**
 * Reads until its standard input ends, which is when the process that started it has closed it, or is
 * gone. The last line is the process to end first. A machine that is not there may have left a draft,
 * whose names are the pattern `drafts`. A fixed text: all words come as arguments.
 */
const script = `process=
while read -r line; do process=$line; done
[ -z "$process" ] || kill "$process"
name=$1 folder=$2 drafts=$3; shift 3
tries=${mostTries}
"$@" kill "$name"
until "$@" delete "$name"; do
  "$@" show "$name" || { rm -rf -- "$folder"/$drafts; exit 0; }
  tries=$((tries - 1)); [ "$tries" -gt 0 ] || exit 1
  sleep 1; "$@" kill "$name"
done
"$@" trash empty "$name"`;

/** A machine that is removed at the end. */
interface Removal {
  /** Has a process of ours ended first if we are killed; one that uses our terminal would stay there. */
  begun(pid: number): void;
  /** Removes the machine now, and ends when that is done; true if it is gone. */
  finish(): Promise<boolean>;
}

/**
 * Has a machine removed for good once this program has ended, however it does: a shell in a session of
 * its own waits for the end of a pipe that we hold. `command` runs virtray, `folder` holds the machines, and
 * `drafts` is the pattern of the names that those have while they are made.
 */
export function removeAfterUs(
  command: readonly string[],
  name: string,
  { folder, drafts }: { readonly folder: string; readonly drafts: string },
): Removal {
  const words = [name, folder, drafts, ...command];
  const child = spawn("/bin/sh", ["-c", script, "virtray", ...words], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
    cwd: "/",
  });
  const ended = once(child, "exit");
  // Without a shell nothing is removed, which the end tells.
  ended.catch(() => {});
  child.stdin.on("error", () => {});
  return {
    begun(pid) {
      child.stdin.write(`${pid}\n`);
    },
    async finish() {
      // An empty line: our processes have ended, and their numbers may be others' soon.
      child.stdin.end("\n");
      const [code] = (await ended.catch(() => [1])) as [number | null];
      return code === 0;
    },
  };
}

/** The work of another process that waits for our end. */
export interface WorkAfterUs {
  /** Tells the other process that it need not do the work any more. */
  spare(): void;
  /** Has the other process do it now, whether we end or not. */
  now(): void;
}

/** Runs its arguments once its standard input ends, unless the last line there is a word. */
const orElse = `last=
while read -r line; do last=$line; done
[ -n "$last" ] || exec "$@"`;

/** Has a command of Node's run once this program has ended, however it does, unless that is spared. */
export function runAfterUs(command: readonly string[]): WorkAfterUs {
  const child = spawn("/bin/sh", ["-c", orElse, "virtray", ...command], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
    cwd: "/",
    env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" },
  });
  child.on("error", () => {});
  child.stdin.on("error", () => {});
  return {
    spare: () => void child.stdin.end("spared\n"),
    now() {
      child.stdin.end();
      child.unref();
    },
  };
}
