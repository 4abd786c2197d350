import { Search } from "lucide-react";
import { useState } from "react";
import type { AppError } from "../../../electron/contract/errors/app-error.ts";
import { useWords } from "../../app-state.ts";
import { ComputersSection } from "../computers/ComputersSection.tsx";
import { KnownNetworks } from "./KnownNetworks.tsx";
import { SettingRow, type SettingRowProps, type TellSetting } from "./SettingRow.tsx";
import { useAppearanceRows, useProgramRows, useTemplatesRow } from "./use-app-rows.tsx";
import { useStartRows, useWindowRows } from "./use-desktop-rows.tsx";
import { useLanRows } from "./use-lan-rows.tsx";
import { usePlainSettings } from "./use-plain-settings.tsx";

type SectionId = "general" | "network" | "storage" | "security" | "computers";

interface Section {
  readonly id: Exclude<SectionId, "computers">;
  readonly rows: readonly SettingRowProps[];
}

/** Returns all settings in the sections and the order of the page. */
function useSections(tell: TellSetting): readonly Section[] {
  const words = useWords().ui.settings;
  const plain = usePlainSettings(tell);
  const appearanceRows = useAppearanceRows(plain);
  const startRows = useStartRows(tell);
  const windowRows = useWindowRows(plain, tell);
  const programRows = useProgramRows(plain);
  const templatesRow = useTemplatesRow(tell);
  const lanRows = useLanRows(tell);
  return [
    { id: "general", rows: [...appearanceRows, ...startRows, ...windowRows, ...programRows] },
    {
      id: "network",
      rows: [...lanRows, plain.switchRow("rememberPlaces", words.places, words.placesHint)],
    },
    {
      id: "storage",
      rows: [
        templatesRow,
        plain.choiceRow("warmTemplates", words.warm, words.warmHint, words.warmChoices),
      ],
    },
    {
      id: "security",
      rows: [
        plain.switchRow("explainRoot", words.explain, words.explainHint),
        plain.switchRow("shareLan", words.share, words.shareHint),
      ],
    },
  ];
}

/** Tells whether a setting's words contain a text in small letters. */
function matches({ title, hint }: SettingRowProps, text: string): boolean {
  return `${title} ${hint}`.toLowerCase().includes(text);
}

/** The page of the app's settings in sections, with a search; each change takes effect at once. */
export function SettingsPage() {
  const { settings: words, keys } = useWords().ui;
  const [query, setQuery] = useState("");
  const [refused, setRefused] = useState<{ readonly id: string; readonly error: AppError }>();
  const tell: TellSetting = (id, result) =>
    setRefused(result.ok ? undefined : { id, error: result.error });
  const wanted = query.trim().toLowerCase();
  const sections = useSections(tell)
    .map(({ id, rows }) => ({ id, rows: rows.filter((row) => matches(row, wanted)) }))
    .filter(({ rows }) => rows.length > 0);
  const more = wanted === "" ? (["computers"] as const) : [];
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
            title={keys.ctrl("F")}
            onChange={(event) => setQuery(event.target.value)}
          />
        </label>
      </div>
      {sections.length === 0 && (
        <p className="dim" role="status">
          {words.noMatch(query)}
        </p>
      )}
      <div className="settings-body">
        <SectionLinks ids={[...sections.map(({ id }) => id), ...more]} />
        <div className="settings-sections">
          {sections.map(({ id, rows }) => (
            <section key={id} className="settings-section" aria-labelledby={headingOf(id)}>
              <h2 id={headingOf(id)} tabIndex={-1}>
                {words.sections[id]}
              </h2>
              <ul className="card settings">
                {rows.map((row) => (
                  <SettingRow
                    key={row.id}
                    {...row}
                    refusal={refused?.id === row.id ? refused.error : null}
                    onDismiss={() => setRefused(undefined)}
                  />
                ))}
              </ul>
              {id === "network" && wanted === "" && <KnownNetworks tell={tell} />}
            </section>
          ))}
          {wanted === "" && <ComputersSection />}
        </div>
      </div>
    </div>
  );
}

const headingOf = (id: SectionId) => `settings-${id}`;

/** The list of the sections, each of which leads to its heading. */
function SectionLinks(props: { readonly ids: readonly SectionId[] }) {
  const { settings: words } = useWords().ui;
  // A search that leaves one section has found it already.
  if (props.ids.length < 2) return null;
  return (
    <nav className="settings-links" aria-label={words.title}>
      {props.ids.map((id) => (
        <button
          key={id}
          type="button"
          className="settings-link"
          onClick={() => {
            const heading = document.getElementById(headingOf(id));
            heading?.scrollIntoView();
            heading?.focus({ preventScroll: true });
          }}
        >
          {words.sections[id]}
        </button>
      ))}
    </nav>
  );
}
