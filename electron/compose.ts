import { join } from "node:path";
import type { App, GlobalShortcut, IpcMain } from "electron";
import { isOnBattery } from "./adapters/desktop/battery.ts";
import { createHostUsageReader, measureHostLoad } from "./adapters/desktop/host-load.ts";
import {
  appCommand,
  createLoginEntry,
  formerLoginCommands,
} from "./adapters/desktop/login-entry.ts";
import { createDesktopNotifications } from "./adapters/desktop/notifications.ts";
import { sessionBusAddress } from "./adapters/desktop/session-bus.ts";
import { createShellExtension } from "./adapters/desktop/shell-extension.ts";
import { createShortcutPortal } from "./adapters/desktop/shortcut-portal.ts";
import { type TrayHostWatch, watchTrayHost } from "./adapters/desktop/tray-host.ts";
import type { XServer } from "./adapters/desktop/x-server.ts";
import { startSupervisor, supervisorEnded, tellOfApp } from "./adapters/supervisor/lock.ts";
import { isSupervisorNeeded } from "./adapters/supervisor/watch.ts";
import type { AppStateUpdate } from "./contract/app/state.ts";
import type { WindowSystemStanding } from "./contract/app/window-system.ts";
import type { Language } from "./contract/base/languages.ts";
import type { Result } from "./contract/errors/app-error.ts";
import type { Words } from "./contract/words/en/english.ts";
import { buildShellFace } from "./core/app/shell-face.ts";
import type { Session } from "./core/app/window-system.ts";
import { sessionOf } from "./core/app/window-system.ts";
import type { AppStateService } from "./services/app/app-state.ts";
import { cleanUpLeftovers } from "./services/app/clean-up-leftovers.ts";
import { careForHostPower } from "./services/app/follow-host-power.ts";
import { careForWarming } from "./services/app/warm-templates.ts";
import { watchSupervisor } from "./services/app/watch-supervisor.ts";
import type { Services } from "./services/base/services.ts";
import type { TrashService } from "./services/base/storage-interfaces.ts";
import { computersOf } from "./services/compose/computers.ts";
import type { Far } from "./services/compose/far.ts";
import type { Foundation } from "./services/compose/foundation.ts";
import { createInventory } from "./services/compose/inventory.ts";
import { moverOf } from "./services/compose/mover.ts";
import { createPathCheck } from "./services/compose/path-check.ts";
import { createRenumber } from "./services/compose/renumber.ts";
import { createStorage } from "./services/compose/storage.ts";
import { createHealth } from "./services/doctor/health.ts";
import { carryOut, findRepairs } from "./services/doctor/repairs.ts";
import { careForSwitch } from "./services/lan/watch-switch.ts";
import { openEditor } from "./services/machine/console/open-editor.ts";
import { sendToHome } from "./services/machine/copy/send.ts";
import { resumeWork } from "./services/machine/power/autostart.ts";
import { createUsageReader } from "./services/machine/view/usage.ts";
import { createUsageRecorder, type UsageRecorder } from "./services/machine/view/usage-recorder.ts";
import type { RootConsent } from "./services/root/consent.ts";
import { followKnownNetworks } from "./services/uplink/follow-known-networks.ts";
import { createHandlers } from "./shell/channels/handlers.ts";
import { registerChannels } from "./shell/channels/ipc.ts";
import { createNotifier } from "./shell/notifier.ts";
import { createSenderCheck, type Pages } from "./shell/security.ts";
import { createShortcut, keysOfPortal, keysOfServer } from "./shell/shortcut.ts";
import { createShellService } from "./shell/tray/shell-service.ts";
import type { createTrayActor } from "./shell/tray/tray-actor.ts";
import type { Windows } from "./shell/windows/windows.ts";

/** The parts that need windows and tray. */
export interface ComposeParts {
  readonly app: App;
  readonly ipcMain: IpcMain;
  readonly globalShortcut: GlobalShortcut;
  readonly pages: Pages;
  /** The bundle's own folder. */
  readonly mainFolder: string;
  /** The picture of notifications. */
  readonly icon: string;
  readonly foundation: Foundation;
  readonly appState: AppStateService;
  readonly consent: RootConsent;
  readonly services: Services;
  readonly windows: Windows;
  readonly session: Session;
  readonly windowSystem: WindowSystemStanding;
  /** The X server that the app runs on; null on Wayland. */
  readonly server: XServer | null;
  readonly language: () => Language;
  /** Returns the catalogue of the present language. */
  readonly words: () => Words;
  readonly far: Far;
  /** Carries out a click in the panel. */
  readonly act: ReturnType<typeof createTrayActor>;
  /** Opens a terminal with a login to the machine of this id. */
  readonly openTerminal: (id: string) => Promise<Result<void>>;
  /** Whether machines that should run are started, as after a login. */
  readonly resume: boolean;
  /** Called when a panel with a tray comes or goes. */
  readonly trayHostChanged: (isThere: boolean) => void;
}

/**
 * Wires the handlers of the windows' questions, and the watches over LAN and machines that last while
 * the app runs.
 */
export function composeApp(parts: ComposeParts): TrayHostWatch {
  const { app, appState, consent, foundation, services, windows, words } = parts;
  const { env, paths, uid } = foundation;
  const bus = sessionBusAddress(env);
  const pressed = windows.toggleByKeys;
  const openPortal = () => createShortcutPortal(bus, words().ui.settings.shortcutDoes, pressed);
  // A grab of the X server does not work over the windows of a Wayland session.
  const shortcut = createShortcut(
    parts.session.hasWayland
      ? keysOfPortal(openPortal)
      : keysOfServer(parts.globalShortcut, pressed),
    // A user who has refused is not asked again at the next start.
    () => appState.changeSettings({ askForShortcut: false }),
  );
  const takeShortcut = () => {
    const { settings } = appState.update().state;
    shortcut.use(settings.shortcut, settings.askForShortcut);
  };
  takeShortcut();
  appState.watch(takeShortcut);
  // An unanswered dialog closes with the app.
  app.once("will-quit", () => shortcut.use("", false));
  const shellExtension = createShellExtension(env, join(parts.mainFolder, "../gnome-extension"));
  const loginEntry = createLoginEntry(env, appCommand(parts.mainFolder, env, "--autostart"));
  void loginEntry.renew(formerLoginCommands(parts.mainFolder));
  const storage = createStorage(foundation);
  const usage = recordUsage(parts);
  const { far } = parts;
  windows.watchSight((isAnyVisible) => {
    if (isAnyVisible) void far.renew();
  });
  const handlers = createHandlers({
    ...{ shortcut, app, appState, consent, services, windows, paths, words },
    windowSystem: parts.windowSystem,
    sendToHome: (id, files, options) => sendToHome({ paths }, id, files, options),
    far,
    openTerminal: parts.openTerminal,
    openEditor: (id) => appState.attempt(id, () => openEditor({ paths }, env, id)),
    shellExtension,
    health: createHealth(paths, uid, services, app.getVersion()),
    usage,
    lanSwitch: foundation.vdeSwitch,
    loginEntry,
    checkPath: createPathCheck(foundation),
    storage,
    computers: computersOf(foundation, app.getVersion()),
    mover: moverOf(foundation, app.getVersion(), parts.language),
    renumber: createRenumber(foundation, services),
    traces: {
      env,
      readInventory: createInventory(foundation),
      repairs: findRepairs,
      carryOut: (repair) => carryOut(paths, repair),
    },
  });
  registerChannels(parts.ipcMain, handlers, createSenderCheck(parts.pages));
  windows.prepare();
  const notifications = createDesktopNotifications(bus, parts.icon);
  const { act } = parts;
  appState.watch(createNotifier({ first: appState.update(), notifications, act, words }));
  if (sessionOf(env).desktops.includes("GNOME")) {
    void shellExtension.refresh();
    serveShell(parts);
  }
  careForSwitch(appState, services.network.mend);
  followKnownNetworks(appState, services.network);
  void cleanUpLeftovers(paths);
  keepTidy(storage.trash);
  keepWarm(parts);
  tellOfApp(paths);
  watchSupervisor(appState, {
    isNeeded: () => isSupervisorNeeded(paths),
    start: () => startSupervisor(paths),
    ended: (signal) => supervisorEnded(paths, signal),
  });
  careForHostPower(async () => services, appState.inform);
  if (parts.resume) {
    void resumeWork({
      ...services,
      lanUp: () => appState.lanUp(),
      start: (id) => appState.machine("start", id),
      hostLoad: measureHostLoad,
    });
  }
  return watchTrayHost(bus, parts.server, parts.trayHostChanged);
}

/** The interval of the search for expired machines in the trash, in milliseconds. */
const tidyEveryMs = 30 * 60 * 1000;

function keepTidy({ purge }: TrashService): void {
  setInterval(() => void purge(), tidyEveryMs).unref();
  void purge();
}

/** Warms templates by itself. */
function keepWarm({ appState, foundation, services: { templates } }: ComposeParts): void {
  const readHost = createHostUsageReader(foundation.paths.templates);
  careForWarming({
    ...{ appState, templates },
    async readRoom() {
      const [host, onBattery] = await Promise.all([readHost(), isOnBattery()]);
      const freeMemoryBytes = host.totalMemoryBytes - host.memoryBytes;
      return { isOnBattery: onBattery, freeMemoryBytes, freeDiskBytes: host.freeDiskBytes };
    },
  });
}

/** Records the machines' usage while a window is visible, and follows their set-ups. */
function recordUsage({ appState, foundation, services, windows }: ComposeParts): UsageRecorder {
  const recorder = createUsageRecorder({
    running: () =>
      appState
        .update()
        .state.machines.flatMap(({ id, pid, definition }) =>
          pid === null ? [] : [{ id, pid, mac: definition.network.mac }],
        ),
    read: createUsageReader(foundation.paths, foundation.vdeSwitch),
    readHost: createHostUsageReader(foundation.paths.machines),
    now: Date.now,
    looked: (look) => windows.push("usage", look),
  });
  windows.watchSight((isAnyVisible) => {
    recorder.watch(isAnyVisible);
    services.machines.watchSetups(isAnyVisible);
  });
  return recorder;
}

/** Keeps the entry in GNOME's quick settings up to date, and carries out its actions. */
function serveShell({ app, act, appState, foundation, words }: ComposeParts): void {
  const service = createShellService(sessionBusAddress(foundation.env), (action) => {
    if (action.do === "quit") app.quit();
    else act(action);
  });
  const tell = ({ state }: AppStateUpdate) => service.show(buildShellFace(state, words()));
  tell(appState.update());
  appState.watch(tell);
}
