import { Check, Copy } from "lucide-react";
import type { ForwardView } from "../../../electron/contract/app/forward-view.ts";
import type { PortForward } from "../../../electron/contract/lan/forward.ts";
import { useWords } from "../../app-state.ts";
import { Trouble } from "../../components/Trouble.tsx";
import { useCopied } from "../../components/use-copied.ts";
import { useLasting } from "../../components/use-lasting.ts";

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
  // The LAN learns of a new forward a moment after the machine does.
  const isWaiting = useLasting(forward.state === "waiting", 1000);
  return (
    <li className="forward">
      <div className="forward-words">
        <p className="forward-address">
          <code className="mono selectable">{address}</code>
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
          <span>{words.leadsTo(forward.port, forward.protocol.toUpperCase())}</span>
        </p>
        <p className="dim selectable">
          {forward.reach === "host"
            ? words.onlyHere
            : words.others(others.map((each) => each.replace("/udp", "")).join(", "))}
        </p>
        {forward.problem !== null && <Trouble level="warning" about={forward.problem} />}
        {isWaiting && (
          <p className="hint" role="status">
            {words.waiting}
          </p>
        )}
      </div>
      <button
        type="button"
        className="button"
        aria-label={ui.actions.of(words.remove, `${address} (${forward.protocol.toUpperCase()})`)}
        onClick={props.onRemove}
      >
        {words.remove}
      </button>
    </li>
  );
}
