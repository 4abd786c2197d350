import { spawn } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";

/** A program that serves until it is stopped or this process ends. */
export interface TiedServer {
  /** Resolves once it has ended. */
  readonly ended: Promise<void>;
  stop(): void;
}

/** The time in ms that it has to serve, on a busy computer. */
const startMs = 10_000;

/**
 * Starts a program that ends with this process, however that ends, and waits until it serves. Its standard
 * input stays open and is empty.
 * @param serves whether it does; null while that is not known
 * @returns null if it ended, does not serve, or took too long
 */
export async function startTied(
  command: readonly string[],
  serves: (pid: number) => Promise<boolean | null>,
): Promise<TiedServer | null> {
  const child = spawn("setpriv", ["--pdeathsig", "KILL", ...command], {
    stdio: ["pipe", "ignore", "ignore"],
  });
  child.stdin.on("error", () => {});
  let isOver = false;
  const ended = new Promise<void>((resolve) => {
    const end = () => {
      isOver = true;
      resolve();
    };
    child.once("error", end).once("exit", end);
  });
  const stop = () => void child.kill("SIGKILL");
  const deadline = Date.now() + startMs;
  while (!isOver && child.pid !== undefined && Date.now() < deadline) {
    const isServing = await serves(child.pid);
    if (isServing === true) return { ended, stop };
    if (isServing === false) break;
    await delay(20);
  }
  stop();
  return null;
}
