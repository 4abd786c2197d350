import { dirname, join } from "node:path";
import { app, dialog, globalShortcut, ipcMain, nativeTheme, session } from "electron";
import { pathsFrom } from "./adapters/paths.ts";
import { createSettingsPort } from "./adapters/settings-store.ts";
import type { Snapshot } from "./contract/state.ts";
import { wordsFor } from "./contract/words/catalogues.ts";
import { languageOf } from "./contract/words/words.ts";
import { createAppState } from "./services/app-state.ts";
import { createServices } from "./services/create-services.ts";
import { createRootConsent } from "./services/root-consent.ts";
import { createPointer } from "./shell/pointer.ts";
import { hardenContents, hardenSession, pagesIn } from "./shell/security.ts";
import { createTrayFace } from "./shell/tray.ts";
import { createTrayActor } from "./shell/tray-actor.ts";
import { createWindowPlaceStore } from "./shell/window-place.ts";
import { createWindows, type Windows } from "./shell/windows.ts";

/** The bundle lies in out/main/, all else that is read beside it. */
const outFolder = join(import.meta.dirname, "..");
const pages = pagesIn(outFolder);
const assets = join(outFolder, "assets");
/** Given at login: the machines that should run are started. */
const autostartFlag = "--autostart";
/** Given by a shortcut of the desktop: the popover is shown, or hidden if it is there. */
const popoverFlag = "--popover";
const uid = process.getuid?.() ?? 0;
const paths = pathsFrom(process.env, uid);

/** What a click in the panel leads to. */
interface Faces {
  readonly windows: Windows;
  readonly act: ReturnType<typeof createTrayActor>;
}

async function run(): Promise<void> {
  const settings = createSettingsPort(paths.settingsFile);
  const consent = createRootConsent(async () => (await settings.read()).explainRoot);
  const services = createServices(process.env, consent.ask);
  // A click that comes before the windows are served waits for it.
  let serve: (faces: Faces) => void = () => {};
  const served = new Promise<Faces>((resolve) => {
    serve = resolve;
  });
  const tray = createTrayFace({
    assets,
    clicked: () => void served.then(({ windows }) => windows.togglePopover()),
    act: (action) => void served.then(({ act }) => act(action)),
  });
  let isQuitting = false;
  app.once("before-quit", () => {
    isQuitting = true;
  });
  const [appState] = await Promise.all([
    createAppState({
      services,
      settings,
      consent,
      asRoot: uid === 0,
      now: Date.now,
    }),
    // The icon is what shows that the app has started: it waits for nothing.
    app.whenReady().then(tray.appear),
  ]);
  // A window that is made now would keep it from ending.
  if (isQuitting) return;
  hardenSession(session.defaultSession);

  const words = () => {
    const { language } = appState.snapshot().state.settings;
    return wordsFor(language === "auto" ? languageOf(app.getLocale()) : language);
  };
  let hasTrayHost = false;
  const windows = createWindows({
    pages,
    preload: join(outFolder, "preload/preload.cjs"),
    icon: join(assets, "app-128.png"),
    pointer: createPointer(process.env["DISPLAY"]),
    place: createWindowPlaceStore(join(app.getPath("userData"), "window.json")),
    // Without an icon there would be no way back to an app without a window.
    dashboardClosed: () => {
      if (!hasTrayHost) app.quit();
    },
  });
  app.on("before-quit", () => windows.allowQuit());
  const act = createTrayActor({ app, appState, windows });
  const show = (snapshot: Snapshot) => {
    const { theme } = snapshot.state.settings;
    nativeTheme.themeSource = theme === "auto" ? "system" : theme;
    tray.show(snapshot.state, words());
    windows.push("state", snapshot);
  };
  show(appState.snapshot());
  appState.watch(show);

  const late = import("./late-parts.ts").then(({ startLateParts }) =>
    startLateParts({
      ...{
        app,
        ipcMain,
        globalShortcut,
        pages,
        paths,
        uid,
        appState,
        consent,
        services,
        windows,
        words,
      },
      mainFolder: import.meta.dirname,
      icon: join(assets, "app-128.png"),
      resume: process.argv.includes(autostartFlag),
      trayHostChanged: (isThere) => {
        hasTrayHost = isThere;
        if (isThere) tray.renew();
      },
    }),
  );
  consent.watch(() => {
    if (consent.pending() !== null) void served.then(() => windows.showAny());
  });
  // At a login in which the app runs already, nobody asked to see it.
  app.on("second-instance", (_event, argv) => {
    if (argv.includes(autostartFlag)) return;
    void served.then(() => {
      if (argv.includes(popoverFlag)) windows.toggleByKeys();
      else windows.openDashboard({ page: "machines" });
    });
  });

  const trayHost = await late;
  serve({ windows, act });
  hasTrayHost = await trayHost.first;
  if (process.argv.includes(popoverFlag)) windows.toggleByKeys();
  else if (!hasTrayHost) windows.openDashboard({ page: "machines" });
}

// On Wayland only the desktop's portal gives out keys that work in every program.
app.commandLine.appendSwitch("enable-features", "GlobalShortcutsPortal");
// In MiB. What pages make lives short or for ever: with V8's own 16 their heaps grow further before they
// are cleaned, and nothing is quicker for it that can be measured.
app.commandLine.appendSwitch("js-flags", "--max-semi-space-size=2");
// Whoever runs a program listens for these meanwhile, and what comes just when the last one stops is
// lost (libuv drops it): with a listener of our own it never is the last.
for (const signal of ["SIGHUP", "SIGINT", "SIGTERM"] as const) process.on(signal, () => app.quit());
// Electron's own files beside our settings, not among them; the lock on one instance is there too.
app.setPath("userData", join(dirname(paths.settingsFile), "app"));
hardenContents(app);
if (app.requestSingleInstanceLock()) {
  // Not awaited: Electron is ready only once this module has been read to its end.
  run().catch((error: unknown) => {
    console.error(error);
    dialog.showErrorBox("Virtray", String(error));
    app.exit(1);
  });
} else {
  app.exit(0);
}
