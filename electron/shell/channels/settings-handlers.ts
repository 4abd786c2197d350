import type { LoginEntry } from "../../adapters/desktop/login-entry.ts";
import type { ShellExtension } from "../../adapters/desktop/shell-extension.ts";
import type { WindowSystemStanding } from "../../contract/app/window-system.ts";
import { ok } from "../../contract/errors/app-error.ts";
import type { AppStateService } from "../../services/app/app-state.ts";
import type { Shortcut } from "../shortcut.ts";
import type { Handlers } from "./ipc.ts";
import type { WindowConsent } from "./window-consent.ts";

/** The parts of the handlers below. */
export interface SettingsHandlerParts {
  readonly appState: Pick<AppStateService, "changeSettings">;
  readonly consent: Pick<WindowConsent, "terminal">;
  readonly loginEntry: LoginEntry;
  readonly shellExtension: Pick<ShellExtension, "standing" | "set">;
  readonly shortcut: Pick<Shortcut, "state">;
  readonly windowSystem: WindowSystemStanding;
}

/** Creates the handlers of the settings, and of the app's entries in the desktop. */
export function createSettingsHandlers({
  appState,
  consent,
  loginEntry,
  shellExtension,
  shortcut,
  windowSystem,
}: SettingsHandlerParts) {
  return {
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
  } satisfies Partial<Handlers>;
}
