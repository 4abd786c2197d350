import { CloudRain } from "lucide-react";
import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import { useWords } from "../../app-state.ts";

/** The sign of a machine whose cable has weather or is cut off; draws nothing for a plain one. */
export function WeatherMark(props: { readonly machine: MachineView }) {
  const { weather } = useWords();
  const { cable } = props.machine;
  if (cable === undefined) return null;
  const label = weather.mark(weather.parts(cable));
  return (
    <span className="weather-mark" title={label}>
      <CloudRain size={14} aria-hidden="true" />
      <span className="unseen">, {label}</span>
    </span>
  );
}
