/// <reference path="../../../electron/adapters/desktop/x11.d.ts" />

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createClient, type Display } from "x11";
import { projectFolder } from "../../../build/project.mjs";
import { until } from "../until.ts";

/** ZPixmap (X.h), the format of an image with whole pixels. */
const zPixmap = 2;

/** The colour of the popover's main button in the light theme (renderer/styles). */
const green = { red: 0x0f, green: 0x76, blue: 0x6e } as const;
/** How much of each colour a pixel may lack or have too much. */
const sameColour = 6;

/** An app whose icon is clicked, and the screen that it is seen on. */
export interface ClickedApp {
  readonly display: string;
  /** A column of the screen's pixels that the popover's green button crosses. */
  readonly column: { readonly x: number; readonly y: number; readonly height: number };
  /** Clicks the icon. */
  click(): Promise<unknown>;
}

/** Writes a bare Electron app, whose icon shows and hides a window of the button's colour. */
export function writeBareApp(folder: string, { x, y }: { readonly x: number; readonly y: number }) {
  const program = `
const { app, BrowserWindow, nativeImage, Tray } = require("electron");
app.whenReady().then(() => {
  const window = new BrowserWindow({
    x: ${x}, y: ${y}, width: 360, height: 580, show: false, frame: false, alwaysOnTop: true,
  });
  window.loadURL("data:text/html,<body style='background:%230f766e'>");
  globalThis.tray = new Tray(nativeImage.createFromPath(${JSON.stringify(join(projectFolder, "out/assets/app-128.png"))}));
  tray.on("click", () => (window.isVisible() ? window.hide() : window.show()));
});
`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{"name":"bare","main":"main.js"}');
  writeFileSync(join(folder, "main.js"), program);
}

/** Returns the milliseconds from click to picture, several times in a row. */
export async function clicksToPicture(app: ClickedApp, rounds: number): Promise<readonly number[]> {
  const display = await connect(app.display);
  const isGreen = () => isGreenIn(display, app.column);
  try {
    // The icon may come a moment after the app.
    for (let tries = 0; tries < 20 && !(await isGreen()); tries++) {
      await app.click();
      await until("a picture", isGreen, 2).catch(() => {});
    }
    const took: number[] = [];
    for (let round = 0; round < rounds; round++) {
      await app.click();
      await until("the picture to be gone", async () => !(await isGreen()));
      const clicked = performance.now();
      const click = app.click();
      while (!(await isGreen())) {
        if (performance.now() - clicked > 5000) throw new Error("there is no picture");
      }
      took.push(performance.now() - clicked);
      await click;
    }
    return took;
  } finally {
    display.client.terminate();
  }
}

function connect(name: string): Promise<Display> {
  return new Promise((resolve, reject) => {
    createClient({ display: name }, (error, found) => (error ? reject(error) : resolve(found)));
  });
}

function isGreenIn(
  { client, screen }: Display,
  { x, y, height }: ClickedApp["column"],
): Promise<boolean> {
  return new Promise((resolve, reject) => {
    client.GetImage(zPixmap, screen[0]?.root ?? 0, x, y, 1, height, 0xffffffff, (error, found) => {
      if (error || found === undefined) return reject(new Error("the X server gives no picture"));
      const { data } = found;
      // Each pixel is blue, green, red and a byte that is not used.
      const isNear = (at: number, wished: number) =>
        Math.abs((data[at] ?? 0) - wished) <= sameColour;
      const pixels = Array.from({ length: height }, (_, row) => row * 4);
      resolve(
        pixels.some(
          (at) =>
            isNear(at, green.blue) && isNear(at + 1, green.green) && isNear(at + 2, green.red),
        ),
      );
    });
  });
}
