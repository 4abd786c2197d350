import { defaultSettings } from "../../../electron/contract/app/settings.ts";
import { type ShortcutState, shortcutProblem } from "../../../electron/contract/app/shortcut.ts";
import type { WindowSystemStanding } from "../../../electron/contract/app/window-system.ts";
import type { Words } from "../../../electron/contract/words/en/english.ts";
import { useWords } from "../../app-state.ts";
import { SwitchControl } from "./controls.tsx";
import type { SettingRowProps, TellSetting } from "./SettingRow.tsx";
import { ShortcutSetting } from "./ShortcutSetting.tsx";
import { useLogin, useShellEntry, useShortcut, useWindowSystem } from "./use-desktop.ts";
import type { PlainSettings } from "./use-plain-settings.tsx";

/** Returns the rows for starting at login and for GNOME's quick settings, where they exist. */
export function useStartRows(tell: TellSetting): readonly SettingRowProps[] {
  const words = useWords().ui.settings;
  const login = useLogin(tell);
  const shell = useShellEntry(tell);
  const loginRow: SettingRowProps = {
    id: "login",
    title: words.login,
    hint: words.loginHint,
    default: words.off,
    isDefault: !login.isOn,
    reset: () => login.set(false),
    control: (ids) => <SwitchControl ids={ids} isOn={login.isOn} onChange={login.set} />,
  };
  if (shell.standing === "absent") return [loginRow];
  const shellRow: SettingRowProps = {
    id: "shell",
    title: words.shellEntry,
    hint: shell.standing === "after-login" ? words.shellEntryLater : words.shellEntryHint,
    default: words.off,
    isDefault: shell.standing === "off",
    reset: () => shell.set(false),
    control: (ids) => (
      <SwitchControl ids={ids} isOn={shell.standing !== "off"} onChange={shell.set} />
    ),
  };
  return [loginRow, shellRow];
}

/** Returns the news of a shortcut that the desktop's portal gives; empty if there are none. */
function shortcutNews(
  words: Words["ui"]["settings"],
  state: ShortcutState | null,
  system: WindowSystemStanding | undefined,
): string {
  // Without a portal the desktop decides before anybody could read this.
  if (state === null) return system?.isChoice === true ? words.shortcutAsked : "";
  return state.standing === "held" && state.trigger ? words.shortcutGiven(state.trigger) : "";
}

/** Returns the rows for the shortcut and, where there is a choice, for the window system. */
export function useWindowRows(plain: PlainSettings): readonly SettingRowProps[] {
  const { settings } = plain;
  const words = useWords().ui.settings;
  const system = useWindowSystem();
  const state = useShortcut(settings.shortcut);
  const refusal = state === null ? null : shortcutProblem(settings.shortcut, state);
  const shortcutRow: SettingRowProps = {
    id: "shortcut",
    title: words.shortcut,
    hint: [words.shortcutHint, shortcutNews(words, state, system)].join(" ").trim(),
    default: defaultSettings.shortcut,
    ...plain.backToDefault("shortcut"),
    control: (ids) => (
      <ShortcutSetting
        ids={ids}
        keys={settings.shortcut}
        isRefused={refusal !== null}
        onChange={(shortcut) => plain.set("shortcut", shortcut)}
      />
    ),
    problem: refusal,
  };
  if (system?.isChoice !== true) return [shortcutRow];
  const { windowSystem, windowSystemHint, windowSystemNow } = words;
  const hint = `${windowSystemHint} ${windowSystemNow(words.windowSystems[system.now])}`;
  return [shortcutRow, plain.choiceRow("windowSystem", windowSystem, hint, words.windowSystems)];
}
