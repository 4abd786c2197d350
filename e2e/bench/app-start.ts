import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { electronRuntime } from "../../build/electron/runtime.mjs";
import { projectFolder } from "../../build/project.mjs";
import { watchMappedWindows } from "../rig/app/mapped-windows.ts";
import { makeInstance } from "../rig/command.ts";
import { startDesktop } from "../rig/desktop/desktop.ts";
import { startStandInPanel } from "../rig/desktop/stand-in-panel.ts";
import { endChild } from "../rig/end-child.ts";
import { makeBareApp } from "./bare-app.ts";
import { type Figure, median } from "./figure.ts";

const rounds = 9;

/** The widths of the popover and of the bare app's smaller window, in pixels. */
const leastWidth = 360;

interface Start {
  /** Milliseconds until the icon is in the tray. */
  readonly icon: number;
  /** Milliseconds until a window is on the screen. */
  readonly window: number;
}

/**
 * Measures the time until the icon is in the tray, and until the popover answers a click on it that
 * comes at once. The reference is a bare Electron: its time to its icon and to its first window, in
 * turns.
 */
export async function benchAppStart(): Promise<readonly Figure[]> {
  const instance = makeInstance();
  const desktop = await startDesktop({});
  const panel = await startStandInPanel(desktop.env.DBUS_SESSION_BUS_ADDRESS);
  const windows = await watchMappedWindows(desktop.env.DISPLAY);
  const bareFolder = makeBareApp();
  const env = { ...instance.env, ...desktop.env, ELECTRON_DISABLE_SANDBOX: "1" };
  const { path } = await electronRuntime();

  async function start(folder: string, click: () => Promise<void>): Promise<Start> {
    const known = panel.icons().length;
    const seen = windows.next(leastWidth).then(() => performance.now());
    const started = performance.now();
    const running = spawn(path, [folder], { env, stdio: "ignore" });
    await panel.nextIcon(known);
    const icon = performance.now() - started;
    await click();
    const window = (await seen) - started;
    await endChild(running);
    return { icon, window };
  }

  try {
    const [own, bare]: [Start[], Start[]] = [[], []];
    for (let round = 0; round < rounds; round++) {
      bare.push(await start(bareFolder, async () => {}));
      own.push(await start(projectFolder, panel.click));
    }
    const compare = (part: keyof Start) => {
      const [ours, theirs] = [own, bare].map((starts) => median(starts.map((each) => each[part])));
      return {
        value: (ours ?? Number.NaN) / (theirs ?? Number.NaN),
        unit: "times",
        beside: `${ours?.toFixed(0)} ms against ${theirs?.toFixed(0)} ms, medians of ${rounds}`,
      };
    };
    return [
      {
        what: "start until the icon is in the tray, against a bare Electron",
        most: 1.3,
        ...compare("icon"),
      },
      {
        what: "start until a click on the icon is answered, against a bare Electron's first window",
        most: 2,
        ...compare("window"),
      },
    ];
  } finally {
    windows.close();
    panel.close();
    await desktop.close();
    rmSync(bareFolder, { recursive: true, force: true });
    await instance.close();
  }
}
