import { spawn } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { electronRuntime } from "../../build/electron/runtime.mjs";
import { projectFolder } from "../../build/project.mjs";
import { startAgain } from "../rig/app/real-app.ts";
import { makeInstance } from "../rig/command.ts";
import { startDesktop } from "../rig/desktop/desktop.ts";
import { type StandInPanel, startStandInPanel } from "../rig/desktop/stand-in-panel.ts";
import { endChild } from "../rig/end-child.ts";
import { until } from "../rig/until.ts";
import { makeBareApp } from "./bare-app.ts";
import type { Figure } from "./figure.ts";

/** The limit of memory beyond Electron itself, in MiB. */
const allowance = 40;

/**
 * Measures the memory of all the app's processes with both windows open, against a bare Electron.
 */
export async function benchMemory(): Promise<readonly Figure[]> {
  const instance = makeInstance();
  const desktop = await startDesktop({});
  const panel = await startStandInPanel(desktop.env.DBUS_SESSION_BUS_ADDRESS);
  const bareFolder = makeBareApp();
  const env = { ...instance.env, ...desktop.env, ELECTRON_DISABLE_SANDBOX: "1" };
  try {
    const bareMemory = await memoryOf(bareFolder, env, panel, async () => {});
    // The app is not driven from outside, which would need memory of its own.
    const ownMemory = await memoryOf(projectFolder, env, panel, async () => {
      await startAgain(env);
      await panel.click();
    });
    return [
      {
        what: "memory with both windows open, beyond a bare Electron's with two",
        value: ownMemory - bareMemory,
        most: allowance,
        unit: "MiB",
        beside: `PSS, ${ownMemory.toFixed(0)} against ${bareMemory.toFixed(0)} MiB`,
      },
    ];
  } finally {
    panel.close();
    await desktop.close();
    rmSync(bareFolder, { recursive: true, force: true });
    await instance.close();
  }
}

/** Measures the memory of an app with its windows open; `openWindows` opens the missing ones. */
async function memoryOf(
  folder: string,
  env: NodeJS.ProcessEnv,
  panel: StandInPanel,
  openWindows: () => Promise<void>,
): Promise<number> {
  const { path } = await electronRuntime();
  const known = panel.icons().length;
  const running = spawn(path, [folder], { env, stdio: "ignore" });
  await panel.nextIcon(known);
  await openWindows();
  const memory = await settledMemory(running.pid ?? 0);
  await endChild(running);
  return memory;
}

/** How long (ms) the memory must stay within `steadyMiB` to count as settled. */
const steadyMs = 4000;
const steadyMiB = 2;

/**
 * Returns the MiB of a process and all its descendants, once both windows are there and the figure
 * is steady.
 */
async function settledMemory(pid: number): Promise<number> {
  let steady: { readonly since: number; readonly least: number; readonly most: number } | null =
    null;
  return until("the memory to settle", () => {
    const pids = descendants(pid);
    if (pids.filter(isWindow).length < 2) return null;
    const now = pids.reduce((sum, each) => sum + pss(each), 0);
    steady ??= { since: Date.now(), least: now, most: now };
    steady = { ...steady, least: Math.min(steady.least, now), most: Math.max(steady.most, now) };
    if (steady.most - steady.least >= steadyMiB) steady = null;
    return steady !== null && Date.now() - steady.since >= steadyMs ? now : null;
  });
}

/** Tells whether a process draws a window's page. */
function isWindow(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("--type=renderer");
  } catch {
    return false;
  }
}

/**
 * Returns the proportional set size in MiB (proc(5), /proc/PID/smaps_rollup); 0 for an ended
 * process.
 */
export function pss(pid: number): number {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
    return Number(/^Pss: +(\d+) kB$/m.exec(text)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** Returns a process and all its descendants. */
function descendants(pid: number): readonly number[] {
  const parents = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const fields = readFileSync(`/proc/${name}/stat`, "utf8").split(") ").at(-1)?.split(" ");
        return [[Number(name), Number(fields?.[1])] as const];
      } catch {
        return [];
      }
    });
  const below = (parent: number): readonly number[] => [
    parent,
    ...parents.filter(([, of]) => of === parent).flatMap(([child]) => below(child)),
  ];
  return below(pid);
}
