import { type App, clipboard } from "electron";
import type { LoginEntry } from "../../adapters/desktop/login-entry.ts";
import type { ShellExtension } from "../../adapters/desktop/shell-extension.ts";
import type { Paths } from "../../adapters/files/paths.ts";
import type { VdeSwitch } from "../../adapters/switch/vde-switch.ts";
import type { WindowSystemStanding } from "../../contract/app/window-system.ts";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import type { Renumbering } from "../../contract/lan/renumber.ts";
import type { PathReport } from "../../contract/path-check/verdict.ts";
import type { Words } from "../../contract/words/en/english.ts";
import { makeVisible } from "../../core/base/visible-text.ts";
import type { AppStateService } from "../../services/app/app-state.ts";
import type { Services } from "../../services/base/interfaces.ts";
import type { Storage } from "../../services/compose/storage.ts";
import type { Health } from "../../services/doctor/health.ts";
import type { MachineAction } from "../../services/machine/power/pending.ts";
import { readUsage } from "../../services/machine/view/usage.ts";
import type { RootConsent } from "../../services/root/consent.ts";
import type { TraceTools } from "../../services/root/remove-traces.ts";
import type { Shortcut } from "../shortcut.ts";
import type { Windows } from "../windows/windows.ts";
import { consoleHandlers } from "./console-handlers.ts";
import { chooseExisting, chooseFile, confirm } from "./file-dialog.ts";
import type { Handlers } from "./ipc.ts";
import { createNetHandlers } from "./net-handlers.ts";
import { createStorageHandlers } from "./storage-handlers.ts";
import { createTemplateHandlers } from "./template-handlers.ts";
import { createWindowConsent } from "./window-consent.ts";

export interface HandlerParts {
  readonly app: Pick<App, "quit">;
  readonly appState: AppStateService;
  readonly consent: RootConsent;
  readonly health: Health;
  readonly services: Services;
  readonly storage: Storage;
  readonly checkPath: (id: string) => Promise<Result<PathReport>>;
  readonly traces: TraceTools;
  readonly renumber: (subnet: string, isDry: boolean) => Promise<Result<Renumbering>>;
  readonly windows: Windows;
  readonly paths: Paths;
  readonly loginEntry: LoginEntry;
  readonly shellExtension: Pick<ShellExtension, "standing" | "set">;
  readonly shortcut: Pick<Shortcut, "state" | "findings">;
  readonly windowSystem: WindowSystemStanding;
  readonly lanSwitch: Pick<VdeSwitch, "ports" | "heardCards">;
  /** The catalogue of the language that holds now. */
  readonly words: () => Words;
  /** Opens a terminal with a login to the machine of this id. */
  readonly openTerminal: (id: string) => Promise<Result<void>>;
}

/** What main does for each question of a window: one line each, the work is the services'. */
export function createHandlers({
  app,
  appState,
  consent: rootConsent,
  health,
  services,
  storage,
  checkPath,
  traces,
  renumber,
  windows,
  paths,
  lanSwitch,
  loginEntry,
  shellExtension,
  shortcut,
  windowSystem,
  words,
  openTerminal,
}: HandlerParts): Handlers {
  const { machines, network } = services;
  const action =
    (name: MachineAction) =>
    ({ id }: { readonly id: string }) =>
      appState.machine(name, id);
  const consent = createWindowConsent((use, subject) => {
    const { windowConsent, actions } = words().ui;
    return confirm(windows.dashboard(), {
      message: windowConsent.ask[use](makeVisible(subject)),
      detail: windowConsent.why,
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
  return {
    "state.get": () => ok(appState.update()),
    "lan.up": () => appState.lanUp(),
    "lan.down": () => appState.lanDown(),
    "lan.change": (change) => network.changeLan(change),
    "uplink.set": (choice) => appState.setUplink(choice),
    "uplink.undo": () => appState.undoUplink(),
    "machine.add": async (asked) => {
      // A disk of the computer itself is lent by root, which asks for the password.
      const agreed = asked.device === true ? ok(undefined) : await consent.path(asked.disk, "disk");
      const added = agreed.ok ? await machines.add(asked) : agreed;
      return added.ok ? ok({ id: added.value.id }) : added;
    },
    "machine.propose": async () => ok(await machines.propose()),
    "machine.start": action("start"),
    "machine.stop": action("stop"),
    "machine.kill": action("kill"),
    "machine.restart": action("restart"),
    "machine.pause": action("pause"),
    "machine.resume": action("resume"),
    "machine.delete": action("delete"),
    "machine.recover": ({ id }) => machines.recover(id),
    "machine.autostart": ({ id, autostart }) => machines.setAutostart(id, autostart),
    "machine.set-uplink": ({ id, uplink }) => appState.setMachineUplink(id, uplink),
    "machine.log": ({ id }) => machines.log(id),
    "machine.usage": ({ id }) => readUsage({ paths }, lanSwitch, id),
    "machine.terminal": ({ id }) => openTerminal(id),
    "machine.copy-vnc-password": async ({ id }) => {
      const password = await machines.vncPassword(id);
      if (!password.ok) return password;
      if (password.value === null) return fail("machine-not-running", { name: id });
      await clipboard.writeText(password.value);
      return ok(undefined);
    },
    ...createTemplateHandlers(appState, services, pick, consent),
    ...createStorageHandlers(appState, storage, windows.dashboard, words, consent),
    ...createNetHandlers(appState, services, lanSwitch, checkPath, traces, renumber),
    "disk.pick": () => pick("openFile"),
    "disk.inspect": ({ path }) => machines.inspectDisk(path),
    "netd.log": async () => ok(await network.log()),
    ...consoleHandlers({ paths, dashboard: windows.dashboard }),
    "clipboard.write": async ({ text }) => {
      // Electron 44 and newer promise that it is written, older ones have written it.
      await clipboard.writeText(text);
      return ok(undefined);
    },
    "notice.dismiss": ({ id }) => done(() => appState.dismiss(id)),
    "doctor.examine": async () => {
      const examination = await health.examine();
      // Of the doctor's findings, only the app itself can have this one.
      return ok({ ...examination, findings: [...examination.findings, ...shortcut.findings()] });
    },
    "doctor.repair": ({ id }) => health.repair(id),
    "doctor.bundle": async () => {
      const archive = { name: "tar.gz", extension: "gz" };
      const path = await chooseFile(windows.dashboard(), "virtray-report.tar.gz", archive);
      if (path === null) return ok(false);
      const written = await health.bundle(path);
      return written.ok ? ok(true) : written;
    },
    "root.answer": async ({ goOn, explain }) => {
      const kept = explain ? ok(undefined) : await appState.changeSettings({ explainRoot: false });
      rootConsent.answer(goOn);
      return kept;
    },
    "job.cancel": ({ id }) => done(() => appState.cancelJob(id)),
    "job.retry": ({ id }) => done(() => appState.retryJob(id)),
    "settings.set": async (asked) => {
      const agreed = await consent.terminal(asked.terminal ?? "");
      return agreed.ok ? appState.changeSettings(asked) : agreed;
    },
    "shortcut.get": async () => ok(await shortcut.state()),
    "window-system.get": () => ok(windowSystem),
    "login.get": async () => ok(await loginEntry.isOn()),
    "login.set": ({ isOn }) => loginEntry.set(isOn),
    "shell.get": async () => ok(await shellExtension.standing()),
    "shell.set": ({ isOn }) => shellExtension.set(isOn),
    "window.open": (place) => done(() => windows.openDashboard(place)),
    "window.hide-popover": () => done(() => windows.hidePopover()),
    "app.quit": () => done(() => app.quit()),
  };
}
