import { type ChildProcess, spawn } from "node:child_process";
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { electronRuntime } from "../../build/electron/runtime.mjs";
import { projectFolder } from "../../build/project.mjs";
import { makeInstance } from "../rig/command.ts";
import { startDesktop } from "../rig/desktop/desktop.ts";
import { startStandInPanel } from "../rig/desktop/stand-in-panel.ts";
import { endChild } from "../rig/end-child.ts";
import type { Figure } from "./figure.ts";
import { startMachines } from "./start-machines.ts";

const seconds = 60;
/** Seconds until the work after a start has settled. */
const settling = 10;
/** Clock ticks in a second in /proc/PID/stat (proc(5); USER_HZ is 100 on x86 and ARM). */
export const ticks = 100;

/** Measures a bare app with one hidden window, as Electron's own share. */
const bareApp = `
const { app, BrowserWindow } = require("electron");
app.whenReady().then(() => new BrowserWindow({ show: false }).loadURL("data:text/html,bare"));
`;

/** Measures all processes of the app, netd and the supervisor included, with five idle machines. */
export async function benchIdle(): Promise<readonly Figure[]> {
  const { path: electron } = await electronRuntime();
  const instance = makeInstance();
  const desktop = await startDesktop({});
  const panel = await startStandInPanel(desktop.env.DBUS_SESSION_BUS_ADDRESS);
  const bareFolder = mkdtempSync(join(tmpdir(), "bare-"));
  writeFileSync(join(bareFolder, "package.json"), '{"name":"bare","main":"main.js"}');
  writeFileSync(join(bareFolder, "main.js"), bareApp);
  const env = { ...instance.env, ...desktop.env, ELECTRON_DISABLE_SANDBOX: "1" };
  let running: ChildProcess | null = null;
  try {
    running = spawn(electron, [bareFolder], { env, stdio: "ignore" });
    const bare = await share(() => pidsOf(electron));
    await endChild(running);
    await startMachines(instance, 5);
    running = spawn(electron, [projectFolder], { env, stdio: "ignore" });
    await panel.nextIcon();
    const own = await share(() => [
      ...pidsOf(electron),
      ...pidsWith("netd.js"),
      ...pidsWith("supervisor.js"),
    ]);
    return [
      {
        what: "the idle app with five running machines",
        value: own,
        most: 0.5,
        unit: "% of a core",
        beside: `${seconds} s; a bare Electron: ${bare.toFixed(2)} %`,
      },
    ];
  } finally {
    if (running !== null) await endChild(running);
    panel.close();
    await desktop.close();
    rmSync(bareFolder, { recursive: true, force: true });
    await instance.close();
  }
}

/** Returns the per cent of a core that some processes use together. */
async function share(pids: () => readonly number[]): Promise<number> {
  await sleep(settling * 1000);
  const before = ticksOf(pids());
  await sleep(seconds * 1000);
  return ((ticksOf(pids()) - before) / ticks / seconds) * 100;
}

/** Returns the clock ticks that processes have taken so far. */
export function ticksOf(pids: readonly number[]): number {
  return [...new Set(pids)].reduce((sum, pid) => {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
    // utime and stime are fields 14 and 15; the split begins with field 3.
    return sum + Number(fields[11]) + Number(fields[12]);
  }, 0);
}

/** Returns every process of this process namespace whose program is the given one. */
function pidsOf(program: string): readonly number[] {
  return pidsWhere((pid) => readlinkSync(`/proc/${pid}/exe`) === program);
}

/** Returns every process of this process namespace with a word in its command line. */
export function pidsWith(word: string): readonly number[] {
  return pidsWhere((pid) => readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(word));
}

function pidsWhere(matches: (pid: number) => boolean): readonly number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return matches(pid);
      } catch {
        // The process has ended, or is a kernel thread.
        return false;
      }
    });
}
