import { readdir, readFile } from "node:fs/promises";
import { parseStat } from "../../system/process-identity.ts";
import { readArguments, signalProcess } from "../process/process-identity.ts";

/** Processes by the number of their parent (field 4 of /proc/PID/stat, proc(5)). */
async function readChildren(): Promise<ReadonlyMap<number, readonly number[]>> {
  const children = new Map<number, number[]>();
  for (const name of await readdir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const text = await readFile(`/proc/${name}/stat`, "utf8").catch(() => "");
    const parent = Number(text.slice(text.lastIndexOf(")") + 2).split(" ")[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  return children;
}

/**
 * Ends a prompt that is not answered. sudo-prompt gives no handle of its process, so it is found
 * among this process's descendants, by the command that would have become root; until then pkexec
 * has the user's real user id, and may be killed.
 */
export async function endPrompt(command: string): Promise<void> {
  const children = await readChildren();
  const below = (pid: number): readonly number[] =>
    (children.get(pid) ?? []).flatMap((child) => [...below(child), child]);
  for (const child of children.get(process.pid) ?? []) {
    if (!(await readArguments(child)).join(" ").includes(command)) continue;
    for (const pid of [...below(child), child]) {
      const found = parseStat(await readFile(`/proc/${pid}/stat`, "utf8").catch(() => ""));
      // A process that has become root in between goes on: it was allowed after all.
      if (found !== null) await signalProcess(found, "SIGTERM");
    }
  }
}
