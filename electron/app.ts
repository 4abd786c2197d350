import { join } from "node:path";
import { app, clipboard, globalShortcut, ipcMain, nativeTheme, session } from "electron";
import { sessionBusAddress } from "./adapters/desktop/session-bus.ts";
import { createBackdrop } from "./adapters/desktop/x-backdrop.ts";
import { connectXServer } from "./adapters/desktop/x-server.ts";
import { watchXTheme } from "./adapters/desktop/x-theme.ts";
import type { Paths } from "./adapters/files/paths.ts";
import { createSettingsPort } from "./adapters/store/settings-store.ts";
import type { AppStateUpdate } from "./contract/app/state.ts";
import { wordsFor } from "./contract/words/catalogues.ts";
import { languageOf } from "./contract/words/words.ts";
import {
  needsBackdrop,
  popoverPlacement,
  sessionOf,
  windowSystemNow,
} from "./core/app/window-system.ts";
import { startLateParts } from "./late-parts.ts";
import { createAppState } from "./services/app/app-state.ts";
import { createServices } from "./services/compose/services.ts";
import { openSsh } from "./services/machine/console/open-ssh.ts";
import { createRootConsent } from "./services/root/consent.ts";
import { hardenSession, pagesIn } from "./shell/security.ts";
import type { TrayFace } from "./shell/tray/tray.ts";
import { createTrayActor } from "./shell/tray/tray-actor.ts";
import { createPlacementAsker } from "./shell/windows/placement-asker.ts";
import { createPointer, unknownPointer } from "./shell/windows/pointer.ts";
import { createWindowBoundsStore } from "./shell/windows/window-bounds.ts";
import { createWindows, type Windows } from "./shell/windows/windows.ts";

export interface AppParts {
  readonly paths: Paths;
  readonly uid: number;
  /** Where all that was built lies. */
  readonly outFolder: string;
  /** The icon, which is in the panel already. */
  readonly tray: TrayFace;
  readonly isQuitting: () => boolean;
  /** Whether the popover is shown at once. */
  readonly showPopover: boolean;
  /** Whether machines that should run are started, as after a login. */
  readonly resume: boolean;
}

/** What a click in the panel leads to. */
export interface Faces {
  readonly windows: Windows;
  readonly act: ReturnType<typeof createTrayActor>;
}

/**
 * Everything behind the icon: reads the state once, and has windows and tray show it from then on.
 * @returns once the windows' questions are answered; never if the app is ended before
 */
export async function startApp(parts: AppParts): Promise<Faces> {
  const { paths, uid, outFolder, tray, isQuitting } = parts;
  const pages = pagesIn(outFolder);
  const icon = join(outFolder, "assets/app-128.png");
  const settings = createSettingsPort(paths.settingsFile);
  const consent = createRootConsent(async () => (await settings.read()).explainRoot);
  const services = createServices(process.env, consent.ask);
  const appState = await createAppState({
    ...{ services, settings, consent },
    asRoot: uid === 0,
    now: Date.now,
  });
  // A window that is made now would keep it from ending.
  if (isQuitting()) return new Promise(() => {});
  hardenSession(session.defaultSession);

  const words = () => {
    const { language } = appState.update().state.settings;
    return wordsFor(language === "auto" ? languageOf(app.getLocale()) : language);
  };
  const graphicalSession = sessionOf(process.env);
  const platform = app.commandLine.getSwitchValue("ozone-platform");
  const windowSystem = windowSystemNow(graphicalSession, platform, process.versions.electron);
  const display = process.env["DISPLAY"];
  const server = windowSystem === "x11" && display ? connectXServer(display) : null;
  const placement = popoverPlacement(graphicalSession, windowSystem);
  const placementAsker = createPlacementAsker(placement, {
    session: graphicalSession,
    bus: sessionBusAddress(process.env),
    runtimeFolder: paths.runtime,
  });
  app.once("will-quit", () => placementAsker?.close());
  let hasTrayHost = false;
  const windows = createWindows({
    ...{ pages, icon, isQuitting },
    preload: join(outFolder, "preload/preload.cjs"),
    server,
    pointer: placement === "pointer" && server !== null ? createPointer(server) : unknownPointer,
    backdrop:
      server !== null && needsBackdrop(graphicalSession, windowSystem)
        ? (pressed) => createBackdrop(server, pressed)
        : null,
    askForPlace: placementAsker?.ask ?? null,
    place: createWindowBoundsStore(join(app.getPath("userData"), "window.json")),
    // Without an icon there would be no way back to an app without a window.
    dashboardClosed: () => {
      if (!hasTrayHost) app.quit();
    },
  });
  let isThemeDark = false;
  const applyTheme = ({ state }: AppStateUpdate) => {
    const { theme } = state.settings;
    nativeTheme.themeSource = theme !== "auto" ? theme : isThemeDark ? "dark" : "system";
  };
  const show = (update: AppStateUpdate) => {
    applyTheme(update);
    tray.show(update.state, words());
    windows.push("state", update);
  };
  show(appState.update());
  appState.watch(show);
  if (server !== null && !graphicalSession.hasWayland) {
    void watchXTheme(server, (isDark) => {
      isThemeDark = isDark;
      applyTheme(appState.update());
    });
  }
  consent.watch(() => {
    if (consent.pending() !== null) windows.showAny();
  });

  const openTerminal = (id: string) => {
    const { terminal } = appState.update().state.settings;
    return appState.attempt(id, () =>
      openSsh({ paths }, id, terminal, words().ui.console.holdOpen),
    );
  };
  const copy = (text: string) => clipboard.writeText(text);
  const act = createTrayActor({ appState, windows, copy, openTerminal });
  const trayHost = startLateParts({
    ...{ app, ipcMain, globalShortcut, pages, icon, paths, uid },
    ...{ appState, consent, services, windows, words, openTerminal, act },
    ...{ server, session: graphicalSession },
    windowSystem: {
      now: windowSystem,
      isChoice: graphicalSession.hasWayland && graphicalSession.hasX11,
    },
    mainFolder: join(outFolder, "main"),
    resume: parts.resume,
    trayHostChanged: (isThere) => {
      hasTrayHost = isThere;
      if (isThere) tray.renew();
    },
  });
  void trayHost.first.then((isThere) => {
    hasTrayHost = isThere;
    if (parts.showPopover) windows.toggleByKeys();
    else if (!isThere) windows.openDashboard({ page: "machines" });
  });
  return { windows, act };
}
