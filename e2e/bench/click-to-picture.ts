/// <reference path="../../electron/adapters/desktop/x11.d.ts" />

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient, type Display } from "x11";
import { electronRuntime } from "../../build/electron/runtime.mjs";
import { projectFolder } from "../../build/project.mjs";
import { makeInstance } from "../rig/command.ts";
import { firstTrayIcon, startDesktop } from "../rig/desktop/desktop.ts";
import type { Desktop } from "../rig/desktop/desktop-type.ts";
import { endChild } from "../rig/end-child.ts";
import { until } from "../rig/until.ts";
import { type Figure, median } from "./figure.ts";

const rounds = 25;

/** A column of the screen's pixels that the popover's green button crosses, below Xfce's panel. */
const column = { x: 188, y: 40, height: 560 } as const;
/** ZPixmap (X.h), the format of an image with whole pixels. */
const zPixmap = 2;

/** An app that shows a prepared window of the button's colour at the popover's position. */
const bareProgram = `
const { app, BrowserWindow, nativeImage, Tray } = require("electron");
app.whenReady().then(() => {
  const window = new BrowserWindow({
    x: 8, y: 36, width: 360, height: 580, show: false, frame: false, alwaysOnTop: true,
  });
  window.loadURL("data:text/html,<body style='background:%230f766e'>");
  globalThis.tray = new Tray(nativeImage.createFromPath(${JSON.stringify(join(projectFolder, "out/assets/app-128.png"))}));
  tray.on("click", () => (window.isVisible() ? window.hide() : window.show()));
});
`;

/**
 * Measures from the click on the icon in Xfce's panel until the popover's picture is on the screen,
 * against a window of a bare Electron.
 */
export async function benchClickToPicture(): Promise<readonly Figure[]> {
  const instance = makeInstance();
  const bareFolder = mkdtempSync(join(tmpdir(), "bare-"));
  writeFileSync(join(bareFolder, "package.json"), '{"name":"bare","main":"main.js"}');
  writeFileSync(join(bareFolder, "main.js"), bareProgram);
  const desktop = await startDesktop({ tray: "xfce" });
  try {
    const env = { ...instance.env, ...desktop.env, ELECTRON_DISABLE_SANDBOX: "1" };
    const theirs = median(await clickToPicture(desktop, bareFolder, env));
    const ours = median(await clickToPicture(desktop, projectFolder, env));
    return [
      {
        what: "click on Xfce's icon until the popover's picture, against a bare Electron's window",
        value: ours / theirs,
        most: 1.5,
        unit: "times",
        beside: `${ours.toFixed(0)} ms against ${theirs.toFixed(0)} ms, medians of ${rounds}`,
      },
    ];
  } finally {
    await desktop.close();
    rmSync(bareFolder, { recursive: true, force: true });
    await instance.close();
  }
}

/** Returns the milliseconds from click to picture, several times in a row, in an app of its own. */
async function clickToPicture(
  desktop: Desktop,
  folder: string,
  env: NodeJS.ProcessEnv,
): Promise<readonly number[]> {
  const display = await connect(desktop.env.DISPLAY);
  const { path } = await electronRuntime();
  const app = spawn(path, [folder], { env, stdio: "ignore" });
  const isGreen = () => isGreenSomewhere(display);
  const click = () =>
    desktop.pointer("mousemove", String(firstTrayIcon.x), String(firstTrayIcon.y), "click", "1");
  try {
    // The icon may come a moment after the app.
    for (let tries = 0; tries < 20 && !(await isGreen()); tries++) {
      await click();
      await until("a picture", isGreen, 2).catch(() => {});
    }
    const took: number[] = [];
    for (let round = 0; round < rounds; round++) {
      await click();
      await until("the picture to be gone", async () => !(await isGreen()));
      const clicked = performance.now();
      void click();
      while (!(await isGreen())) {
        if (performance.now() - clicked > 5000) throw new Error("there is no picture");
      }
      took.push(performance.now() - clicked);
    }
    return took;
  } finally {
    await endChild(app);
    display.client.terminate();
  }
}

function connect(name: string): Promise<Display> {
  return new Promise((resolve, reject) => {
    createClient({ display: name }, (error, found) => (error ? reject(error) : resolve(found)));
  });
}

function isGreenSomewhere({ client, screen }: Display): Promise<boolean> {
  const { x, y, height } = column;
  return new Promise((resolve, reject) => {
    client.GetImage(zPixmap, screen[0]?.root ?? 0, x, y, 1, height, 0xffffffff, (error, found) => {
      if (error || found === undefined) return reject(new Error("the X server gives no picture"));
      // Each pixel is blue, green, red and a byte that is not used.
      const greens = [...found.data.keys()].filter((index) => index % 4 === 1);
      resolve(greens.some((at) => (found.data[at] ?? 0) - (found.data[at + 1] ?? 0) > 60));
    });
  });
}
