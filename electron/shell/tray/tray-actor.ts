import type { MenuRequest, TrayAction } from "../../contract/app/tray-action.ts";
import { parseReference } from "../../contract/computer/far-machine.ts";
import { assertNever } from "../../contract/errors/app-error.ts";
import type { AppStateService } from "../../services/app/app-state.ts";
import type { FarMachines } from "../../services/computer/far-machines.ts";
import type { Windows } from "../windows/windows.ts";

export interface TrayActorParts {
  readonly appState: AppStateService;
  readonly far: Pick<FarMachines, "act">;
  readonly windows: Windows;
  /** Puts a text into the clipboard. */
  readonly copy: (text: string) => unknown;
  /** Opens a terminal with a login to the machine of this id. */
  readonly openTerminal: (id: string) => unknown;
}

/**
 * Carries out a click in the tray's menu, except quitting, which needs none of these parts. A
 * failure becomes a notice in the state.
 */
export function createTrayActor({ appState, far, windows, copy, openTerminal }: TrayActorParts) {
  const actOn = (wish: MenuRequest, id: string) =>
    void (parseReference(id) === null
      ? appState.machine(wish, id)
      : appState.actFar(id, wish, () => far.act(id, wish)));
  return (action: Exclude<TrayAction, { readonly do: "quit" }>): void => {
    switch (action.do) {
      case "lan":
        void (action.on ? appState.lanUp() : appState.lanDown());
        return;
      case "uplink":
        void appState.setUplink(action.choice);
        return;
      case "machine":
        actOn(action.wish, action.id);
        return;
      case "popover":
        windows.showPopover();
        return;
      case "dashboard":
        windows.openDashboard(action.place);
        return;
      case "copy":
        void copy(action.text);
        return;
      case "terminal":
        void openTerminal(action.id);
        return;
      default:
        assertNever(action);
    }
  };
}
