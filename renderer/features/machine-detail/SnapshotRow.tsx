import { Trash2 } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import type { SnapshotView } from "../../../electron/contract/machine/snapshot.ts";
import { useWords } from "../../app-state.ts";

/** One snapshot. The button for restoring asks once more, in its own row. */
export function SnapshotRow(props: {
  readonly snapshot: SnapshotView;
  readonly isBusy: boolean;
  /** Whether the machine runs: then the bytes that deleting frees are known approximately only. */
  readonly isRunning: boolean;
  readonly onRestore: () => void;
  readonly onDelete: () => void;
}) {
  const { snapshot, isBusy } = props;
  const { ui } = useWords();
  const [isAsking, setAsking] = useState(false);
  const closeByKey = ({ key }: KeyboardEvent) => {
    if (key === "Escape") setAsking(false);
  };
  const { kind, bytes, whole } = snapshot;
  const title = kind === "automatic" ? ui.storage.before(snapshot.name) : snapshot.name;
  return (
    <li className="snapshot-row">
      <div className="snapshot-words">
        <span className="cut" title={title}>
          {title}
        </span>
        <span className="dim" title={bytes === null ? undefined : ui.storage.freesHint}>
          {useFacts(snapshot, props.isRunning).join(" · ")}
        </span>
      </div>
      <div className="snapshot-buttons">
        <button
          type="button"
          className="button"
          disabled={isBusy || !whole}
          aria-label={ui.actions.of(ui.storage.restore, title)}
          aria-expanded={isAsking}
          onClick={() => setAsking(!isAsking)}
          onKeyDown={closeByKey}
        >
          {ui.storage.restore}
        </button>
        <button
          type="button"
          className="icon-button"
          disabled={isBusy}
          aria-label={ui.actions.of(ui.storage.remove, title)}
          title={ui.storage.remove}
          onClick={props.onDelete}
        >
          <Trash2 size={14} aria-hidden="true" />
        </button>
      </div>
      {isAsking && (
        <Question
          isBusy={isBusy}
          onKeyDown={closeByKey}
          onCancel={() => setAsking(false)}
          onConfirm={() => {
            setAsking(false);
            props.onRestore();
          }}
        />
      )}
    </li>
  );
}

function useFacts(snapshot: SnapshotView, isRunning: boolean): readonly string[] {
  const { storage, unit } = useWords().ui;
  const { takenAt, memoryBytes, bytes, whole } = snapshot;
  return [
    unit.time(takenAt),
    memoryBytes > 0 ? storage.memory(unit.size(memoryBytes)) : storage.diskOnly,
    ...(bytes === null
      ? []
      : bytes === 0
        ? [storage.freesNothing]
        : [storage.frees(unit.size(bytes), !isRunning)]),
    ...(whole ? [] : [storage.incomplete]),
  ];
}

function Question(props: {
  readonly isBusy: boolean;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onCancel: () => void;
  readonly onConfirm: () => void;
}) {
  const { actions, storage } = useWords().ui;
  return (
    <div className="snapshot-question">
      <p>{storage.sureText}</p>
      <div className="snapshot-buttons">
        <button
          type="button"
          className="button"
          onKeyDown={props.onKeyDown}
          onClick={props.onCancel}
        >
          {actions.cancel}
        </button>
        <button
          type="button"
          className="button button-primary"
          onKeyDown={props.onKeyDown}
          disabled={props.isBusy}
          onClick={props.onConfirm}
        >
          {storage.sure}
        </button>
      </div>
    </div>
  );
}
