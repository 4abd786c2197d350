import type { Result } from "../../../../electron/contract/errors/app-error.ts";
import { type Airlock, isOver } from "../../../../electron/contract/lan/airlock.ts";
import { useAppState, useWords } from "../../../app-state.ts";
import { bridge } from "../../../bridge.ts";
import { Trouble } from "../../../components/Trouble.tsx";
import { entryFor, permissions, type Refusal, reachedOf, refusalsOf } from "./refusals.ts";
import { useAirlockLog } from "./use-airlock-log.ts";

/** Shows what an airlock has refused, each with the buttons that allow it, and what was reached. */
export function AirlockSeen(props: {
  readonly id: string;
  readonly airlock: Airlock;
  /** Called with the outcome of each permission. */
  readonly onAllowed: (done: Result<void>) => void;
}) {
  const { id, airlock } = props;
  const { card, log: terms } = useWords().airlock;
  const { lan } = useAppState();
  const isOn = lan.status === "on";
  const { log, error, look } = useAirlockLog(id, isOn);
  if (!isOn) return <p className="hint airlock-seen">{terms.off}</p>;
  if (error !== null) return <Trouble level="warning" about={error} machine={id} onRetry={look} />;
  if (log === null) return null;
  const living = airlock.only.filter((entry) => !isOver(entry, Date.now()));
  const refusals = refusalsOf(log, living);
  const reached = reachedOf(log);
  const allow = async (refusal: Refusal, permission: (typeof permissions)[number]) => {
    const entry = entryFor(refusal, permission, Date.now());
    props.onAllowed(await bridge.call("machine.allow", { id, entry }));
    await look();
  };
  return (
    <div className="airlock-seen">
      {refusals.length === 0 ? (
        <p className="hint">{card.quiet}</p>
      ) : (
        <ul className="forward-list" aria-label={card.refused}>
          {refusals.map((refusal) => (
            <RefusalRow
              key={refusal.text}
              refusal={refusal}
              onAllow={(permission) => void allow(refusal, permission)}
            />
          ))}
        </ul>
      )}
      {reached.length > 0 && <p className="hint selectable">{card.reached(reached.join(", "))}</p>}
    </div>
  );
}

function RefusalRow(props: {
  readonly refusal: Refusal;
  readonly onAllow: (permission: (typeof permissions)[number]) => void;
}) {
  const { text, count } = props.refusal;
  const words = useWords();
  const { card, log: terms } = words.airlock;
  return (
    <li className="forward">
      <div className="forward-line">
        <code className="mono selectable cut forward-address" title={text}>
          {text}
        </code>
        <span className="dim airlock-count">{`${terms.refused} ${card.count(count)}`}</span>
        <span className="row-buttons">
          {permissions.map((permission) => (
            <button
              key={permission}
              type="button"
              className="button button-small"
              aria-label={words.ui.actions.of(card.allow[permission], text)}
              onClick={() => props.onAllow(permission)}
            >
              {card.allow[permission]}
            </button>
          ))}
        </span>
      </div>
    </li>
  );
}
