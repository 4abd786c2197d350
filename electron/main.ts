import { dirname, join } from "node:path";
import { app, dialog, ipcMain, nativeTheme, session } from "electron";
import { measureBusyShare } from "./adapters/host-load.ts";
import { createLoginEntry, loginCommand } from "./adapters/login-entry.ts";
import { pathsFrom } from "./adapters/paths.ts";
import { createSettingsPort } from "./adapters/settings-store.ts";
import { createVdeSwitch } from "./adapters/vde-switch.ts";
import type { Snapshot } from "./contract/state.ts";
import { languageOf, wordsFor } from "./contract/words/words.ts";
import { createAppState } from "./services/app-state.ts";
import { resumeWork } from "./services/autostart.ts";
import { createLedger } from "./services/create-ledger.ts";
import { createPathCheck } from "./services/create-path-check.ts";
import { createServices } from "./services/create-services.ts";
import { createStorage } from "./services/create-storage.ts";
import { createHealth } from "./services/health.ts";
import { careForHostPower } from "./services/host-power-care.ts";
import { createRootConsent } from "./services/root-consent.ts";
import { careForSwitch } from "./services/switch-care.ts";
import { createHandlers } from "./shell/handlers.ts";
import { registerChannels } from "./shell/ipc.ts";
import { createNotifier } from "./shell/notifier.ts";
import { createPointer } from "./shell/pointer.ts";
import { createSenderCheck, hardenContents, hardenSession, pagesIn } from "./shell/security.ts";
import { createTrayFace } from "./shell/tray.ts";
import { createTrayActor } from "./shell/tray-actor.ts";
import { sessionBusAddress, watchTrayHost } from "./shell/tray-host.ts";
import { createWindowPlaceStore } from "./shell/window-place.ts";
import { createWindows } from "./shell/windows.ts";

/** The bundle lies in out/main/, all else that is read beside it. */
const outFolder = join(import.meta.dirname, "..");
const pages = pagesIn(outFolder);
const assets = join(outFolder, "assets");
/** Given at login: the machines that should run are started. */
const autostartFlag = "--autostart";
const uid = process.getuid?.() ?? 0;
const paths = pathsFrom(process.env, uid);

async function run(): Promise<void> {
  const settings = createSettingsPort(paths.settingsFile);
  const consent = createRootConsent(async () => (await settings.read()).explainRoot);
  const services = createServices(process.env, consent.ask);
  const [appState] = await Promise.all([
    createAppState({
      services,
      settings,
      consent,
      asRoot: uid === 0,
      now: Date.now,
    }),
    app.whenReady(),
  ]);
  hardenSession(session.defaultSession);
  careForSwitch(appState, () => services.network.up());
  careForHostPower(services, appState.inform);

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
  const health = createHealth(paths, uid, services);

  const handlers = createHandlers({
    ...{ app, appState, consent, health, services, windows, paths, words },
    lanSwitch: createVdeSwitch(paths.switchFolder, uid),
    loginEntry: createLoginEntry(process.env, loginCommand(import.meta.dirname, process.env)),
    checkPath: createPathCheck(process.env),
    storage: createStorage(process.env),
    readLedger: createLedger(process.env),
  });
  registerChannels(ipcMain, handlers, createSenderCheck(pages));
  consent.watch(() => {
    if (consent.pending() !== null) windows.showAny();
  });
  // At a login in which the app runs already, nobody asked to see it.
  app.on("second-instance", (_event, argv) => {
    if (!argv.includes(autostartFlag)) windows.openDashboard({ page: "machines" });
  });
  app.on("before-quit", () => windows.allowQuit());

  const tray = createTrayFace({
    assets,
    clicked: () => windows.togglePopover(),
    act: createTrayActor({ app, appState, windows }),
  });
  const show = (snapshot: Snapshot) => {
    const { theme } = snapshot.state.settings;
    nativeTheme.themeSource = theme === "auto" ? "system" : theme;
    tray.show(snapshot.state, words());
    windows.push("state", snapshot);
  };
  show(appState.snapshot());
  appState.watch(show);
  appState.watch(
    createNotifier({
      first: appState.snapshot(),
      icon: join(assets, "app-128.png"),
      windows,
      words,
    }),
  );

  if (process.argv.includes(autostartFlag)) {
    void resumeWork({
      ...services,
      lanUp: () => appState.lanUp(),
      start: (id) => appState.machine("start", id),
      busyShare: measureBusyShare,
    });
  }

  const host = watchTrayHost(sessionBusAddress(process.env), (isThere) => {
    hasTrayHost = isThere;
    if (isThere) tray.renew();
  });
  hasTrayHost = await host.first;
  if (!hasTrayHost) windows.openDashboard({ page: "machines" });
}

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
