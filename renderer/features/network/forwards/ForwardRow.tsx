import { Check, Copy, Trash2 } from "lucide-react";
import type { ForwardView } from "../../../../electron/contract/app/forward-view.ts";
import type { PortForward } from "../../../../electron/contract/lan/forward.ts";
import { useWords } from "../../../app-state.ts";
import { Trouble } from "../../../components/Trouble.tsx";
import { useCopied } from "../../../hooks/use-copied.ts";
import { useLasting } from "../../../hooks/use-lasting.ts";

/** Returns the address of a forward on this computer. */
export const addressOf = ({ hostPort }: PortForward) => `localhost:${hostPort}`;

/** One forward: its address on this computer, the machine's port, and who can use it. */
export function ForwardRow(props: {
  readonly forward: ForwardView;
  readonly onRemove: () => void;
}) {
  const { forward } = props;
  const { forwards: words, ui } = useWords();
  const address = addressOf(forward);
  const { copied, copy } = useCopied(address);
  const Icon = copied ? Check : Copy;
  const [, ...others] = forward.here;
  const { connection } = ui.wiring;
  const reach =
    forward.reach === "host"
      ? connection.onlyHere
      : connection.others(others.map((each) => each.replace("/udp", "")).join(", "));
  // The LAN learns of a new forward a moment after the machine does.
  const isWaiting = useLasting(forward.state === "waiting", 1000);
  return (
    <li className="forward">
      <div className="forward-line">
        <code className="mono selectable forward-address">{address}</code>
        <button
          type="button"
          className="icon-button"
          aria-label={ui.actions.of(ui.actions.copy, address)}
          title={ui.actions.copy}
          onClick={copy}
        >
          <Icon size={14} aria-hidden="true" />
          <span className="unseen" aria-live="polite">
            {copied ? ui.actions.copied : ""}
          </span>
        </button>
        <span className="mono">{`→ ${forward.port}/${forward.protocol}`}</span>
        <span className="dim cut selectable forward-reach" title={reach}>
          {reach}
        </span>
        <button
          type="button"
          className="icon-button forward-remove"
          aria-label={ui.actions.of(words.remove, `${address} (${forward.protocol.toUpperCase()})`)}
          title={words.remove}
          onClick={props.onRemove}
        >
          <Trash2 size={14} aria-hidden="true" />
        </button>
      </div>
      {forward.problem !== null && <Trouble level="warning" about={forward.problem} />}
      {isWaiting && (
        <p className="hint" role="status">
          {words.waiting}
        </p>
      )}
    </li>
  );
}
