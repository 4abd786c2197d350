import { type FormEvent, useState } from "react";
import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import { isAlive } from "../../../electron/contract/machine/machine-actions.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { TextInput } from "../../components/TextInput.tsx";
import { Trouble } from "../../components/Trouble.tsx";
import { SnapshotRow } from "./SnapshotRow.tsx";
import { proposeSnapshotName } from "./snapshot-name.ts";
import { useGuestFacts } from "./use-guest-facts.ts";
import { useSnapshots } from "./use-snapshots.ts";

/** A machine's snapshots, newest first, below the form that takes one. */
export function SnapshotsTab(props: {
  readonly machine: Pick<MachineView, "id" | "status" | "pid">;
}) {
  const { id, status } = props.machine;
  const { storage, unit } = useWords().ui;
  const snapshots = useSnapshots(props.machine);
  const { all, unread, error, dismissError, again, look, isBusy, isSettled, act } = snapshots;
  const [typed, setTyped] = useState<string | null>(null);
  const [openedAt, setOpenedAt] = useState(Date.now);
  const taken = (all ?? []).map((snapshot) => snapshot.name);
  const proposal = proposeSnapshotName(unit.time(openedAt), taken);
  const name = typed ?? proposal;
  // Only an agent can keep the file systems still, without which the disks alone are of little use.
  const canFreeze = useGuestFacts(props.machine) !== null;
  const [isMemoryWanted, setMemoryWanted] = useState(true);
  const diskOnly = canFreeze && !isMemoryWanted;
  const runningHint = diskOnly ? storage.hintFrozen : storage.hintRunning;

  async function take(event: FormEvent): Promise<void> {
    event.preventDefault();
    const named = name.trim() === "" ? proposal : name;
    if (!(await act(() => bridge.call("snapshot.take", { id, name: named, diskOnly })))) return;
    setTyped(null);
    setOpenedAt(Date.now());
  }

  if (all === null) return null;
  return (
    <div className="snapshots">
      <form className="card snapshot-form" onSubmit={(event) => void take(event)}>
        <div className="field-row">
          <TextInput
            value={name}
            maxLength={70}
            placeholder={proposal}
            aria-label={storage.label}
            onChange={setTyped}
          />
          <button type="submit" className="button button-primary" disabled={isBusy}>
            {isBusy ? storage.taking : storage.take}
          </button>
        </div>
        {canFreeze && (
          <label className="check">
            <input
              type="checkbox"
              checked={isMemoryWanted}
              onChange={(event) => setMemoryWanted(event.target.checked)}
            />
            {storage.withMemory}
          </label>
        )}
        <p className="dim">{isAlive(status) ? runningHint : storage.hintStopped}</p>
      </form>
      {error !== null && (
        <Trouble
          level="error"
          about={error}
          machine={id}
          onRetry={again}
          onDismiss={dismissError}
        />
      )}
      {unread !== null && <Trouble level="error" about={unread} machine={id} onRetry={look} />}
      {all.length === 0 && unread === null && <p className="card dim">{storage.none}</p>}
      {all.length > 0 && (
        <ul className="card snapshot-list" aria-label={storage.title}>
          {all.toReversed().map((snapshot) => (
            <SnapshotRow
              key={snapshot.id}
              snapshot={snapshot}
              isBusy={!isSettled}
              isRunning={isAlive(status)}
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
