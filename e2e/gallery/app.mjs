/**
 * An Electron main process that shows the real pages through the real preload script, and answers
 * their questions from states that the gallery sets: pictures of every state without a machine.
 *
 *   electron e2e/gallery/app.mjs OUT_FOLDER
 */
import { join } from "node:path";
import { app, BrowserWindow, ipcMain, MessageChannelMain } from "electron";
import { answers } from "./answers.mjs";

const out = process.argv.at(-1) ?? "";
/** @type {{snapshot: unknown, answers: Record<string, unknown>, hasTraffic: boolean}} */
const double = { snapshot: null, answers: {}, hasTraffic: false };
// The driver reaches it through Playwright's evaluate.
Object.assign(globalThis, { double });

ipcMain.handle("call:state.get", () => ({ ok: true, value: double.snapshot }));
for (const channel of Object.keys(answers)) {
  if (channel === "net.picture" || channel === "console.open") continue;
  ipcMain.handle(`call:${channel}`, () => double.answers[channel] ?? new Promise(() => {}));
}
let looks = 0;
let worked = 0;
/** Answers with usage that differs from call to call. */
ipcMain.handle("call:machine.usage", () => {
  looks += 1;
  worked += 0.5 + 0.4 * Math.sin(looks);
  const value = {
    at: looks * 1000,
    processorSeconds: worked,
    memoryBytes: (412 + 20 * Math.sin(looks / 3)) * 2 ** 20,
    diskReadBytes: 90_000 * worked,
    diskWrittenBytes: 30_000 * worked,
    netReceivedBytes: 1_200_000 * worked,
    netSentBytes: 84_000 * worked,
  };
  return { ok: true, value };
});
let seconds = 0;
/** Answers with constant traffic: 84 kB a second one way, 1.2 MB the other. */
ipcMain.handle("call:net.picture", () => {
  if (!double.hasTraffic) return double.answers["net.picture"];
  seconds += 1;
  const host = { port: 1, receivedBytes: 86_016 * seconds, sentBytes: 1_258_291 * seconds };
  const picture = { host, machines: [], foreign: [] };
  return { ok: true, value: { at: 1000 * seconds, picture } };
});
let lines = 0;
/** Serves a serial line with the state's text; a screen never answers. */
ipcMain.handle("call:console.open", ({ sender }, { console }) => {
  const answer = double.answers["console.open"];
  if (typeof answer === "object" && answer !== null) return answer;
  if (typeof answer !== "string" || console !== "serial") return new Promise(() => {});
  const { port1, port2 } = new MessageChannelMain();
  const port = `line-${lines++}`;
  sender.postMessage("port", port, [port2]);
  port1.postMessage({ kind: "data", bytes: new TextEncoder().encode(answer) });
  port1.start();
  return { ok: true, value: { port } };
});
ipcMain.handle("call:clipboard.write", () => ({ ok: true }));

let shots = 0;

/**
 * Opens a page in a window that is never shown; pictures are taken all the same. What
 * one page keeps, the next does not find.
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
    webPreferences: {
      preload: join(out, "preload/preload.cjs"),
      sandbox: true,
      partition: `shot-${shots++}`,
    },
  });
  // The screen's real pointer must not point at anything.
  window.setIgnoreMouseEvents(true);
  return window.loadFile(join(out, "renderer", page), { hash });
}
Object.assign(globalThis, { open });
app.on("window-all-closed", () => {});
