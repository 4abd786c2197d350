import { defaultSettings, type SettingsRequest } from "../../../electron/contract/app/settings.ts";
import { type ShortcutState, shortcutProblem } from "../../../electron/contract/app/shortcut.ts";
import type { WindowSystemStanding } from "../../../electron/contract/app/window-system.ts";
import type { Words } from "../../../electron/contract/words/en/english.ts";
import { useAppState, useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import type { SettingRowProps, TellSetting } from "./SettingRow.tsx";
import { SetUpShortcut } from "./SetUpShortcut.tsx";
import { ShortcutSetting } from "./ShortcutSetting.tsx";
import { useShortcut } from "./use-desktop.ts";

/** Returns the news of a shortcut that the desktop's portal gives; empty if there are none. */
function shortcutNews(
  words: Words["ui"]["settings"],
  state: ShortcutState | null,
  isAsked: boolean,
  system: WindowSystemStanding | undefined,
): string {
  // Without a portal it is decided before anybody could read this.
  if (state === null) return isAsked && system?.isChoice === true ? words.shortcutAsked : "";
  return state.standing === "held" && state.trigger ? words.shortcutGiven(state.trigger) : "";
}

/** Returns the row for the keys that show the popover; `tell` is called with the result of each change. */
export function useShortcutRow(
  system: WindowSystemStanding | undefined,
  tell: TellSetting,
): SettingRowProps {
  const { shortcut: keys, askForShortcut } = useAppState().settings;
  const words = useWords().ui.settings;
  const state = useShortcut(keys, askForShortcut);
  const problem = state === null ? null : shortcutProblem(keys, state);
  const isNew = state?.standing === "not-set-up";
  const set = async (wish: SettingsRequest) =>
    tell("shortcut", await bridge.call("settings.set", wish));
  // A user who chooses keys also wants the desktop's question about them.
  const use = (shortcut: string) => void set({ shortcut, askForShortcut: shortcut !== "" });
  return {
    id: "shortcut",
    title: words.shortcut,
    hint: [words.shortcutHint, shortcutNews(words, state, askForShortcut, system)].join(" ").trim(),
    isDefault: keys === defaultSettings.shortcut,
    reset: () => use(defaultSettings.shortcut),
    control: (ids) => (
      <ShortcutSetting
        ids={ids}
        keys={keys}
        isRefused={problem !== null && !isNew}
        onChange={use}
      />
    ),
    problem,
    problemLevel: isNew ? "info" : "warning",
    help: problem !== null && <SetUpShortcut about={problem} />,
  };
}
