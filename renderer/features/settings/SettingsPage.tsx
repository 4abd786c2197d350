import { Search } from "lucide-react";
import { useState } from "react";
import { defaultSettings, type Settings } from "../../../electron/contract/app/settings.ts";
import { type ShortcutState, shortcutProblem } from "../../../electron/contract/app/shortcut.ts";
import type { WindowSystemStanding } from "../../../electron/contract/app/window-system.ts";
import type { AppError } from "../../../electron/contract/errors/app-error.ts";
import type { Words } from "../../../electron/contract/words/en/english.ts";
import { useAppState, useWords, useWordsProblem } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { Choice } from "./Choice.tsx";
import { FolderSetting } from "./FolderSetting.tsx";
import { Places } from "./KnownNetworks";
import { OnOff } from "./OnOff.tsx";
import {
  type SettingIds,
  SettingRow,
  type SettingRowProps,
  type TellSetting,
} from "./SettingRow.tsx";
import { ShortcutSetting } from "./ShortcutSetting.tsx";
import { TextSetting } from "./TextSetting.tsx";
import { useLanRows } from "./use-lan-rows.tsx";
import { useLogin } from "./use-login.ts";
import { useShellEntry } from "./use-shell-entry.ts";
import { useShortcut } from "./use-shortcut.ts";
import { useWindowSystem } from "./use-window-system.ts";

/** What is kept as it is wished, and does no more. */
type PlainSetting =
  | "language"
  | "theme"
  | "shortcut"
  | "windowSystem"
  | "notify"
  | "terminal"
  | "explainRoot"
  | "shareLan"
  | "rememberPlaces";

/** What there is to say of a combination that the desktop's portal gives; empty: nothing. */
function shortcutNews(
  words: Words["ui"]["settings"],
  state: ShortcutState | null,
  system: WindowSystemStanding | undefined,
): string {
  // Without a portal it is decided before anybody could read this.
  if (state === null) return system?.isChoice === true ? words.shortcutAsked : "";
  return state.standing === "held" && state.trigger ? words.shortcutGiven(state.trigger) : "";
}

/** Everything that can be set about the app, searchable; each takes effect at once. */
export function SettingsPage() {
  const { settings, jobs } = useAppState();
  const { ui } = useWords();
  const wordsProblem = useWordsProblem();
  const words = ui.settings;
  const [query, setQuery] = useState("");
  const [refused, setRefused] = useState<{ readonly id: string; readonly error: AppError }>();
  const tell: TellSetting = (id, result) =>
    setRefused(result.ok ? undefined : { id, error: result.error });
  const login = useLogin(tell);
  const shell = useShellEntry(tell);
  const lanRows = useLanRows(tell);
  const set = async <K extends PlainSetting>(key: K, value: Settings[K]) =>
    tell(key, await bridge.call("settings.set", { [key]: value }));
  const keepTemplates = async (folder: string) => {
    const isPath = folder === "" || folder.startsWith("/");
    const refused: AppError = { code: "templates-folder-invalid", params: { path: folder } };
    tell(
      "templates",
      isPath
        ? await bridge.call("templates.set-folder", { folder })
        : { ok: false, error: refused },
    );
  };
  const windowSystem = useWindowSystem();
  const shortcut = useShortcut(settings.shortcut);
  const shortcutRefusal = shortcut === null ? null : shortcutProblem(settings.shortcut, shortcut);
  const isMoving = jobs.some(({ kind, problem }) => kind === "templates-move" && problem === null);
  const onOff = (isOn: boolean) => (isOn ? words.on : words.off);
  const same = (key: keyof Settings) => settings[key] === defaultSettings[key];
  const reset = (key: PlainSetting) => () => void set(key, defaultSettings[key]);

  // Where there is nothing to choose from, it is not asked.
  const windowSystemRow: readonly SettingRowProps[] =
    windowSystem?.isChoice === true
      ? [
          {
            id: "windowSystem",
            title: words.windowSystem,
            hint: `${words.windowSystemHint} ${words.windowSystemNow(words.windowSystems[windowSystem.now])}`,
            default: words.windowSystems[defaultSettings.windowSystem],
            isDefault: same("windowSystem"),
            reset: reset("windowSystem"),
            control: (ids) => (
              <Choice
                ids={ids}
                value={settings.windowSystem}
                names={words.windowSystems}
                onChange={(system) => void set("windowSystem", system)}
              />
            ),
          },
        ]
      : [];
  const rows: readonly SettingRowProps[] = [
    {
      id: "language",
      title: words.language,
      hint: words.languageHint,
      default: words.languages[defaultSettings.language],
      isDefault: same("language"),
      reset: reset("language"),
      problem: wordsProblem,
      control: (ids) => (
        <Choice
          ids={ids}
          value={settings.language}
          names={words.languages}
          onChange={(language) => void set("language", language)}
        />
      ),
    },
    {
      id: "theme",
      title: words.theme,
      hint: words.themeHint,
      default: words.themes[defaultSettings.theme],
      isDefault: same("theme"),
      reset: reset("theme"),
      control: (ids) => (
        <Choice
          ids={ids}
          value={settings.theme}
          names={words.themes}
          onChange={(theme) => void set("theme", theme)}
        />
      ),
    },
    {
      id: "login",
      title: words.login,
      hint: words.loginHint,
      default: words.off,
      isDefault: !login.isOn,
      reset: () => login.set(false),
      control: (ids) => <OnOff ids={ids} isOn={login.isOn} onChange={login.set} />,
    },
    ...(shell.standing === "absent"
      ? []
      : [
          {
            id: "shell",
            title: words.shellEntry,
            hint: shell.standing === "after-login" ? words.shellEntryLater : words.shellEntryHint,
            default: words.off,
            isDefault: shell.standing === "off",
            reset: () => shell.set(false),
            control: (ids: SettingIds) => (
              <OnOff ids={ids} isOn={shell.standing !== "off"} onChange={shell.set} />
            ),
          },
        ]),
    {
      id: "shortcut",
      title: words.shortcut,
      hint: [words.shortcutHint, shortcutNews(words, shortcut, windowSystem)].join(" ").trim(),
      default: defaultSettings.shortcut,
      isDefault: same("shortcut"),
      reset: reset("shortcut"),
      control: (ids) => (
        <ShortcutSetting
          ids={ids}
          keys={settings.shortcut}
          isRefused={shortcutRefusal !== null}
          onChange={(shortcut) => void set("shortcut", shortcut)}
        />
      ),
      problem: shortcutRefusal,
    },
    ...windowSystemRow,
    {
      id: "notify",
      title: words.notify,
      hint: words.notifyHint,
      default: onOff(defaultSettings.notify),
      isDefault: same("notify"),
      reset: reset("notify"),
      control: (ids) => (
        <OnOff ids={ids} isOn={settings.notify} onChange={(notify) => void set("notify", notify)} />
      ),
    },
    {
      id: "explainRoot",
      title: words.explain,
      hint: words.explainHint,
      default: onOff(defaultSettings.explainRoot),
      isDefault: same("explainRoot"),
      reset: reset("explainRoot"),
      control: (ids) => (
        <OnOff
          ids={ids}
          isOn={settings.explainRoot}
          onChange={(explainRoot) => void set("explainRoot", explainRoot)}
        />
      ),
    },
    {
      id: "terminal",
      title: words.terminal,
      hint: words.terminalHint,
      default: words.terminalAuto,
      isDefault: same("terminal"),
      reset: reset("terminal"),
      control: (ids) => (
        <TextSetting
          key={settings.terminal}
          ids={ids}
          value={settings.terminal}
          placeholder={words.terminalAuto}
          onSave={(terminal) => void set("terminal", terminal)}
        />
      ),
    },
    {
      id: "templates",
      title: words.templates,
      hint: words.templatesHint,
      default: words.templatesUsual,
      isDefault: same("templatesFolder") || isMoving,
      reset: () => void keepTemplates(defaultSettings.templatesFolder),
      control: (ids) => (
        <FolderSetting
          key={settings.templatesFolder}
          ids={ids}
          value={settings.templatesFolder}
          placeholder={words.templatesUsual}
          isBusy={isMoving}
          onSave={(folder) => void keepTemplates(folder)}
        />
      ),
    },
    ...lanRows,
    {
      id: "rememberPlaces",
      title: words.places,
      hint: words.placesHint,
      default: onOff(defaultSettings.rememberPlaces),
      isDefault: same("rememberPlaces"),
      reset: reset("rememberPlaces"),
      control: (ids) => (
        <OnOff
          ids={ids}
          isOn={settings.rememberPlaces}
          onChange={(rememberPlaces) => void set("rememberPlaces", rememberPlaces)}
        />
      ),
    },
    {
      id: "shareLan",
      title: words.share,
      hint: words.shareHint,
      default: onOff(defaultSettings.shareLan),
      isDefault: same("shareLan"),
      reset: reset("shareLan"),
      control: (ids) => (
        <OnOff
          ids={ids}
          isOn={settings.shareLan}
          onChange={(shareLan) => void set("shareLan", shareLan)}
        />
      ),
    },
  ];
  const wanted = query.trim().toLowerCase();
  const shown = rows.filter(({ title, hint }) => `${title} ${hint}`.toLowerCase().includes(wanted));
  return (
    <div className="sheet">
      <div className="settings-head">
        <h1>{words.title}</h1>
        <label className="search">
          <Search size={14} aria-hidden="true" />
          <input
            className="input"
            type="search"
            value={query}
            placeholder={words.find}
            aria-label={words.find}
            onChange={(event) => setQuery(event.target.value)}
          />
        </label>
      </div>
      {shown.length === 0 ? (
        <p className="dim" role="status">
          {words.noMatch(query)}
        </p>
      ) : (
        <ul className="card settings">
          {shown.map((row) => (
            <SettingRow
              key={row.id}
              {...row}
              refusal={refused?.id === row.id ? refused.error : null}
              onDismiss={() => setRefused(undefined)}
            />
          ))}
        </ul>
      )}
      {wanted === "" && <Places tell={tell} />}
    </div>
  );
}
