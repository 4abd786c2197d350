import type { Settings } from "../../../electron/contract/settings.ts";
import { bridge } from "../../bridge.ts";
import { useAppState, useWords } from "../../snapshot.ts";

/** Language and theme; each takes effect at once. */
export function SettingsPage() {
  const { settings } = useAppState();
  const { ui } = useWords();
  return (
    <div className="sheet">
      <h1>{ui.settings.title}</h1>
      <div className="card form">
        <Choice
          label={ui.settings.language}
          value={settings.language}
          names={ui.settings.languages}
          onChange={(language: Settings["language"]) =>
            void bridge.call("settings.set", { language })
          }
        />
        <Choice
          label={ui.settings.theme}
          value={settings.theme}
          names={ui.settings.themes}
          onChange={(theme: Settings["theme"]) => void bridge.call("settings.set", { theme })}
        />
      </div>
    </div>
  );
}

function Choice<V extends string>(props: {
  readonly label: string;
  readonly value: V;
  readonly names: Readonly<Record<V, string>>;
  readonly onChange: (value: V) => void;
}) {
  const values = Object.keys(props.names) as V[];
  return (
    <label className="field field-inline">
      <span>{props.label}</span>
      <select
        value={props.value}
        onChange={(event) => {
          const value = values.find((candidate) => candidate === event.target.value);
          if (value !== undefined) props.onChange(value);
        }}
      >
        {values.map((value) => (
          <option key={value} value={value}>
            {props.names[value]}
          </option>
        ))}
      </select>
    </label>
  );
}
