import { useState } from "react";
import type { AppError, Result } from "../../../electron/contract/errors/app-error.ts";
import { nameChoice } from "../../../electron/contract/words/words.ts";
import { useAppState, useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { Trouble } from "../../components/Trouble.tsx";
import { useUndoOffers, withdraw } from "../../components/undo-offers.ts";
import { navigate } from "../../dashboard/route.ts";
import { UndoToast } from "./UndoToast.tsx";

/** All that can be undone now: main's offers, and those of this window. */
export function UndoToasts() {
  const { deleteUndo, uplinkUndo } = useAppState();
  const words = useWords();
  const offers = useUndoOffers();
  const [refusal, setRefusal] = useState<AppError | null>(null);
  const tell = (done: Result<unknown>) => setRefusal(done.ok ? null : done.error);
  const restore = async (id: string) => {
    const restored = await bridge.call("trash.restore", { id });
    tell(restored);
    if (restored.ok) navigate({ page: "machines", machine: id });
  };
  return (
    <>
      {refusal !== null && (
        <div className="toast">
          <Trouble level="error" about={refusal} onDismiss={() => setRefusal(null)} />
        </div>
      )}
      {offers.map(({ id, text, undo, until }) => (
        <UndoToast
          key={id}
          text={text}
          until={until}
          onUndo={() => {
            withdraw(id);
            void undo().then(tell);
          }}
        />
      ))}
      {uplinkUndo !== null && (
        <UplinkUndone
          machine={uplinkUndo.machine}
          until={uplinkUndo.until}
          onUndo={() => void bridge.call("uplink.undo", undefined)}
        />
      )}
      {deleteUndo !== null && (
        <UndoToast
          text={words.ui.machineSettings.trashed(deleteUndo.name)}
          until={deleteUndo.until}
          onUndo={() => void restore(deleteUndo.machine)}
        />
      )}
    </>
  );
}

/** The offer to undo a choice of an uplink. */
function UplinkUndone(props: {
  readonly machine: string | null;
  readonly until: number;
  readonly onUndo: () => void;
}) {
  const { uplink, machines } = useAppState();
  const words = useWords();
  const { trouble } = words.ui;
  const machine = machines.find(({ id }) => id === props.machine);
  const own = machine?.definition.network.uplink;
  const text =
    machine === undefined
      ? trouble.uplinkIs(nameChoice(words, uplink.choice))
      : trouble.uplinkOf(
          machine.name,
          own === undefined ? words.ui.uplink.asLan : nameChoice(words, own),
        );
  return <UndoToast text={text} until={props.until} onUndo={props.onUndo} />;
}
