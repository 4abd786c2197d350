import { useState } from "react";
import type { AppError, Result } from "../../../../electron/contract/errors/app-error.ts";
import { type Airlock, isOver } from "../../../../electron/contract/lan/airlock.ts";
import type { MachineView } from "../../../../electron/contract/machine/machine.ts";
import { describeAirlock } from "../../../../electron/contract/words/airlock-text.ts";
import { useWords } from "../../../app-state.ts";
import { bridge } from "../../../bridge.ts";
import { Trouble } from "../../../components/Trouble.tsx";
import { offerUndo } from "../../../components/undo-offers.ts";
import { useNow } from "../../../hooks/use-now.ts";
import { ConnectionRow } from "../ConnectionRow.tsx";
import { AirlockForm } from "./AirlockForm.tsx";
import { AirlockSeen } from "./AirlockSeen.tsx";

/** The times of an airlock end by the minute. */
const paceMs = 10_000;

/** The airlock of a machine: what it lets through, what was refused, and the buttons that change both. */
export function AirlockRow(props: { readonly machine: MachineView }) {
  const { id, name, definition } = props.machine;
  const words = useWords();
  const { card, title } = words.airlock;
  const { actions } = words.ui;
  const { airlock } = definition.network;
  const [isChanging, setChanging] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const now = useNow(airlock !== undefined, paceMs);
  const formId = `airlock-of-${id}`;
  const tell = (done: Result<void>) => setError(done.ok ? null : done.error);
  const end = async (former: Airlock) => {
    const done = await bridge.call("machine.airlock", { id, airlock: null });
    tell(done);
    const again = { text: "", kept: former.only, until: former.until ?? null };
    if (done.ok) {
      offerUndo(card.ended(name), () => bridge.call("machine.airlock", { id, airlock: again }));
    }
  };
  return (
    <>
      <ConnectionRow
        title={title}
        standing={
          <p className={airlock === undefined ? "dim" : "warn"} role="status">
            {airlock === undefined ? card.none : describeAirlock(words, airlock, now)}
          </p>
        }
      >
        <span className="row-buttons">
          {airlock !== undefined && (
            <button
              type="button"
              className="button"
              aria-label={actions.of(card.end, title)}
              onClick={() => void end(airlock)}
            >
              {card.end}
            </button>
          )}
          {!isChanging && (
            <button
              type="button"
              className="button"
              aria-label={actions.of(airlock === undefined ? card.setUp : card.change, title)}
              aria-expanded={false}
              aria-controls={formId}
              onClick={() => setChanging(true)}
            >
              {airlock === undefined ? card.setUp : card.change}
            </button>
          )}
        </span>
      </ConnectionRow>
      {error !== null && <Trouble level="error" about={error} machine={id} />}
      {isChanging && (
        <div id={formId} className="connection-choices">
          <AirlockForm
            airlock={airlock}
            onSet={(typed) => bridge.call("machine.airlock", { id, airlock: typed })}
            onClose={() => setChanging(false)}
          />
        </div>
      )}
      {airlock !== undefined && !isOver(airlock, now) && (
        <AirlockSeen id={id} airlock={airlock} onAllowed={tell} />
      )}
    </>
  );
}
