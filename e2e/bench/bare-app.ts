import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectFolder } from "../../build/project.mjs";

const program = `
const { app, BrowserWindow, nativeImage, Tray } = require("electron");
app.whenReady().then(() => {
  globalThis.tray = new Tray(nativeImage.createFromPath(${JSON.stringify(join(projectFolder, "out/assets/app-128.png"))}));
  for (const [width, height] of [[360, 580], [1160, 740]]) {
    new BrowserWindow({ width, height }).loadURL("data:text/html,bare");
  }
});
`;

/** Writes an app with a tray icon and two empty windows into a new folder, and returns the folder. */
export function makeBareApp(): string {
  const folder = mkdtempSync(join(tmpdir(), "bare-"));
  writeFileSync(join(folder, "package.json"), '{"name":"bare","main":"main.js"}');
  writeFileSync(join(folder, "main.js"), program);
  return folder;
}
