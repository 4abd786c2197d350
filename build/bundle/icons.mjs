#!/usr/bin/env node
/**
 * Draws the icons of `assets/` as PNG into `out/assets/`: the tray's at 24 and 48 pixels (panels
 * show 16 to 32, twice that on dense screens), the app's at the sizes of the icon theme
 * specification (freedesktop.org).
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Resvg } from "@resvg/resvg-js";
import { projectFolder } from "../project.mjs";

const trayStates = ["off", "on", "busy", "attention"];
const appSizes = [16, 24, 32, 48, 64, 128, 256, 512];

/**
 * Draws one icon.
 * @param {string} name of the source in assets/, without its ending
 * @param {number} size of the PNG, in pixels
 * @param {string} target its name in out/assets/, without its ending
 */
function draw(name, size, target) {
  const source = readFileSync(join(projectFolder, "assets", `${name}.svg`));
  const image = new Resvg(source, { fitTo: { mode: "width", value: size } }).render();
  writeFileSync(join(projectFolder, "out/assets", `${target}.png`), image.asPng());
}

mkdirSync(join(projectFolder, "out/assets"), { recursive: true });
for (const state of trayStates) {
  draw(`tray-${state}`, 24, `tray-${state}`);
  draw(`tray-${state}`, 48, `tray-${state}@2x`);
}
for (const size of appSizes) draw("app", size, `app-${size}`);
