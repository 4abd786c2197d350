import type { AppState } from "../../contract/app/state.ts";
import type { Words } from "../../contract/words/en/english.ts";
import { describeActive } from "../../contract/words/words.ts";
import { buildDailyItems, type TrayItem, type TrayStatus, trayStatus } from "./tray-menu.ts";

/** The content of the entry in GNOME's quick settings; its extension draws it and has no words. */
export interface ShellFace {
  /** The LAN's state in words, with the uplink in use if there is one. */
  readonly subtitle: string;
  readonly status: TrayStatus;
  readonly isOn: boolean;
  /** Whether the LAN can be switched now. */
  readonly canSwitch: boolean;
  readonly items: readonly TrayItem[];
}

/** Builds the content of the quick settings from a state. */
export function buildShellFace(state: AppState, words: Words): ShellFace {
  const { status } = state.lan;
  // The uplink is not known while the LAN is being switched.
  const active = status === "on" ? describeActive(words, state.uplink, state.lan) : "";
  const items = buildDailyItems(state, words);
  const lan = words.ui.lan.status[status];
  return {
    subtitle: active === "" ? lan : `${lan} · ${active}`,
    status: trayStatus(state),
    isOn: status === "on" || status === "starting",
    canSwitch: status === "on" || status === "off",
    // The entry's heading separates its items already.
    items: items[0]?.type === "separator" ? items.slice(1) : items,
  };
}
