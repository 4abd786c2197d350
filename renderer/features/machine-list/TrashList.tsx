import { useEffect, useState } from "react";
import type { AppError, Result } from "../../../electron/contract/errors/app-error.ts";
import type { TrashedMachine } from "../../../electron/contract/machine/trash.ts";
import { useAppState, useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { AskDialog } from "../../components/AskDialog.tsx";
import { Trouble } from "../../components/Trouble.tsx";

/** The deleted machines, each with a button that brings it back; draws nothing without any. */
export function TrashList() {
  const { machines } = useAppState();
  const { ui } = useWords();
  const [all, setAll] = useState<readonly TrashedMachine[]>([]);
  const [error, setError] = useState<AppError | null>(null);
  const [done, setDone] = useState(0);
  const [isEmptying, setEmptying] = useState(false);
  const ids = machines.map(({ id }) => id).join();
  useEffect(() => {
    // Deleting and restoring, here or elsewhere, changes the list of machines.
    const occasion = { ids, done };
    void bridge.call("trash.list", undefined).then((answer) => {
      if (answer.ok && occasion.done >= 0) setAll(answer.value);
    });
  }, [ids, done]);
  const act = async (work: Promise<Result<void>>) => {
    const result = await work;
    setError(result.ok ? null : result.error);
    setDone((count) => count + 1);
  };
  if (all.length === 0) return null;
  return (
    <details className="trash">
      <summary>{ui.storage.trash(all.length)}</summary>
      {error !== null && <Trouble level="error" about={error} onDismiss={() => setError(null)} />}
      <ul>
        {all.map(({ id, name }) => (
          <li key={id} className="trash-row">
            <span className="cut" title={name}>
              {name}
            </span>
            <button
              type="button"
              className="button button-small"
              aria-label={ui.actions.of(ui.storage.bringBack, name)}
              onClick={() => void act(bridge.call("trash.restore", { id }))}
            >
              {ui.storage.bringBack}
            </button>
          </li>
        ))}
      </ul>
      <p className="dim">{ui.storage.trashHint}</p>
      <button type="button" className="link-button bad" onClick={() => setEmptying(true)}>
        {ui.storage.emptyAsk}
      </button>
      {isEmptying && (
        <EmptyDialog
          names={all.map(({ name }) => name)}
          onEmpty={() => void act(bridge.call("trash.empty", undefined))}
          onClose={() => setEmptying(false)}
        />
      )}
    </details>
  );
}

/** Asks before the trash is emptied, which nothing undoes. */
function EmptyDialog(props: {
  readonly names: readonly string[];
  readonly onEmpty: () => void;
  readonly onClose: () => void;
}) {
  const { ui } = useWords();
  return (
    <AskDialog
      title={ui.storage.emptyTitle(props.names.length)}
      confirm={ui.storage.empty}
      tone="danger"
      onConfirm={(close) => {
        props.onEmpty();
        close();
      }}
      onClose={props.onClose}
    >
      <p>{ui.storage.emptyText}</p>
      <p className="mono selectable dialog-path">{props.names.join("\n")}</p>
    </AskDialog>
  );
}
