import { type FormEvent, type KeyboardEvent, useEffect, useState } from "react";
import type { AppError, Result } from "../../../electron/contract/errors/app-error.ts";
import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import { isAlive } from "../../../electron/contract/machine/machine-actions.ts";
import type { SnapshotView } from "../../../electron/contract/machine/snapshot.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { Note } from "../../components/Note.tsx";
import { TextInput } from "../../components/TextInput.tsx";

/** A machine's snapshots. Read anew at each change of status and after whatever is done here. */
export function SnapshotsTab(props: { readonly machine: MachineView }) {
  const { id, status } = props.machine;
  const { ui } = useWords();
  /** What was read last, and after how many deeds. */
  const [read, setRead] = useState<{
    readonly all: readonly SnapshotView[];
    readonly after: number;
  } | null>(null);
  /** Why the list could not be read the last time. */
  const [unread, setUnread] = useState<AppError | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const [done, setDone] = useState(0);
  const [busy, setBusy] = useState(false);
  const [name, setName] = useState("");
  useEffect(() => {
    let isWanted = true;
    const asked = { id, status, done };
    void bridge.call("snapshot.list", { id: asked.id }).then((answer) => {
      if (!isWanted) return;
      setRead({ all: answer.ok ? answer.value : [], after: asked.done });
      setUnread(answer.ok ? null : answer.error);
    });
    return () => {
      isWanted = false;
    };
  }, [id, status, done]);

  async function act(work: () => Promise<Result<void>>): Promise<boolean> {
    setBusy(true);
    setError(null);
    const result = await work();
    setBusy(false);
    setDone((count) => count + 1);
    if (!result.ok) setError(result.error);
    return result.ok;
  }

  async function take(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (await act(() => bridge.call("snapshot.take", { id, name }))) setName("");
  }

  if (read === null) return null;
  const { all } = read;
  // Until the list is read anew its rows may be gone, and others move into their places.
  const isSettled = !busy && read.after === done;
  return (
    <div className="snapshots">
      <form className="card snapshot-form" onSubmit={(event) => void take(event)}>
        <div className="field-row">
          <TextInput
            value={name}
            maxLength={70}
            placeholder={ui.storage.placeholder}
            aria-label={ui.storage.label}
            onChange={setName}
          />
          <button
            type="submit"
            className="button button-primary"
            disabled={busy || name.trim() === ""}
          >
            {busy ? ui.storage.taking : ui.storage.take}
          </button>
        </div>
        <p className="dim">{isAlive(status) ? ui.storage.hintRunning : ui.storage.hintStopped}</p>
      </form>
      {error !== null && <Note level="error" about={error} onDismiss={() => setError(null)} />}
      {unread !== null && <Note level="error" about={unread} />}
      {all.length === 0 && unread === null && <p className="card dim">{ui.storage.none}</p>}
      {all.length > 0 && (
        <ul className="card snapshot-list" aria-label={ui.storage.title}>
          {all.toReversed().map((snapshot) => (
            <SnapshotRow
              key={snapshot.id}
              snapshot={snapshot}
              busy={!isSettled}
              isMoving={isAlive(status)}
              onRestore={() =>
                void act(() => bridge.call("snapshot.restore", { id, snapshot: snapshot.id }))
              }
              onDelete={() =>
                void act(() => bridge.call("snapshot.delete", { id, snapshot: snapshot.id }))
              }
            />
          ))}
        </ul>
      )}
    </div>
  );
}

/** One snapshot. Restoring asks once more, in its own row. */
function SnapshotRow(props: {
  readonly snapshot: SnapshotView;
  readonly busy: boolean;
  /** The machine runs, so that what is freed is known approximately. */
  readonly isMoving: boolean;
  readonly onRestore: () => void;
  readonly onDelete: () => void;
}) {
  const { snapshot, busy } = props;
  const { ui } = useWords();
  const [isAsking, setAsking] = useState(false);
  const leave = ({ key }: KeyboardEvent) => {
    if (key === "Escape") setAsking(false);
  };
  const { kind, memoryBytes, bytes, takenAt, whole } = snapshot;
  const title = kind === "automatic" ? ui.storage.before(snapshot.name) : snapshot.name;
  const facts = [
    ui.unit.time(takenAt),
    memoryBytes > 0 ? ui.storage.memory(ui.unit.size(memoryBytes)) : ui.storage.diskOnly,
    ...(bytes === null
      ? []
      : bytes === 0
        ? [ui.storage.freesNothing]
        : [ui.storage.frees(ui.unit.size(bytes), !props.isMoving)]),
    ...(whole ? [] : [ui.storage.incomplete]),
  ];
  return (
    <li className="snapshot-row">
      <div className="snapshot-words">
        <span className="cut" title={title}>
          {title}
        </span>
        <span className="dim" title={bytes === null ? undefined : ui.storage.freesHint}>
          {facts.join(" · ")}
        </span>
      </div>
      <div className="snapshot-buttons">
        <button
          type="button"
          className="button"
          disabled={busy || !whole}
          aria-label={ui.actions.of(ui.storage.restore, title)}
          aria-expanded={isAsking}
          onClick={() => setAsking(!isAsking)}
          onKeyDown={leave}
        >
          {ui.storage.restore}
        </button>
        <button
          type="button"
          className="button"
          disabled={busy}
          aria-label={ui.actions.of(ui.storage.remove, title)}
          onClick={props.onDelete}
        >
          {ui.storage.remove}
        </button>
      </div>
      {isAsking && (
        <div className="snapshot-question">
          <p>{ui.storage.sureText}</p>
          <div className="snapshot-buttons">
            <button
              type="button"
              className="button"
              onKeyDown={leave}
              onClick={() => setAsking(false)}
            >
              {ui.actions.cancel}
            </button>
            <button
              type="button"
              className="button button-primary"
              onKeyDown={leave}
              disabled={busy}
              onClick={() => {
                setAsking(false);
                props.onRestore();
              }}
            >
              {ui.storage.sure}
            </button>
          </div>
        </div>
      )}
    </li>
  );
}
