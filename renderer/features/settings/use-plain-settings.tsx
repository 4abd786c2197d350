import { defaultSettings, type Settings } from "../../../electron/contract/app/settings.ts";
import { useAppState } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { ChoiceControl, SwitchControl } from "./controls.tsx";
import type { SettingRowProps, TellSetting } from "./SettingRow.tsx";

type SwitchKey = "notify" | "explainRoot" | "shareLan" | "rememberPlaces";
type ChoiceKey = "language" | "theme" | "windowSystem" | "warmTemplates";
/** The settings that `settings.set` changes; all others have calls of their own. */
type PlainKey = SwitchKey | ChoiceKey | "terminal";

/** The settings that main only has to store, and rows for the usual kinds of them. */
export interface PlainSettings {
  readonly settings: Settings;
  readonly set: <K extends PlainKey>(key: K, value: Settings[K]) => void;
  /** Returns the part of a row that resets its setting. */
  readonly backToDefault: (key: PlainKey) => Pick<SettingRowProps, "isDefault" | "reset">;
  /** Returns the row of a setting that is on or off. */
  readonly switchRow: (key: SwitchKey, title: string, hint: string) => SettingRowProps;
  /** Returns the row of a setting with a few values, whose words are in `names`. */
  readonly choiceRow: <K extends ChoiceKey>(
    key: K,
    title: string,
    hint: string,
    names: Readonly<Record<Settings[K], string>>,
  ) => SettingRowProps;
}

/** Returns the plain settings; `tell` is called with the result of each change. */
export function usePlainSettings(tell: TellSetting): PlainSettings {
  const { settings } = useAppState();
  const change = async <K extends PlainKey>(key: K, value: Settings[K]) =>
    tell(key, await bridge.call("settings.set", { [key]: value }));
  const set: PlainSettings["set"] = (key, value) => void change(key, value);
  const backToDefault: PlainSettings["backToDefault"] = (key) => ({
    isDefault: settings[key] === defaultSettings[key],
    reset: () => set(key, defaultSettings[key]),
  });
  return {
    settings,
    set,
    backToDefault,
    switchRow: (key, title, hint) => ({
      id: key,
      title,
      hint,
      ...backToDefault(key),
      control: (ids) => (
        <SwitchControl ids={ids} isOn={settings[key]} onChange={(isOn) => set(key, isOn)} />
      ),
    }),
    choiceRow: (key, title, hint, names) => ({
      id: key,
      title,
      hint,
      ...backToDefault(key),
      control: (ids) => (
        <ChoiceControl
          ids={ids}
          value={settings[key]}
          names={names}
          onChange={(value) => set(key, value)}
        />
      ),
    }),
  };
}
