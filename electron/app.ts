import { join } from "node:path";
import { app, clipboard, globalShortcut, ipcMain, nativeTheme, session } from "electron";
import { createUnfocusedCopy } from "./adapters/desktop/copy-unfocused.ts";
import { sessionBusAddress } from "./adapters/desktop/session-bus.ts";
import { createBackdrop } from "./adapters/desktop/x-backdrop.ts";
import { connectXServer, type XServer } from "./adapters/desktop/x-server.ts";
import { watchXTheme } from "./adapters/desktop/x-theme.ts";
import { composeApp } from "./compose.ts";
import type { AppStateUpdate } from "./contract/app/state.ts";
import type { WindowSystem } from "./contract/app/window-system.ts";
import { languageOf } from "./contract/base/languages.ts";
import { regionOf } from "./contract/base/region.ts";
import { parseReference } from "./contract/computer/far-machine.ts";
import { wordsFor } from "./contract/words/catalogues.ts";
import { setRegion } from "./contract/words/formats.ts";
import {
  copyWays,
  isBackdropFirst,
  needsBackdrop,
  popoverPlacement,
  type Session,
  sessionOf,
  windowSystemNow,
} from "./core/app/window-system.ts";
import { type AppStateService, createAppState } from "./services/app/app-state.ts";
import type { Environment } from "./services/base/environment.ts";
import { followFar } from "./services/compose/far.ts";
import { createFoundation, type Foundation } from "./services/compose/foundation.ts";
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
  /** The folder of everything that was built. */
  readonly outFolder: string;
  /** The icon, which is already in the panel. */
  readonly tray: TrayFace;
  readonly isQuitting: () => boolean;
  /** Whether the popover is shown at once. */
  readonly showPopover: boolean;
  /** Whether machines that should run are started, as after a login. */
  readonly resume: boolean;
}

/** The parts that a click in the panel works with. */
export interface Faces {
  readonly windows: Windows;
  readonly act: ReturnType<typeof createTrayActor>;
}

/** The desktop session, and how windows appear in it. */
interface Desktop {
  readonly session: Session;
  readonly windowSystem: WindowSystem;
  /** The X server that the app runs on; null on Wayland. */
  readonly server: XServer | null;
}

function connectDesktop(env: Environment): Desktop {
  const desktopSession = sessionOf(env);
  const platform = app.commandLine.getSwitchValue("ozone-platform");
  const windowSystem = windowSystemNow(desktopSession, platform, process.versions.electron);
  const display = env["DISPLAY"];
  const server = windowSystem === "x11" && display ? connectXServer(display) : null;
  return { session: desktopSession, windowSystem, server };
}

/** Creates popover and dashboard; `dashboardClosed` is called when the dashboard was closed. */
function createFaces(
  { outFolder, isQuitting }: AppParts,
  { env, paths }: Foundation,
  { session: desktopSession, windowSystem, server }: Desktop,
  dashboardClosed: () => void,
): Windows {
  const placement = popoverPlacement(desktopSession, windowSystem);
  const placementAsker = createPlacementAsker(placement, {
    session: desktopSession,
    bus: sessionBusAddress(env),
    runtimeFolder: paths.runtime,
    server,
  });
  app.once("will-quit", () => placementAsker?.close());
  return createWindows({
    ...{ pages: pagesIn(outFolder), icon: iconIn(outFolder), isQuitting, server, dashboardClosed },
    preload: join(outFolder, "preload/preload.cjs"),
    pointer: placement === "pointer" && server !== null ? createPointer(server) : unknownPointer,
    backdrop:
      server !== null && needsBackdrop(desktopSession, windowSystem)
        ? {
            make: (pressed) => createBackdrop(server, pressed),
            isFirst: isBackdropFirst(desktopSession),
          }
        : null,
    placementAsker,
    canBeTransparent: async () =>
      windowSystem === "wayland" || (await server?.hasCompositor()) === true,
    place: createWindowBoundsStore(join(app.getPath("userData"), "window.json")),
  });
}

function iconIn(outFolder: string): string {
  return join(outFolder, "assets/app-128.png");
}

/** Has windows and tray show the state, now and after each change, in the theme of the settings. */
function showState(
  appState: AppStateService,
  { session: desktopSession, server }: Desktop,
  show: (update: AppStateUpdate) => void,
): void {
  let isThemeDark = false;
  let applied: typeof nativeTheme.themeSource | null = null;
  // Set where it changes, and not with each piece of news: every page hears of it.
  const applyTheme = ({ state }: AppStateUpdate) => {
    const { theme } = state.settings;
    const wanted = theme !== "auto" ? theme : isThemeDark ? "dark" : "system";
    if (wanted === applied) return;
    nativeTheme.themeSource = wanted;
    applied = wanted;
  };
  const update = (now: AppStateUpdate) => {
    applyTheme(now);
    show(now);
  };
  update(appState.update());
  appState.watch(update);
  if (server !== null && !desktopSession.hasWayland) {
    void watchXTheme(server, (isDark) => {
      isThemeDark = isDark;
      applyTheme(appState.update());
    });
  }
}

/**
 * Starts everything behind the icon: reads the state once, and has windows and tray show it from
 * then on.
 * @returns once the windows' questions are answered; never if the app is ended before
 */
export async function startApp(parts: AppParts): Promise<Faces> {
  const { outFolder, tray, isQuitting } = parts;
  const foundation = createFoundation(process.env);
  const { env, paths, settings, uid } = foundation;
  const consent = createRootConsent(async () => (await settings.read()).explainRoot);
  const services = createServices(foundation, consent.ask);
  const region = regionOf(env);
  setRegion(region);
  const appState = await createAppState({
    ...{ services, settings, consent },
    region,
    asRoot: uid === 0,
    now: Date.now,
  });
  // A window that is made now would keep the app from ending.
  if (isQuitting()) return new Promise(() => {});
  hardenSession(session.defaultSession);

  const language = () => {
    const chosen = appState.update().state.settings.language;
    return chosen === "auto" ? languageOf(app.getLocale()) : chosen;
  };
  const words = () => wordsFor(language());
  const desktop = connectDesktop(env);
  let hasTrayHost = false;
  const windows = createFaces(parts, foundation, desktop, () => {
    // Without an icon, the user could not return to an app that has no window.
    if (!hasTrayHost) app.quit();
  });
  showState(appState, desktop, (update) => {
    tray.show(update.state, words());
    windows.push("state", update);
  });
  consent.watch(() => {
    if (consent.pending() !== null) windows.showAny();
  });

  const far = followFar(foundation, app.getVersion(), appState.learnFar, language);
  const openTerminal = (id: string) => {
    const { terminal } = appState.update().state.settings;
    const say = words().ui.console.holdOpen;
    return appState.attempt(id, () =>
      parseReference(id) === null
        ? openSsh({ paths }, id, terminal, say)
        : far.machines.openTerminal(id, terminal, say),
    );
  };
  const copyUnfocused = createUnfocusedCopy({
    ways: copyWays(desktop.session, desktop.windowSystem),
    bus: sessionBusAddress(env),
    display: env["DISPLAY"],
    writeText: (text) => clipboard.writeText(text),
  });
  const copy = async (text: string) => {
    const copied = await copyUnfocused(text);
    if (copied.ok) return;
    void appState.attempt(null, async () => copied);
    // It shows why, and copies by a click.
    windows.showPopover();
  };
  const act = createTrayActor({
    ...{ appState, windows, copy, openTerminal },
    far: far.machines,
  });
  const trayHost = composeApp({
    ...{ app, ipcMain, globalShortcut, foundation },
    ...{ appState, consent, services, windows, language, words, openTerminal, act, far },
    ...{ pages: pagesIn(outFolder), icon: iconIn(outFolder) },
    ...{ server: desktop.server, session: desktop.session },
    windowSystem: {
      now: desktop.windowSystem,
      isChoice: desktop.session.hasWayland && desktop.session.hasX11,
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
