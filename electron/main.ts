import { dirname, join } from "node:path";
import { app, dialog } from "electron";
import { pathsFrom } from "./adapters/files/paths.ts";
import type { Faces } from "./app.ts";
import { appWordsFor, languageOf } from "./contract/base/languages.ts";
import { hardenContents } from "./shell/security.ts";
import { createTrayFace, type TrayFace } from "./shell/tray/tray.ts";

/** The bundle lies in out/main/, all else that is read beside it. */
const outFolder = join(import.meta.dirname, "..");
/** Given at login: the machines that should run are started. */
const autostartFlag = "--autostart";
/** Given by a shortcut of the desktop: the popover is shown, or hidden if it is there. */
const popoverFlag = "--popover";

const words = () => appWordsFor(languageOf(app.getLocale()));
const paths = pathsFrom(process.env, process.getuid?.() ?? 0);

/**
 * Puts the icon into the panel and then loads everything else: the icon is what shows that the app
 * has started, and offers to end it, whatever becomes of the rest. What is clicked before the rest
 * is there waits for it.
 */
function start(): void {
  let isQuitting = false;
  app.once("before-quit", () => {
    isQuitting = true;
  });
  const tray = createTrayFace({
    assets: join(outFolder, "assets"),
    clicked: () => withFaces(({ windows }) => windows.togglePopover()),
    act(action) {
      if (action.do === "quit") app.quit();
      else withFaces(({ act }) => act(action));
    },
  });
  // A second start at login must not open a window.
  app.on("second-instance", (_event, argv) => {
    if (argv.includes(autostartFlag)) return;
    withFaces(({ windows }) => {
      if (argv.includes(popoverFlag)) windows.toggleByKeys();
      else windows.openDashboard({ page: "machines" });
    });
  });
  const faces = app.whenReady().then(async () => {
    tray.appear("starting", words());
    const { startApp } = await import("./app.ts");
    return startApp({
      ...{ outFolder, tray },
      isQuitting: () => isQuitting,
      showPopover: process.argv.includes(popoverFlag),
      resume: process.argv.includes(autostartFlag),
    });
  });
  const withFaces = (use: (faces: Faces) => void) => void faces.then(use, () => {});
  faces.catch((error: unknown) => giveUp(error, tray));
}

/** Shows why the app could not start, and exits once the message was read. */
async function giveUp(error: unknown, tray: TrayFace): Promise<void> {
  console.error(error);
  const { failed, failedBy } = words();
  tray.appear("failed", words());
  const detail = failedBy(error instanceof Error ? error.message : String(error));
  await dialog.showMessageBox({ type: "error", title: "Virtray", message: failed, detail });
  app.exit(1);
}

// In MiB. What pages make lives short or for ever: with V8's own 16 their heaps grow further before they
// are cleaned, and nothing is quicker for it that can be measured.
app.commandLine.appendSwitch("js-flags", "--max-semi-space-size=2");
// libuv drops a signal that arrives while its last listener is being removed, as happens when a program
// that was run ends. Keep one listener of our own.
for (const signal of ["SIGHUP", "SIGINT", "SIGTERM"] as const) process.on(signal, () => app.quit());
// Electron's own files beside our settings, not among them; the lock on one instance is there too.
app.setPath("userData", join(dirname(paths.settingsFile), "app"));
hardenContents(app);
if (app.requestSingleInstanceLock()) {
  start();
} else {
  app.exit(0);
}
