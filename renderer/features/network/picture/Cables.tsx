import { Cable, CloudRain, Plug, Unplug } from "lucide-react";
import type { ForeignPlug } from "../../../../electron/contract/app/net-picture.ts";
import type { AppError } from "../../../../electron/contract/errors/app-error.ts";
import type { MachineView } from "../../../../electron/contract/machine/machine.ts";
import { isAlive } from "../../../../electron/contract/machine/machine-actions.ts";
import { useAppState, useWords } from "../../../app-state.ts";
import { bridge } from "../../../bridge.ts";
import { StatusGlyph } from "../../../components/StatusGlyph.tsx";
import { offerUndo } from "../../../components/undo-offers.ts";
import { navigate } from "../../../dashboard/route.ts";
import { type CableRate, foreignKey, rateWords, type SwitchTraffic } from "../use-traffic.ts";

/** So many machines that are not running stand in the list; more fold. */
const mostUnfolded = 3;

/** The cables at the switch: what runs, what others plugged in, and the rest, which may fold. */
export function Cables(props: {
  readonly isOn: boolean;
  readonly traffic: SwitchTraffic;
  readonly onError: (error: AppError | null) => void;
}) {
  const { isOn, traffic, onError } = props;
  const { machines } = useAppState();
  const { ui, net } = useWords();
  const running = machines.filter(({ status }) => isAlive(status));
  const rest = machines.filter(({ status }) => !isAlive(status));
  const row = (machine: MachineView) => (
    <MachineCable
      key={machine.id}
      machine={machine}
      isOn={isOn}
      rate={traffic.rates.get(machine.id)}
      onError={onError}
    />
  );
  if (machines.length + traffic.foreign.length === 0) {
    return <p className="dim cables-none">{net.noMachines}</p>;
  }
  return (
    <div className="cables">
      <ul aria-label={ui.wiring.running}>
        {running.map(row)}
        {traffic.foreign.map((plug) => (
          <ForeignCable
            key={foreignKey(plug)}
            plug={plug}
            rate={traffic.rates.get(foreignKey(plug))}
          />
        ))}
      </ul>
      {rest.length > mostUnfolded ? (
        <details className="fold cables-rest">
          <summary>{ui.wiring.notRunning(rest.length)}</summary>
          <ul aria-label={ui.wiring.rest}>{rest.map(row)}</ul>
        </details>
      ) : (
        rest.length > 0 && <ul aria-label={ui.wiring.rest}>{rest.map(row)}</ul>
      )}
    </div>
  );
}

function MachineCable(props: {
  readonly machine: MachineView;
  readonly isOn: boolean;
  readonly rate: CableRate | undefined;
  readonly onError: (error: AppError | null) => void;
}) {
  const { machine, isOn, rate, onError } = props;
  const { ui, net, weather } = useWords();
  const { wiring } = ui;
  const { id, name } = machine;
  const isPlugged = machine.definition.network.cablePulled !== true;
  const isLive = isOn && isPlugged && machine.pid !== null;
  const change = async () => {
    const done = await bridge.call("machine.cable", { id, isPlugged: !isPlugged });
    onError(done.ok ? null : done.error);
    if (done.ok && isPlugged) {
      offerUndo(wiring.pulledOf(name), () => bridge.call("machine.cable", { id, isPlugged: true }));
    }
  };
  const Icon = !isPlugged ? Unplug : machine.cable === undefined ? Cable : CloudRain;
  const weathered = machine.cable === undefined ? [] : weather.parts(machine.cable);
  const words = !isPlugged
    ? wiring.pulled
    : machine.pid === null
      ? wiring.stopped
      : rate === undefined
        ? wiring.connected
        : rateWords(rate, net, ui);
  return (
    <li
      className={`cable-row ${isLive ? "is-live" : ""} ${isPlugged ? "" : "is-pulled"} ${weathered.length > 0 ? "is-weathered" : ""}`}
      title={weathered.length > 0 ? weather.mark(weathered) : undefined}
    >
      <span className="cable-line" aria-hidden="true">
        <Icon size={15} />
      </span>
      <StatusGlyph status={machine.status} label={ui.machines.status[machine.status]} />
      <button
        type="button"
        className="link-button cut"
        title={name}
        onClick={() => navigate({ page: "machines", machine: id, tab: "network" })}
      >
        {name}
        {weathered.length > 0 && <span className="unseen">, {weather.mark(weathered)}</span>}
      </button>
      <span className="mono dim cable-address">{machine.address}</span>
      <span className="dim cable-words">{words}</span>
      <button
        type="button"
        className="button button-small cable-button"
        aria-label={isPlugged ? wiring.pullOf(name) : wiring.plugOf(name)}
        onClick={() => void change()}
      >
        {isPlugged ? wiring.pull : wiring.plug}
      </button>
    </li>
  );
}

/** A cable that another program plugged into the switch; it cannot be pulled here. */
function ForeignCable(props: { readonly plug: ForeignPlug; readonly rate: CableRate | undefined }) {
  const { plug, rate } = props;
  const { ui, net } = useWords();
  return (
    <li className="cable-row is-live" title={net.foreignHint}>
      <span className="cable-line" aria-hidden="true">
        <Plug size={15} />
      </span>
      <span aria-hidden="true" />
      <span className="dim cut" title={plug.description}>
        {net.foreign(plug.description)}
      </span>
      <span className="mono dim cable-address">{plug.addresses[0] ?? plug.macs[0] ?? ""}</span>
      <span className="dim cable-words">
        {rate === undefined ? net.port(plug.port) : rateWords(rate, net, ui)}
      </span>
    </li>
  );
}
