import { useState } from "react";
import { type MachineView, mostFurtherDisks } from "../../../electron/contract/machine/machine.ts";
import { isAlive } from "../../../electron/contract/machine/machine-actions.ts";
import { useWords } from "../../app-state.ts";
import { Trouble } from "../../components/Trouble.tsx";
import { focusOnSight } from "../../hooks/focus-on-sight.ts";
import { SharesCard } from "../shares/SharesCard.tsx";
import { AddDiskForm } from "./AddDiskForm.tsx";
import { CdDrive } from "./CdDrive.tsx";
import { DiskRow } from "./DiskRow.tsx";
import { type Disks, useDisks } from "./use-disks.ts";

/** A machine's disks, its CD drive, and the device that it boots from. */
export function DisksTab(props: { readonly machine: MachineView }) {
  const { machine } = props;
  const { ui } = useWords();
  const disks = useDisks(machine);
  if (disks.all === null) return null;
  return (
    <div className="disks">
      {disks.error !== null && (
        <Trouble
          level="error"
          about={disks.error}
          machine={machine.id}
          onDismiss={disks.dismissError}
        />
      )}
      <section className="card" aria-label={ui.disks.title}>
        <ul className="disk-list">
          {disks.all.map((disk) => (
            <DiskRow
              key={disk.path}
              machine={machine}
              disk={disk}
              onGrown={disks.noteGrown}
              onRemove={() => void disks.remove(disk)}
            />
          ))}
        </ul>
        <DiskOutcome disks={disks} isRunning={isAlive(machine.status)} />
        <AddDisk disks={disks} machine={machine} />
      </section>
      <CdDrive machine={machine} />
      <SharesCard key={machine.id} machine={machine} />
    </div>
  );
}

/** Reports the last change; a removed disk can be brought back. */
function DiskOutcome(props: { readonly disks: Disks; readonly isRunning: boolean }) {
  const { outcome, bringBack } = props.disks;
  const { disks, unit } = useWords().ui;
  return (
    <div className="disk-outcome" role="status">
      {outcome?.kind === "grown" && <p>{disks.grown(unit.size(outcome.bytes))}</p>}
      {outcome?.kind === "removed" && (
        <>
          <p className="selectable">{disks.removed(outcome.disk.path)}</p>
          <button
            ref={focusOnSight}
            type="button"
            className="button"
            disabled={props.isRunning}
            onClick={() => void bringBack(outcome.disk)}
          >
            {disks.undo}
          </button>
        </>
      )}
    </div>
  );
}

/** The button that opens the form for a further disk, or that form. */
function AddDisk(props: { readonly disks: Disks; readonly machine: MachineView }) {
  const { status, definition } = props.machine;
  const { disks: words } = useWords().ui;
  const [isAdding, setAdding] = useState(false);
  // The button takes the focus when the form closes, but not when the tab opens.
  const [wasAdding, setWasAdding] = useState(false);
  const isRunning = isAlive(status);
  const isFull = (definition.disks ?? []).length >= mostFurtherDisks;
  if (isAdding && !isRunning && !isFull) {
    return (
      <AddDiskForm
        onAdd={async (disk) => {
          const added = await props.disks.add(disk);
          if (added.ok) setAdding(false);
          return added;
        }}
        onClose={() => setAdding(false)}
      />
    );
  }
  return (
    <div className="disk-foot">
      <button
        ref={wasAdding ? focusOnSight : null}
        type="button"
        className="button"
        disabled={isRunning || isFull}
        onClick={() => {
          setAdding(true);
          setWasAdding(true);
        }}
      >
        {words.add}
      </button>
      <p className="dim">{isRunning ? words.busy : isFull && words.full(mostFurtherDisks)}</p>
    </div>
  );
}
