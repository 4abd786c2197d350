import { type App, clipboard } from "electron";
import type { Paths } from "../../adapters/files/paths.ts";
import type { VdeSwitch } from "../../adapters/switch/vde-switch.ts";
import { ok, type Result } from "../../contract/errors/app-error.ts";
import type { Words } from "../../contract/words/en/english.ts";
import { makeVisible } from "../../core/base/visible-text.ts";
import type { AppStateService } from "../../services/app/app-state.ts";
import type { Services } from "../../services/base/services.ts";
import type { Far } from "../../services/compose/far.ts";
import type { Storage } from "../../services/compose/storage.ts";
import type { ComputersService } from "../../services/computer/computers.ts";
import type { Mover } from "../../services/computer/move/mover.ts";
import type { Shortcut } from "../shortcut.ts";
import type { Windows } from "../windows/windows.ts";
import { createComputerHandlers } from "./computer-handlers.ts";
import { consoleHandlers } from "./console-handlers.ts";
import { createDoctorHandlers, type DoctorHandlerParts } from "./doctor-handlers.ts";
import { withFarMachines } from "./far-handlers.ts";
import { chooseExisting, confirm } from "./file-dialog.ts";
import type { Handlers } from "./ipc.ts";
import { createMachineHandlers, type MachineHandlerParts } from "./machine-handlers.ts";
import { createNetHandlers, type NetHandlerParts } from "./net-handlers.ts";
import { pickCertificates } from "./pick-certificates.ts";
import { createSettingsHandlers, type SettingsHandlerParts } from "./settings-handlers.ts";
import { createShareHandlers } from "./share-handlers.ts";
import { createStorageHandlers } from "./storage-handlers.ts";
import { createTemplateHandlers } from "./template-handlers.ts";
import { createWindowConsent } from "./window-consent.ts";

/** The parts of the handlers of all questions. */
export interface HandlerParts
  extends Omit<MachineHandlerParts, "consent">,
    Omit<SettingsHandlerParts, "consent">,
    DoctorHandlerParts,
    NetHandlerParts {
  readonly app: Pick<App, "quit">;
  readonly appState: AppStateService;
  readonly services: Services;
  readonly storage: Storage;
  readonly computers: ComputersService;
  readonly far: Far;
  readonly mover: Mover;
  readonly windows: Windows;
  readonly shortcut: Pick<Shortcut, "state" | "findings">;
  readonly paths: Paths;
  readonly lanSwitch: Pick<VdeSwitch, "ports" | "heardCards">;
  /** Returns the catalogue of the present language. */
  readonly words: () => Words;
}

/**
 * Creates the handlers of all questions of a window. Each has a few lines: the services do the
 * work.
 */
export function createHandlers(parts: HandlerParts): Handlers {
  const { app, appState, services, storage, windows, paths, words } = parts;
  const { network } = services;
  const consent = createWindowConsent((use, subject, machine) => {
    const { windowConsent, actions } = words().ui;
    return confirm(windows.dashboard(), {
      message: windowConsent.ask[use](makeVisible(subject), machine),
      // Files that go into a machine were dropped on it, not typed.
      ...(use === "send" ? {} : { detail: windowConsent.why }),
      go: windowConsent.agree,
      leave: actions.cancel,
    });
  });
  const pick = async (what: "openFile" | "openDirectory") => {
    const path = await chooseExisting(windows.dashboard(), what);
    if (path !== null) consent.note(path);
    return ok(path);
  };
  const done = (act: () => void): Result<void> => {
    act();
    return ok(undefined);
  };
  const own: Handlers = {
    "state.get": () => ok(appState.update()),
    "lan.up": () => appState.lanUp(),
    "lan.down": () => appState.lanDown(),
    "lan.change": (change) => network.changeLan(change),
    "uplink.set": (choice) => appState.setUplink(choice),
    "uplink.undo": () => appState.undoUplink(),
    ...createMachineHandlers({ ...parts, consent }),
    ...createSettingsHandlers({ ...parts, consent }),
    ...createDoctorHandlers(parts),
    ...createTemplateHandlers(appState, services, pick, consent),
    ...createStorageHandlers(appState, storage, windows.dashboard, words, consent),
    ...createNetHandlers(parts),
    ...createComputerHandlers(parts.computers, consent, parts.far, parts),
    ...createShareHandlers(services.machines, pick, consent),
    "disk.pick": () => pick("openFile"),
    "certificate.pick": () => pickCertificates(windows.dashboard()),
    "netd.log": async () => ok(await network.log()),
    ...consoleHandlers({ paths, dashboard: windows.dashboard, far: parts.far.machines }),
    "clipboard.write": async ({ text }) => {
      // Electron 44 and newer return a promise of the write; older versions write at once.
      await clipboard.writeText(text);
      return ok(undefined);
    },
    "notice.dismiss": ({ id }) => done(() => appState.dismiss(id)),
    "job.cancel": ({ id }) => done(() => appState.cancelJob(id)),
    "job.retry": ({ id }) => done(() => appState.retryJob(id)),
    "window.open": (place) => done(() => windows.openDashboard(place)),
    "window.hide-popover": () => done(() => windows.hidePopover()),
    "window.fit-popover": ({ height }) => done(() => windows.fitPopover(Math.ceil(height))),
    "app.quit": () => done(() => app.quit()),
  };
  return withFarMachines(own, parts.far.machines, appState);
}
