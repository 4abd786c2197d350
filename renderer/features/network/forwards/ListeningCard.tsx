import { useCallback, useEffect, useRef, useState } from "react";
import type { Result } from "../../../../electron/contract/errors/app-error.ts";
import type {
  ListeningPort,
  WebScheme,
} from "../../../../electron/contract/machine/listening-port.ts";
import type { MachineView } from "../../../../electron/contract/machine/machine.ts";
import { useWords } from "../../../app-state.ts";
import { bridge } from "../../../bridge.ts";
import { Trouble } from "../../../components/Trouble.tsx";
import { hostPortsFor } from "./host-ports.ts";

type Answer = Result<readonly ListeningPort[]> | null;

/** The refusals after which another port of this computer may do. */
const otherPortHelps: ReadonlySet<string> = new Set([
  ...["forward-taken", "forward-port-taken", "forward-port-published"],
]);

/** The ports on which programs in a running machine listen, as the guest tells when it is asked. */
export function ListeningCard({ machine }: { readonly machine: MachineView }) {
  const { ui } = useWords();
  const { answer, ask } = useListening(machine);
  const [refusal, setRefusal] = useState<Result<void> | null>(null);
  if (machine.pid === null) return null;
  const send = async (sent: Promise<Result<void>>) => setRefusal(await sent);
  const isAnyLocal = answer?.ok === true && answer.value.some(({ isLocal }) => isLocal);
  return (
    <section className="card" aria-label={ui.listening.title}>
      <div className="card-head">
        <h2>{ui.listening.title}</h2>
        <button
          type="button"
          className="button"
          disabled={answer === null}
          onClick={() => void ask()}
        >
          {ui.listening.again}
        </button>
      </div>
      {answer === null && (
        <p className="dim" role="status">
          {ui.listening.asking}
        </p>
      )}
      {answer?.ok === false && <Trouble level="warning" about={answer.error} />}
      {answer?.ok === true && answer.value.length === 0 && (
        <p className="dim">{ui.listening.none}</p>
      )}
      {answer?.ok === true && answer.value.length > 0 && (
        <ul className="forward-list">
          {answer.value.map((each) => (
            <ListeningRow
              key={each.port}
              machine={machine}
              listening={each}
              onOpen={(scheme) =>
                void send(
                  bridge.call("machine.open-port", { id: machine.id, port: each.port, scheme }),
                )
              }
              onForward={() => void send(forwardPort(machine, each.port))}
            />
          ))}
        </ul>
      )}
      {isAnyLocal && <p className="hint">{ui.listening.localHint}</p>}
      {refusal?.ok === false && (
        <Trouble level="error" about={refusal.error} onDismiss={() => setRefusal(null)} />
      )}
    </section>
  );
}

/** One port: its program, who is answered, and what leads there. */
function ListeningRow(props: {
  readonly machine: MachineView;
  readonly listening: ListeningPort;
  readonly onOpen: (scheme: WebScheme) => void;
  readonly onForward: () => void;
}) {
  const { machine, listening, onOpen, onForward } = props;
  const { ui } = useWords();
  const { port, program, isLocal, web } = listening;
  const forward = machine.definition.network.forwards?.find(
    (each) => each.port === port && each.protocol === "tcp",
  );
  const reach = isLocal ? ui.listening.onlyInside : ui.listening.others;
  const led =
    forward === undefined ? reach : ui.listening.forwarded(`localhost:${forward.hostPort}`);
  return (
    <li className="forward">
      <div className="forward-line">
        <code className="mono selectable forward-address listening-port">{port}</code>
        <span className="selectable cut">{program ?? ui.listening.unknownProgram}</span>
        <span className={isLocal ? "warn forward-reach" : "dim forward-reach"}>{led}</span>
        {web !== null && !isLocal && (
          <button
            type="button"
            className="button button-small"
            aria-label={ui.listening.openOf(`${web}://${machine.address}:${port}`)}
            onClick={() => onOpen(web)}
          >
            {ui.listening.open}
          </button>
        )}
        {forward === undefined && !isLocal && (
          <button
            type="button"
            className="button button-small"
            aria-label={ui.listening.forwardOf(port)}
            onClick={onForward}
          >
            {ui.listening.forward}
          </button>
        )}
      </div>
    </li>
  );
}

/** Asks when the machine is shown and starts, and when the user asks: each question may be a login. */
function useListening({ id, pid }: MachineView) {
  const [answer, setAnswer] = useState<Answer>(null);
  const latest = useRef(0);
  const ask = useCallback(async () => {
    latest.current += 1;
    const own = latest.current;
    setAnswer(null);
    const told = await bridge.call("machine.ports", { id });
    if (latest.current === own) setAnswer(told);
  }, [id]);
  useEffect(() => {
    if (pid !== null) void ask();
    return () => {
      latest.current += 1;
    };
  }, [pid, ask]);
  return { answer, ask };
}

/** Forwards a port of this computer to a machine's, the first one that is free. */
async function forwardPort({ id, definition }: MachineView, port: number): Promise<Result<void>> {
  let refused: Result<void> | null = null;
  for (const hostPort of hostPortsFor(port, definition.network.forwards ?? [])) {
    const forward = { protocol: "tcp", hostPort, port, reach: "host" } as const;
    const added = await bridge.call("forward.add", { id, forward });
    if (added.ok || !otherPortHelps.has(added.error.code)) return added;
    refused ??= added;
  }
  return refused ?? { ok: true, value: undefined };
}
