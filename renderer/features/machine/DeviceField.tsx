import { RotateCw, TriangleAlert } from "lucide-react";
import { useCallback, useEffect, useId, useState } from "react";
import type { DeviceView } from "../../../electron/contract/machine/device.ts";
import { describeError } from "../../../electron/contract/words/words.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";

/** Returns the disks of this computer, null while main looks for them, and a function that looks again. */
function useDevices(onFound: (hasAny: boolean) => void) {
  const [devices, setDevices] = useState<readonly DeviceView[] | null>(null);
  const look = useCallback(async () => {
    setDevices(null);
    const answer = await bridge.call("device.list", undefined);
    const found = answer.ok ? answer.value : [];
    setDevices(found);
    onFound(found.length > 0);
  }, [onFound]);
  useEffect(() => void look(), [look]);
  return { devices, look };
}

/** Chooses one of this computer's disks; those that no machine may have are disabled with the reason. */
export function DeviceField(props: {
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (path: string) => void;
  /** Told whether there is any disk, after each look; must be a stable function. */
  readonly onFound: (hasAny: boolean) => void;
}) {
  const { devices: text, ui } = useWords();
  const { devices, look } = useDevices(props.onFound);
  const help = useId();
  const chosen = devices?.find(({ path }) => path === props.value);
  return (
    <fieldset className="field devices" aria-describedby={help}>
      <legend>{text.label}</legend>
      <ul className="device-list">
        {(devices ?? []).map((device) => (
          <DeviceRow
            key={device.node}
            device={device}
            isChosen={device.path === props.value}
            onChoose={() => props.onChange(device.path)}
          />
        ))}
      </ul>
      {devices?.length === 0 && <p className="dim">{text.none}</p>}
      <div className="device-foot">
        <button
          type="button"
          className="button"
          disabled={devices === null}
          onClick={() => void look()}
        >
          <RotateCw size={14} aria-hidden="true" className={devices === null ? "turns" : ""} />
          {text.again}
        </button>
        <p id={help} className={props.error === undefined ? "hint" : "hint bad"} role="status">
          {devices === null ? text.looking : props.error}
        </p>
      </div>
      {chosen !== undefined && (
        <p className="note note-warning" role="alert">
          <TriangleAlert size={16} aria-hidden="true" />
          <span>{text.warning(chosen.node, ui.unit.size(chosen.bytes), chosen.holds)}</span>
        </p>
      )}
    </fieldset>
  );
}

function DeviceRow(props: {
  readonly device: DeviceView;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}) {
  const words = useWords();
  const { node, model, bytes, holds, kind, refusal } = props.device;
  const size = words.ui.unit.size(bytes);
  return (
    <li className={kind === "part" ? "device device-part" : "device"}>
      <label>
        <input
          type="radio"
          name="device"
          disabled={refusal !== null}
          checked={props.isChosen}
          onChange={props.onChoose}
        />
        <span className="device-name">
          <span className="mono">{node}</span>
          {kind === "disk" && model !== null && <span> {model}</span>}
        </span>
        <span className="device-size">{size}</span>
        <span className="dim device-holds">
          {refusal === null ? words.devices.holds(holds) : describeError(words, refusal).what}
        </span>
      </label>
    </li>
  );
}
