import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { electronRuntime } from "../../build/electron/runtime.mjs";
import { projectFolder } from "../../build/project.mjs";
import { makeInstance } from "../rig/command.ts";
import { clicksToPicture, writeBareApp } from "../rig/desktop/click-to-picture.ts";
import { firstTrayIcon, startDesktop } from "../rig/desktop/desktop.ts";
import type { Desktop } from "../rig/desktop/desktop-type.ts";
import type { TrayHostName } from "../rig/desktop/tray-hosts.ts";
import { endChild } from "../rig/end-child.ts";
import { type Figure, median } from "./figure.ts";

const rounds = 25;

/** A column of the screen's pixels that the popover's green button crosses, below the panel. */
const column = { x: 188, y: 40, height: 560 } as const;

/** The panels whose icon is clicked, and what they are called. */
const panels: readonly (readonly [TrayHostName, string])[] = [
  ["xfce", "Xfce"],
  ["mate", "MATE"],
];

/**
 * Measures from the click on the icon in the panels of X11 until the popover's picture is on the
 * screen, against a window of a bare Electron.
 */
export async function benchClickToPicture(): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const [tray, name] of panels) figures.push(await benchOn(tray, name));
  return figures;
}

async function benchOn(tray: TrayHostName, name: string): Promise<Figure> {
  const instance = makeInstance();
  const bareFolder = mkdtempSync(join(tmpdir(), "bare-"));
  writeBareApp(bareFolder, { x: 8, y: 36 });
  const desktop = await startDesktop({ tray });
  try {
    const env = { ...instance.env, ...desktop.env, ELECTRON_DISABLE_SANDBOX: "1" };
    const theirs = median(await clickToPicture(desktop, bareFolder, env));
    const ours = median(await clickToPicture(desktop, projectFolder, env));
    return {
      what: `click on ${name}'s icon until the popover's picture, against a bare Electron's window`,
      value: ours / theirs,
      most: 1.5,
      unit: "times",
      beside: `${ours.toFixed(0)} ms against ${theirs.toFixed(0)} ms, medians of ${rounds}`,
    };
  } finally {
    await desktop.close();
    rmSync(bareFolder, { recursive: true, force: true });
    await instance.close();
  }
}

/** Returns the milliseconds from click to picture, several times in a row, in an app of its own. */
async function clickToPicture(
  { env: { DISPLAY: display }, pointer }: Desktop,
  folder: string,
  env: NodeJS.ProcessEnv,
): Promise<readonly number[]> {
  const { path } = await electronRuntime();
  const app = spawn(path, [folder], { env, stdio: "ignore" });
  const { x, y } = firstTrayIcon;
  const click = () => pointer("mousemove", String(x), String(y), "click", "1");
  try {
    return await clicksToPicture({ display, column, click }, rounds);
  } finally {
    await endChild(app);
  }
}
