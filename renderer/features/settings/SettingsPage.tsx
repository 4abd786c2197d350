import { Search } from "lucide-react";
import { useState } from "react";
import type { AppError } from "../../../electron/contract/errors/app-error.ts";
import { useWords } from "../../app-state.ts";
import { KnownNetworks } from "./KnownNetworks.tsx";
import { SettingRow, type SettingRowProps, type TellSetting } from "./SettingRow.tsx";
import { useAppearanceRows, useProgramRows, useTemplatesRow } from "./use-app-rows.tsx";
import { useStartRows, useWindowRows } from "./use-desktop-rows.tsx";
import { useLanRows } from "./use-lan-rows.tsx";
import { usePlainSettings } from "./use-plain-settings.tsx";

/** Returns the rows of all settings, in the order of the page. */
function useSettingRows(tell: TellSetting): readonly SettingRowProps[] {
  const words = useWords().ui.settings;
  const plain = usePlainSettings(tell);
  const appearanceRows = useAppearanceRows(plain);
  const startRows = useStartRows(tell);
  const windowRows = useWindowRows(plain, tell);
  const programRows = useProgramRows(plain);
  const templatesRow = useTemplatesRow(tell);
  const lanRows = useLanRows(tell);
  return [
    ...appearanceRows,
    ...startRows,
    ...windowRows,
    ...programRows,
    templatesRow,
    ...lanRows,
    plain.switchRow("rememberPlaces", words.places, words.placesHint),
    plain.switchRow("shareLan", words.share, words.shareHint),
  ];
}

/** The page of the app's settings, with a search; each change takes effect at once. */
export function SettingsPage() {
  const words = useWords().ui.settings;
  const [query, setQuery] = useState("");
  const [refused, setRefused] = useState<{ readonly id: string; readonly error: AppError }>();
  const tell: TellSetting = (id, result) =>
    setRefused(result.ok ? undefined : { id, error: result.error });
  const rows = useSettingRows(tell);
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
      {wanted === "" && <KnownNetworks tell={tell} />}
    </div>
  );
}
