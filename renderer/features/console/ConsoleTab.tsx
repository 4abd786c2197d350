import { Play } from "lucide-react";
import { useState } from "react";
import type { ConsoleKind } from "../../../electron/contract/machine/console.ts";
import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import { canDo } from "../../../electron/contract/machine/machine-actions.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { Console } from "./Console.tsx";

/** A machine's screen, a login to it, or its serial line; a restarted machine gets a new connection. */
export function ConsoleTab(props: { readonly machine: MachineView }) {
  const { machine } = props;
  const { ui } = useWords();
  const [kind, setKind] = useState<ConsoleKind>("screen");
  const [attempt, setAttempt] = useState(0);
  // A starting machine has a process before it has sockets.
  if (machine.pid === null || machine.status === "starting") {
    return (
      <div className="card empty">
        <p>{ui.console.notRunning}</p>
        <button
          type="button"
          className="button button-primary"
          disabled={!canDo("start", machine.status)}
          onClick={() => void bridge.call("machine.start", { id: machine.id })}
        >
          <Play size={16} aria-hidden="true" />
          {ui.verbs.start}
        </button>
      </div>
    );
  }
  return (
    <Console
      key={`${kind} ${machine.pid} ${attempt}`}
      machine={machine}
      kind={kind}
      onKind={setKind}
      onReconnect={() => setAttempt(attempt + 1)}
    />
  );
}
