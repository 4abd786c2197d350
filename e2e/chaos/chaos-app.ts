import { type ChildProcess, spawn } from "node:child_process";
import { electronRuntime } from "../../build/electron/runtime.mjs";
import { projectFolder } from "../../build/project.mjs";
import { startRealApp } from "../rig/app/real-app.ts";
import type { Instance } from "../rig/command.ts";
import { startDesktop } from "../rig/desktop/desktop.ts";
import type { Desktop } from "../rig/desktop/desktop-type.ts";
import { endChild } from "../rig/end-child.ts";

/** The real app on a display of its own; the run kills it and starts it again. */
export interface ChaosApp {
  isRunning(): boolean;
  /** Starts it, without waiting: the next act may hit it at any point of its start. */
  start(): void;
  /** Kills it, as a crash does. */
  kill(): Promise<void>;
  /** Ends it if it runs, starts it again, and waits until it shows all machines running. */
  showsAllRunning(count: number): Promise<void>;
  close(): Promise<void>;
}

/** Prepares the built app inside the sandbox as root; it is not running yet. */
export async function makeChaosApp(instance: Instance): Promise<ChaosApp> {
  const desktop: Desktop = await startDesktop({});
  const { path } = await electronRuntime();
  const env = { ...instance.env, ...desktop.env, ELECTRON_DISABLE_SANDBOX: "1" };
  let child: ChildProcess | null = null;
  const isRunning = () => child !== null && child.exitCode === null && child.signalCode === null;
  const end = async () => {
    if (child !== null) await endChild(child);
    child = null;
  };
  return {
    isRunning,
    start() {
      child = spawn(path, [projectFolder], { env, stdio: "ignore" });
    },
    async kill() {
      child?.kill("SIGKILL");
      await end();
    },
    async showsAllRunning(count) {
      await end();
      const app = await startRealApp({ ...instance.env, ...desktop.env });
      try {
        const popover = await app.popover();
        await popover.getByText(`${count} running of ${count}`).waitFor({ timeout: 60_000 });
        await popover.getByText("LAN on", { exact: true }).waitFor();
      } finally {
        await app.close();
      }
    },
    async close() {
      await end();
      await desktop.close();
    },
  };
}
