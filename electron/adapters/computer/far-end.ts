import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { beatMs } from "../../contract/computer/cable.ts";

/** So many beats may be missing before the other end counts as gone. */
const missedBeats = 4;

/**
 * Plugs our standard streams, which ssh carries, into a switch; resolves once the other end is gone,
 * also if it vanished without a word. Nothing else may read these streams.
 */
export function plugStreamsIn(socketFolder: string): Promise<void> {
  const child = spawn("setpriv", ["--pdeathsig", "KILL", "vde_plug", socketFolder], {
    stdio: ["inherit", "inherit", "ignore"],
  });
  return new Promise((resolve) => {
    let heard = 0;
    let missed = 0;
    const watch = setInterval(async () => {
      // It reads from the other end alone: frames of the switch are received, which counts elsewhere.
      const now = await bytesRead(child.pid ?? 0);
      missed = now === heard ? missed + 1 : 0;
      heard = now;
      if (missed >= missedBeats) child.kill("SIGKILL");
    }, beatMs);
    const end = () => {
      clearInterval(watch);
      resolve();
    };
    child.once("error", end).once("exit", end);
  });
}

/** Returns how many bytes a process has read so far (proc_pid_io(5)). */
async function bytesRead(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/io`, "utf8").catch(() => "");
  return Number(/^rchar: (\d+)$/m.exec(text)?.[1] ?? 0);
}
