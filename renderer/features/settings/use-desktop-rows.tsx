import { useWords } from "../../app-state.ts";
import { SwitchControl } from "./controls.tsx";
import type { SettingRowProps, TellSetting } from "./SettingRow.tsx";
import { useLogin, useShellEntry, useWindowSystem } from "./use-desktop.ts";
import type { PlainSettings } from "./use-plain-settings.tsx";
import { useShortcutRow } from "./use-shortcut-row.tsx";

/** Returns the rows for starting at login and for GNOME's quick settings, where they exist. */
export function useStartRows(tell: TellSetting): readonly SettingRowProps[] {
  const words = useWords().ui.settings;
  const login = useLogin(tell);
  const shell = useShellEntry(tell);
  const loginRow: SettingRowProps = {
    id: "login",
    title: words.login,
    hint: words.loginHint,
    isDefault: !login.isOn,
    reset: () => login.set(false),
    control: (ids) => <SwitchControl ids={ids} isOn={login.isOn} onChange={login.set} />,
  };
  if (shell.standing === "absent") return [loginRow];
  const shellRow: SettingRowProps = {
    id: "shell",
    title: words.shellEntry,
    hint: shell.standing === "after-login" ? words.shellEntryLater : words.shellEntryHint,
    isDefault: shell.standing === "off",
    reset: () => shell.set(false),
    control: (ids) => (
      <SwitchControl ids={ids} isOn={shell.standing !== "off"} onChange={shell.set} />
    ),
  };
  return [loginRow, shellRow];
}

/** Returns the rows for the shortcut and, where there is a choice, for the window system. */
export function useWindowRows(plain: PlainSettings, tell: TellSetting): readonly SettingRowProps[] {
  const words = useWords().ui.settings;
  const system = useWindowSystem();
  const shortcutRow = useShortcutRow(system, tell);
  if (system?.isChoice !== true) return [shortcutRow];
  const { windowSystem, windowSystemHint, windowSystemNow } = words;
  const hint = `${windowSystemHint} ${windowSystemNow(words.windowSystems[system.now])}`;
  return [shortcutRow, plain.choiceRow("windowSystem", windowSystem, hint, words.windowSystems)];
}
