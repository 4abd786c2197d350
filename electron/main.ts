import { dirname, join } from "node:path";
import { app, dialog } from "electron";
import { appId } from "./adapters/desktop/app-id.ts";
import { pathsFrom } from "./adapters/files/paths.ts";
import type { Faces } from "./app.ts";
import { appWordsFor, languageOf } from "./contract/base/languages.ts";
import { hardenContents } from "./shell/security.ts";
import { createTrayFace, type TrayFace } from "./shell/tray/tray.ts";

/** The bundle lies in out/main/; all other files lie beside it. */
const outFolder = join(import.meta.dirname, "..");
/** The flag at login: the machines that should run are started. */
const autostartFlag = "--autostart";
/** The flag for a shortcut of the desktop: shows the popover, or hides it if it is open. */
const popoverFlag = "--popover";

const words = () => appWordsFor(languageOf(app.getLocale()));
const paths = pathsFrom(process.env, process.getuid?.() ?? 0);

/**
 * Puts the icon into the panel and then loads everything else: the icon shows that the app has
 * started, and offers to quit, even if the rest fails. Clicks before that wait for it.
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

// The size in MiB. Objects of a page either die young or stay: with V8's default of 16 MiB the
// heaps only grow further before each collection, without a measurable gain in speed.
app.commandLine.appendSwitch("js-flags", "--max-semi-space-size=2");
// libuv drops a signal that arrives while its last listener is being removed, as happens when a program
// that was run ends. Keep one listener of our own.
for (const signal of ["SIGHUP", "SIGINT", "SIGTERM"] as const) process.on(signal, () => app.quit());
// Electron's own files lie beside our settings, not among them; the lock on the single instance is
// there too.
app.setPath("userData", join(dirname(paths.settingsFile), "app"));
// Desktops on X11 find our desktop file, and so name and icon, by the class of a window. Electron takes it
// from this name up to 41.6, and later from the desktop file's name.
app.setName(appId);
hardenContents(app);
if (app.requestSingleInstanceLock()) {
  start();
} else {
  app.exit(0);
}
