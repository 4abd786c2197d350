import { spawn } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import type { ViaNet } from "../../contract/lan/via.ts";
import { portOfProcess, type SwitchPort } from "../../core/lan/switch-ports.ts";
import { routerArguments } from "../../core/machine/router-args.ts";
import { qemuProgram } from "./process.ts";

/** A router by which packets of another computer's LAN leave this one, as this user's own. */
export interface FarRouter {
  /** Resolves once it has ended. */
  readonly ended: Promise<void>;
  stop(): void;
}

/** The time in ms that it has to plug itself in, on a busy computer. */
const startMs = 10_000;

/** Starts one, which ends with this process; `ports` lists those of its switch. Null: it failed. */
export async function startRouter(
  socketFolder: string,
  net: ViaNet,
  ports: () => Promise<readonly SwitchPort[] | null>,
): Promise<FarRouter | null> {
  const args = routerArguments(socketFolder, net);
  const child = spawn("setpriv", ["--pdeathsig", "KILL", qemuProgram, ...args], {
    stdio: "ignore",
  });
  let isOver = false;
  const ended = new Promise<void>((resolve) => {
    const end = () => {
      isOver = true;
      resolve();
    };
    child.once("error", end).once("exit", end);
  });
  const deadline = Date.now() + startMs;
  while (!isOver && Date.now() < deadline) {
    const present = (await ports()) ?? [];
    if (child.pid !== undefined && portOfProcess(present, child.pid) !== undefined) {
      return { ended, stop: () => void child.kill("SIGKILL") };
    }
    await delay(20);
  }
  child.kill("SIGKILL");
  return null;
}
