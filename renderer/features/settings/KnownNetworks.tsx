import { nameChoice } from "../../../electron/contract/words/words.ts";
import { useAppState, useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import type { TellSetting } from "./SettingRow.tsx";

/** The known networks with the uplink that was chosen in each, and buttons that forget them. */
export function KnownNetworks(props: { readonly tell: TellSetting }) {
  const { places } = useAppState().settings;
  const words = useWords();
  const { settings } = words.ui;
  if (places.length === 0) return null;
  const forget = async (id: string | null) =>
    props.tell("rememberPlaces", await bridge.call("place.forget", { id }));
  return (
    <section className="card places">
      <div className="uplink-head">
        <h2>{settings.placesTitle}</h2>
        <button type="button" className="button" onClick={() => void forget(null)}>
          {settings.placesForgetAll}
        </button>
      </div>
      <ul>
        {places.map(({ id, name, uplink }) => (
          <li key={id}>
            <span className="place-name" title={name}>
              {name}
            </span>
            <span className="mono">{nameChoice(words, uplink)}</span>
            <button
              type="button"
              className="button"
              aria-label={words.ui.actions.of(settings.placesForget, name)}
              onClick={() => void forget(id)}
            >
              {settings.placesForget}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
