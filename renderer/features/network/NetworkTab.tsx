import { Cable, Unplug } from "lucide-react";
import { useState } from "react";
import type { AppError } from "../../../electron/contract/errors/app-error.ts";
import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { Trouble } from "../../components/Trouble.tsx";
import { ForwardsCard } from "./ForwardsCard.tsx";
import { MachineUplink } from "./MachineUplink.tsx";
import { PathCheck } from "./PathCheck.tsx";

/** A machine's network: its cable, its uplink, its forwards, and the path check. */
export function NetworkTab(props: { readonly machine: MachineView }) {
  const { machine } = props;
  return (
    <div className="stack">
      <CableCard machine={machine} />
      <MachineUplink machine={machine} />
      <ForwardsCard key={`forwards-${machine.id}`} machine={machine} />
      {/* The key drops the report of the machine that was shown before. */}
      <PathCheck key={machine.id} machine={machine} />
    </div>
  );
}

function CableCard(props: { readonly machine: MachineView }) {
  const { id, definition } = props.machine;
  const { cable } = useWords().path;
  const [error, setError] = useState<AppError | null>(null);
  const isPulled = definition.network.cablePulled === true;
  const change = async () => {
    const done = await bridge.call("machine.cable", { id, isPlugged: isPulled });
    setError(done.ok ? null : done.error);
  };
  const Icon = isPulled ? Unplug : Cable;
  return (
    <section className="card">
      <div className="card-head">
        <h2>{cable.title}</h2>
        <button type="button" className="button" onClick={() => void change()}>
          {isPulled ? cable.plug : cable.pull}
        </button>
      </div>
      <p className="with-icon" role="status">
        <Icon size={16} aria-hidden="true" />
        {isPulled ? cable.pulled : cable.plugged}
      </p>
      {error !== null && <Trouble level="error" about={error} />}
    </section>
  );
}
