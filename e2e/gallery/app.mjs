/**
 * An Electron main process that shows the real pages through the real preload script, and answers
 * their questions from states that the gallery sets: pictures of every state without a machine.
 *
 *   electron e2e/gallery/app.mjs OUT_FOLDER
 */
import { join } from "node:path";
import { app, BrowserWindow, ipcMain } from "electron";

const out = process.argv.at(-1) ?? "";
/** @type {{snapshot: unknown, answers: Record<string, unknown>}} */
const double = { snapshot: null, answers: {} };
// The driver reaches it through Playwright's evaluate.
Object.assign(globalThis, { double });

ipcMain.handle("call:state.get", () => ({ ok: true, value: double.snapshot }));
for (const channel of [
  "machine.propose",
  "machine.log",
  "netd.log",
  "machine.path",
  "net.picture",
  "disk.pick",
  "disk.inspect",
  "template.catalogue",
  "address.check",
  "user-data.check",
  "ssh-key.list",
  "doctor.examine",
]) {
  ipcMain.handle(`call:${channel}`, () => double.answers[channel]);
}
ipcMain.handle("call:clipboard.write", () => ({ ok: true }));

/**
 * Opens a page in a window that is never shown; pictures are taken all the same.
 * @param {string} page file name in out/renderer
 * @param {string} hash where in the dashboard
 * @param {number} width
 * @param {number} height
 */
function open(page, hash, width, height) {
  const window = new BrowserWindow({
    width,
    height,
    useContentSize: true,
    frame: false,
    show: true,
    webPreferences: { preload: join(out, "preload/preload.cjs"), sandbox: true },
  });
  return window.loadFile(join(out, "renderer", page), { hash });
}
Object.assign(globalThis, { open });
app.on("window-all-closed", () => {});
