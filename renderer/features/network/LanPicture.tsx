import { Cable, Monitor, Plug, Unplug } from "lucide-react";
import { useState } from "react";
import type { ForeignPlug } from "../../../electron/contract/app/net-picture.ts";
import type { AppError } from "../../../electron/contract/errors/app-error.ts";
import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import { describeObstacle } from "../../../electron/contract/words/words.ts";
import { useAppState, useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { StatusGlyph } from "../../components/StatusGlyph.tsx";
import { Trouble } from "../../components/Trouble.tsx";
import { UplinkIcon } from "../../components/UplinkIcon.tsx";
import { navigate } from "../../dashboard/route.ts";
import { type CableRate, foreignKey, useTraffic } from "./use-traffic.ts";

/** The height of a row and the width of the curves in pixels, as in picture.css. */
const row = 40;
const field = 56;

/**
 * The wiring of the LAN: uplinks, this computer, and the switch as a bar with a cable per machine.
 * Screen readers get lists; the lines are decoration.
 */
export function LanPicture() {
  const { lan, uplink, machines } = useAppState();
  const { ui, net } = useWords();
  const [error, setError] = useState<AppError | null>(null);
  const isOn = lan.status === "on";
  const { rates, foreign } = useTraffic(isOn);
  const host = rates.get("host");
  const { candidates, active } = uplink;
  const height = Math.max(candidates.length, machines.length + foreign.length, 1) * row;
  return (
    <section className="card lan-picture" aria-labelledby="picture-title">
      <h2 id="picture-title">{net.title}</h2>
      {error !== null && <Trouble level="error" about={error} onDismiss={() => setError(null)} />}
      <div className="wiring" style={{ minHeight: height }}>
        <div className="wiring-out">
          <ul className="ends" aria-label={ui.uplink.title}>
            {candidates.map((candidate) => (
              <li
                key={candidate.interface}
                className={candidate.interface === active ? "is-active" : ""}
              >
                <UplinkIcon kind={candidate.kind} />
                <span className="cut" title={candidate.interface}>
                  {candidate.interface}
                </span>
                <span className="dim cut">
                  {candidate.interface === active
                    ? net.leaves
                    : candidate.obstacle === null
                      ? net.spare
                      : describeObstacle(ui, candidate.kind, candidate.obstacle)}
                </span>
              </li>
            ))}
          </ul>
          <Curves
            count={candidates.length}
            chosen={candidates.findIndex((each) => each.interface === active)}
          />
          <div className="wiring-host">
            <Monitor size={18} aria-hidden="true" />
            <strong>{net.host}</strong>
            <span className="mono dim">{lan.settings.address}</span>
            {host !== undefined && <span className="dim">{rateWords(host, net, ui)}</span>}
          </div>
          <span className={isOn ? "trunk" : "trunk is-off"} aria-hidden="true" />
        </div>
        <div className={isOn ? "switch-bar" : "switch-bar is-off"}>
          <span>{isOn ? net.switch : net.switchOff}</span>
        </div>
        {machines.length + foreign.length === 0 ? (
          <p className="dim">{net.noMachines}</p>
        ) : (
          <ul className="cables" aria-label={ui.machines.title}>
            {machines.map((machine) => (
              <MachineCable
                key={machine.id}
                machine={machine}
                isOn={isOn}
                rate={rates.get(machine.id)}
                onError={setError}
              />
            ))}
            {foreign.map((plug) => (
              <ForeignCable key={foreignKey(plug)} plug={plug} rate={rates.get(foreignKey(plug))} />
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}

/** Lines from each uplink to this computer. */
function Curves(props: { readonly count: number; readonly chosen: number }) {
  const { count, chosen } = props;
  const height = count * row;
  const middle = height / 2;
  const numbers = [...Array(count).keys()];
  return (
    <svg className="curves" width={field} height={height} aria-hidden="true">
      {/* The chosen one is drawn last, above the others. */}
      {[
        ...numbers.filter((each) => each !== chosen),
        ...numbers.filter((each) => each === chosen),
      ].map((each) => {
        const y = (each + 0.5) * row;
        const bend = field / 2;
        return (
          <path
            key={each}
            className={each === chosen ? "is-active" : ""}
            d={`M0 ${y} C${bend} ${y} ${bend} ${middle} ${field} ${middle}`}
          />
        );
      })}
    </svg>
  );
}

function MachineCable(props: {
  readonly machine: MachineView;
  readonly isOn: boolean;
  readonly rate: CableRate | undefined;
  readonly onError: (error: AppError | null) => void;
}) {
  const { machine, isOn, rate, onError } = props;
  const { ui, net } = useWords();
  const isPlugged = machine.definition.network.cablePulled !== true;
  const isLive = isOn && isPlugged && machine.pid !== null;
  const change = async () => {
    const done = await bridge.call("machine.cable", { id: machine.id, isPlugged: !isPlugged });
    onError(done.ok ? null : done.error);
  };
  const Icon = isPlugged ? Cable : Unplug;
  const words = !isPlugged
    ? net.pulled
    : machine.pid === null
      ? net.notRunning
      : rate === undefined
        ? net.running
        : rateWords(rate, net, ui);
  return (
    <li className={`cable-row ${isLive ? "is-live" : ""} ${isPlugged ? "" : "is-pulled"}`}>
      <span className="cable-line" aria-hidden="true" />
      <button
        type="button"
        className="icon-button"
        title={isPlugged ? net.pull(machine.name) : net.plug(machine.name)}
        aria-label={isPlugged ? net.pull(machine.name) : net.plug(machine.name)}
        onClick={() => void change()}
      >
        <Icon size={15} aria-hidden="true" />
      </button>
      <span className="cable-line" aria-hidden="true" />
      <StatusGlyph status={machine.status} label={ui.machines.status[machine.status]} />
      <button
        type="button"
        className="link-button cut"
        title={machine.name}
        onClick={() => navigate({ page: "machines", machine: machine.id, tab: "network" })}
      >
        {machine.name}
      </button>
      <span className="mono dim">{machine.address}</span>
      <span className="dim cable-words">{words}</span>
    </li>
  );
}

/** A cable that another program plugged into the switch; it cannot be pulled here. */
function ForeignCable(props: { readonly plug: ForeignPlug; readonly rate: CableRate | undefined }) {
  const { plug, rate } = props;
  const { ui, net } = useWords();
  return (
    <li className="cable-row is-live" title={net.foreignHint}>
      <span className="cable-line" aria-hidden="true" />
      <span className="foreign-plug">
        <Plug size={15} aria-hidden="true" />
      </span>
      <span className="cable-line" aria-hidden="true" />
      <span aria-hidden="true" />
      <span className="dim cut" title={plug.description}>
        {net.foreign(plug.description)}
      </span>
      <span className="mono dim">{plug.addresses[0] ?? plug.macs[0] ?? ""}</span>
      <span className="dim cable-words">
        {rate === undefined ? net.port(plug.port) : rateWords(rate, net, ui)}
      </span>
    </li>
  );
}

function rateWords(
  { received, sent }: CableRate,
  net: ReturnType<typeof useWords>["net"],
  ui: ReturnType<typeof useWords>["ui"],
): string {
  return received + sent < 1
    ? net.quiet
    : net.rate(ui.unit.size(Math.round(received)), ui.unit.size(Math.round(sent)));
}
