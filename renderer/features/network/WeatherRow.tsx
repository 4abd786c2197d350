import { useState } from "react";
import type { AppError, Result } from "../../../electron/contract/errors/app-error.ts";
import {
  presetOf,
  type Weather,
  weatherPresetNames,
  weatherPresets,
} from "../../../electron/contract/lan/weather.ts";
import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { Trouble } from "../../components/Trouble.tsx";
import { ConnectionRow } from "./ConnectionRow.tsx";

const none = "none";
const own = "own";

function presetWeather(name: string): Weather | null {
  const preset = weatherPresetNames.find((each) => each === name);
  return preset === undefined ? null : weatherPresets[preset];
}

/** Shows the weather of a running machine's cable, and changes it. */
export function WeatherRow(props: { readonly machine: MachineView }) {
  const { id, cable } = props.machine;
  const { weather: words } = useWords();
  const [error, setError] = useState<AppError | null>(null);
  const now = cable?.weather?.is ?? null;
  const chosen = now === null ? none : (presetOf(now) ?? own);
  const parts = cable === undefined ? [] : words.parts(cable);
  const tell = (done: Result<void>) => setError(done.ok ? null : done.error);
  const choose = async (name: string) =>
    tell(await bridge.call("machine.weather", { id, weather: presetWeather(name) }));
  return (
    <>
      <ConnectionRow
        title={words.title}
        standing={
          <p className="warn" role="status">
            {parts.join("; ")}
          </p>
        }
      >
        <span className="weather-controls">
          {cable !== undefined && cable.cuts.length > 0 && (
            <button
              type="button"
              className="button"
              onClick={async () => tell(await bridge.call("machine.heal", { id }))}
            >
              {words.heal}
            </button>
          )}
          <select
            aria-label={words.title}
            value={chosen}
            onChange={(event) => void choose(event.target.value)}
          >
            <option value={none}>{words.none}</option>
            {weatherPresetNames.map((name) => (
              <option key={name} value={name}>
                {words.presets[name]}
              </option>
            ))}
            {chosen === own && (
              <option value={own} disabled={true}>
                {words.own}
              </option>
            )}
          </select>
        </span>
      </ConnectionRow>
      {error !== null && <Trouble level="error" about={error} machine={id} />}
    </>
  );
}
