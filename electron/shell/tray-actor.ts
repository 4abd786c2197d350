import { assertNever } from "../contract/errors.ts";
import type { TrayAction } from "../core/tray-menu.ts";
import type { AppStateService } from "../services/app-state.ts";
import type { Windows } from "./windows.ts";

export interface TrayActorParts {
  readonly appState: AppStateService;
  readonly windows: Windows;
}

/** Does what a click in the tray's menu asks for, but for quitting, which needs none of it. What goes wrong becomes a notice in the state. */
export function createTrayActor({ appState, windows }: TrayActorParts) {
  return (action: Exclude<TrayAction, { readonly do: "quit" }>): void => {
    switch (action.do) {
      case "lan":
        void (action.on ? appState.lanUp() : appState.lanDown());
        return;
      case "uplink":
        void appState.setUplink(action.choice);
        return;
      case "machine":
        void appState.machine(action.wish, action.id);
        return;
      case "popover":
        windows.showPopover();
        return;
      case "dashboard":
        windows.openDashboard({ page: "machines" });
        return;
      default:
        assertNever(action);
    }
  };
}
