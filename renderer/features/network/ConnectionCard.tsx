import { useState } from "react";
import type { AppError } from "../../../electron/contract/errors/app-error.ts";
import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import { nameChoice } from "../../../electron/contract/words/words.ts";
import { useAppState, useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { Switch } from "../../components/Switch.tsx";
import { Trouble } from "../../components/Trouble.tsx";
import { offerUndo } from "../../components/undo-offers.ts";
import { AirlockRow } from "./airlock/AirlockRow.tsx";
import { ConnectionRow } from "./ConnectionRow.tsx";
import { PathCheck } from "./PathCheck.tsx";
import { MachineUplink } from "./uplinks/MachineUplink.tsx";
import { WeatherRow } from "./WeatherRow.tsx";

/** How a machine is connected: its cable, its uplink, and the check of both, a row each. */
export function ConnectionCard(props: { readonly machine: MachineView }) {
  const { machine } = props;
  const { connection } = useWords().ui.wiring;
  return (
    <section className="card connection" aria-label={connection.title}>
      <CableRow machine={machine} />
      {machine.pid !== null && <WeatherRow machine={machine} />}
      <UplinkRow machine={machine} />
      <AirlockRow key={`${machine.id} airlock`} machine={machine} />
      {/* The key drops the report of the machine that was shown before. */}
      <PathCheck key={machine.id} machine={machine} />
    </section>
  );
}

function CableRow(props: { readonly machine: MachineView }) {
  const { id, name, definition } = props.machine;
  const { wiring } = useWords().ui;
  const [error, setError] = useState<AppError | null>(null);
  const isPulled = definition.network.cablePulled === true;
  const plug = (isPlugged: boolean) => bridge.call("machine.cable", { id, isPlugged });
  const change = async () => {
    const done = await plug(isPulled);
    setError(done.ok ? null : done.error);
    if (done.ok && !isPulled) offerUndo(wiring.pulledOf(name), () => plug(true));
  };
  return (
    <>
      <ConnectionRow
        title={wiring.connection.cable}
        standing={
          <p className={isPulled ? "warn" : "dim"} role="status">
            {isPulled ? wiring.connection.pulled : wiring.connection.plugged}
          </p>
        }
      >
        <Switch
          label={wiring.connection.cable}
          checked={!isPulled}
          busy={false}
          onChange={() => void change()}
        />
      </ConnectionRow>
      {error !== null && <Trouble level="error" about={error} machine={id} />}
    </>
  );
}

/** The uplink in words: nearly all machines follow the LAN's, so the list is folded. */
function UplinkRow(props: { readonly machine: MachineView }) {
  const { machine } = props;
  const { uplink } = useAppState();
  const words = useWords();
  const { ui } = words;
  const [isChanging, setChanging] = useState(false);
  const { uplink: own } = machine.definition.network;
  const id = `uplink-of-${machine.id}`;
  return (
    <>
      <ConnectionRow
        title={ui.uplink.title}
        standing={
          <p className={own === undefined ? "dim" : ""}>
            {own === undefined
              ? ui.detail.asLan(uplink.active ?? nameChoice(words, uplink.choice))
              : nameChoice(words, own)}
          </p>
        }
      >
        <button
          type="button"
          className="button"
          aria-label={ui.actions.of(ui.wiring.connection.change, ui.uplink.title)}
          aria-expanded={isChanging}
          aria-controls={id}
          onClick={() => setChanging(!isChanging)}
        >
          {isChanging ? ui.wiring.connection.noChange : ui.wiring.connection.change}
        </button>
      </ConnectionRow>
      {isChanging && (
        <div id={id} className="connection-choices">
          <MachineUplink machine={machine} />
        </div>
      )}
    </>
  );
}
