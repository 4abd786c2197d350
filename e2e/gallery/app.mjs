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

/**
 * The promises of questions that are never answered; Electron answers with an error once one of them
 * is collected.
 * @type {Promise<never>[]}
 */
const unanswered = [];
function never() {
  const promise = /** @type {Promise<never>} */ (new Promise(() => {}));
  unanswered.push(promise);
  return promise;
}

ipcMain.handle("call:state.get", () => ({ ok: true, value: double.snapshot }));
for (const channel of Object.keys(answers)) {
  if (channel === "net.picture" || channel === "console.open") continue;
  ipcMain.handle(`call:${channel}`, () => double.answers[channel] ?? never());
}
/** Answers with five minutes of usage of each running machine, with a gap in which nobody looked. */
ipcMain.handle("call:usage.get", () => {
  const { state } =
    /** @type {{state: import("../../electron/contract/app/state.ts").AppState}} */ (
      double.snapshot
    );
  const alive = state.machines.filter(({ pid }) => pid !== null);
  const machines = Object.fromEntries(alive.map(({ id }, index) => [id, usagePoints(index)]));
  return { ok: true, value: { at: usageEnd, host: usageOfHost, machines } };
});
const usageOfHost = {
  processors: 0.14,
  memoryBytes: 9.2 * 2 ** 30,
  totalMemoryBytes: 31.1 * 2 ** 30,
  freeDiskBytes: 80 * 2 ** 30,
};
const usageEnd = Date.UTC(2026, 10, 28, 22, 3, 20);
/** @param {number} seed what differs from machine to machine */
function usagePoints(seed) {
  return Array.from({ length: 150 }, (_, index) => index)
    .filter((index) => index < 52 || index > 68)
    .map((index) => {
      const wave = 1 + Math.sin(index / 7 + seed) + 0.4 * Math.sin(index * 1.7);
      const isBurst = index > 95 && index < 108;
      return {
        at: usageEnd - (149 - index) * 2000,
        processors: Math.max(0.02, 0.09 * wave + (isBurst ? 0.6 : 0)),
        memoryBytes: (380 + index / 4 + 6 * wave) * 2 ** 20,
        diskRead: isBurst ? 2_400_000 * Math.max(0.1, wave) : 4_000 * Math.max(0, wave),
        diskWritten: 90_000 * Math.max(0, wave),
        received: 185_000 * Math.max(0, wave) + (isBurst ? 700_000 : 0),
        sent: 13_000 * Math.max(0, wave),
      };
    });
}
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
/** Serves a serial line or a login with the state's text; a screen never answers. */
ipcMain.handle("call:console.open", ({ sender }, { console }) => {
  const answer = double.answers["console.open"];
  if (typeof answer === "object" && answer !== null) return answer;
  if (typeof answer !== "string" || console === "screen") return never();
  const { port1, port2 } = new MessageChannelMain();
  const port = `line-${lines++}`;
  sender.postMessage("port", port, [port2]);
  port1.postMessage({ kind: "data", bytes: new TextEncoder().encode(answer) });
  port1.start();
  return { ok: true, value: { port } };
});
/** The popover is as high as its content, and no higher than main lets it be. */
ipcMain.handle("call:window.fit-popover", ({ sender }, { height }) => {
  const window = BrowserWindow.fromWebContents(sender);
  const frame = sender.getURL().endsWith("#framed") ? 24 : 0;
  window?.setContentSize(360 + frame, Math.min(Math.max(height, 300), 680) + frame);
  return { ok: true };
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
