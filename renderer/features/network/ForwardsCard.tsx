import { Check, Copy } from "lucide-react";
import { useState } from "react";
import {
  type ForwardState,
  type ForwardView,
  viewForwards,
} from "../../../electron/contract/app/forward-view.ts";
import type { AppError, Result } from "../../../electron/contract/errors/app-error.ts";
import type { PortForward } from "../../../electron/contract/lan/forward.ts";
import { mostForwards } from "../../../electron/contract/lan/forward.ts";
import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import { useAppState, useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { Note } from "../../components/Note.tsx";
import { useCopied } from "../../components/use-copied.ts";
import { useLasting } from "../../components/use-lasting.ts";
import { AddForwardForm } from "./AddForwardForm.tsx";

/** How a forward is called where it is used: on this computer. */
const placeOf = ({ hostPort }: PortForward) => `localhost:${hostPort}`;

/** The ports of this computer that lead to a machine. */
export function ForwardsCard(props: { readonly machine: MachineView }) {
  const { machine } = props;
  const { id } = machine;
  const { lan, uplink } = useAppState();
  const { forwards: words } = useWords();
  const [error, setError] = useState<AppError | null>(null);
  const [removed, setRemoved] = useState<PortForward | null>(null);
  const [isAdding, setAdding] = useState(false);
  const forwards = viewForwards(machine, lan, uplink);
  const stands = (state: ForwardState) => forwards.some((each) => each.state === state);

  async function add(forward: PortForward): Promise<Result<void>> {
    const added = await bridge.call("forward.add", { id, forward });
    if (added.ok) {
      setAdding(false);
      setRemoved(null);
      setError(null);
    }
    return added;
  }

  async function remove({ protocol, hostPort, port, reach }: PortForward): Promise<void> {
    const done = await bridge.call("forward.remove", { id, port: { protocol, hostPort } });
    setError(done.ok ? null : done.error);
    setRemoved(done.ok ? { protocol, hostPort, port, reach } : null);
  }

  async function bringBack(forward: PortForward): Promise<void> {
    const back = await add(forward);
    if (!back.ok) setError(back.error);
  }

  return (
    <section className="card" aria-label={words.title}>
      <div className="card-head">
        <h2>{words.title}</h2>
        {!isAdding && forwards.length < mostForwards && (
          <button
            type="button"
            className="button"
            aria-label={`${words.title}: ${words.add}`}
            onClick={() => setAdding(true)}
          >
            {words.add}
          </button>
        )}
      </div>
      {forwards.length === 0 ? (
        <p className="dim selectable">{words.empty(machine.address)}</p>
      ) : (
        <ul className="forward-list">
          {forwards.map((forward) => (
            <ForwardRow
              key={`${forward.hostPort}/${forward.protocol}`}
              forward={forward}
              onRemove={() => void remove(forward)}
            />
          ))}
        </ul>
      )}
      {(stands("lan-off") || stands("not-running")) && (
        <p className="hint" role="status">
          {stands("lan-off") ? words.lanOff : words.notRunning}
        </p>
      )}
      <div className="forward-outcome" role="status">
        {removed !== null && (
          <>
            <p>{words.removed(placeOf(removed))}</p>
            <button type="button" className="button" onClick={() => void bringBack(removed)}>
              {words.undo}
            </button>
          </>
        )}
      </div>
      {error !== null && <Note level="error" about={error} onDismiss={() => setError(null)} />}
      {isAdding && <AddForwardForm onAdd={add} onClose={() => setAdding(false)} />}
    </section>
  );
}

/** One forward: where it is used, where it leads, and for whom it is. */
function ForwardRow(props: { readonly forward: ForwardView; readonly onRemove: () => void }) {
  const { forward } = props;
  const { forwards: words, ui } = useWords();
  const place = placeOf(forward);
  const { copied, copy } = useCopied(place);
  const Icon = copied ? Check : Copy;
  const [, ...others] = forward.here;
  // The LAN learns of a new one a moment after the machine.
  const isWaiting = useLasting(forward.state === "waiting", 1000);
  return (
    <li className="forward">
      <div className="forward-words">
        <p className="forward-place">
          <code className="mono selectable">{place}</code>
          <button
            type="button"
            className="icon-button"
            aria-label={ui.actions.of(ui.actions.copy, place)}
            title={ui.actions.copy}
            onClick={copy}
          >
            <Icon size={14} aria-hidden="true" />
            <span className="unseen" aria-live="polite">
              {copied ? ui.actions.copied : ""}
            </span>
          </button>
          <span>{words.leadsTo(forward.port, forward.protocol.toUpperCase())}</span>
        </p>
        <p className="dim selectable">
          {forward.reach === "host"
            ? words.onlyHere
            : words.others(others.map((each) => each.replace("/udp", "")).join(", "))}
        </p>
        {forward.problem !== null && <Note level="warning" about={forward.problem} />}
        {isWaiting && (
          <p className="hint" role="status">
            {words.waiting}
          </p>
        )}
      </div>
      <button
        type="button"
        className="button"
        aria-label={ui.actions.of(words.remove, `${place} (${forward.protocol.toUpperCase()})`)}
        onClick={props.onRemove}
      >
        {words.remove}
      </button>
    </li>
  );
}
