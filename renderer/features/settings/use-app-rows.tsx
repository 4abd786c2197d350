import { defaultSettings } from "../../../electron/contract/app/settings.ts";
import { languages, nameOfLanguage } from "../../../electron/contract/base/languages.ts";
import type { AppError } from "../../../electron/contract/errors/app-error.ts";
import { useAppState, useWords, useWordsProblem } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { FolderControl, TextControl } from "./controls.tsx";
import type { SettingRowProps, TellSetting } from "./SettingRow.tsx";
import type { PlainSettings } from "./use-plain-settings.tsx";

/** Returns the rows for language and theme. */
export function useAppearanceRows({ choiceRow }: PlainSettings): readonly SettingRowProps[] {
  const words = useWords().ui.settings;
  const problem = useWordsProblem();
  const names = Object.fromEntries([
    ["auto", words.languageAuto],
    ...languages.map((language) => [language, nameOfLanguage(language)]),
  ]);
  return [
    { ...choiceRow("language", words.language, words.languageHint, names), problem },
    choiceRow("theme", words.theme, words.themeHint, words.themes),
  ];
}

/** Returns the rows for notifications and the terminal. */
export function useProgramRows(plain: PlainSettings): readonly SettingRowProps[] {
  const words = useWords().ui.settings;
  const { terminal } = plain.settings;
  return [
    plain.switchRow("notify", words.notify, words.notifyHint),
    {
      id: "terminal",
      title: words.terminal,
      hint: words.terminalHint,
      ...plain.backToDefault("terminal"),
      control: (ids) => (
        <TextControl
          ids={ids}
          value={terminal}
          placeholder={words.terminalAuto}
          onSave={(command) => plain.set("terminal", command)}
        />
      ),
    },
  ];
}

/** Returns the row for the folder of the templates; while a job moves them, it cannot be changed. */
export function useTemplatesRow(tell: TellSetting): SettingRowProps {
  const { settings, jobs } = useAppState();
  const words = useWords().ui.settings;
  const { templatesFolder } = settings;
  const isMoving = jobs.some(({ kind, problem }) => kind === "templates-move" && problem === null);
  const move = async (folder: string) => {
    const isPath = folder === "" || folder.startsWith("/");
    const refused: AppError = { code: "templates-folder-invalid", params: { path: folder } };
    tell(
      "templates",
      isPath
        ? await bridge.call("templates.set-folder", { folder })
        : { ok: false, error: refused },
    );
  };
  return {
    id: "templates",
    title: words.templates,
    hint: words.templatesHint,
    isDefault: templatesFolder === defaultSettings.templatesFolder || isMoving,
    reset: () => void move(defaultSettings.templatesFolder),
    control: (ids) => (
      <FolderControl
        ids={ids}
        value={templatesFolder}
        placeholder={words.templatesUsual}
        isBusy={isMoving}
        onSave={(folder) => void move(folder)}
      />
    ),
  };
}
