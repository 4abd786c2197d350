import { useEffect, useState } from "react";
import type { AppError, Result } from "../../../electron/contract/errors/app-error.ts";
import type {
  DiskView,
  FurtherDisk,
  MachineView,
} from "../../../electron/contract/machine/machine.ts";
import { mostFurtherDisks } from "../../../electron/contract/machine/machine.ts";
import { isAlive } from "../../../electron/contract/machine/machine-actions.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { focusOnSight } from "../../components/focus-on-sight.ts";
import { Note } from "../../components/Note.tsx";
import { AddDiskForm } from "./AddDiskForm.tsx";
import { CdDrive } from "./CdDrive.tsx";
import { DiskRow } from "./DiskRow.tsx";

/** What was done last, as far as there is something to say or to take back. */
type Outcome =
  | { readonly kind: "said"; readonly text: string }
  | { readonly kind: "removed"; readonly disk: DiskView };

/** A machine's disks, its CD drive, and what it boots from. */
export function DisksTab(props: { readonly machine: MachineView }) {
  const { machine } = props;
  const { id, status, definition } = machine;
  const { ui } = useWords();
  const [disks, setDisks] = useState<readonly DiskView[] | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [isAdding, setAdding] = useState(false);
  // Whoever closes the form is led back to where it was opened.
  const [wasAdding, setWasAdding] = useState(false);
  const [done, setDone] = useState(0);
  useEffect(() => {
    let isWanted = true;
    // Read anew whenever the machine is another one, or it or its disks may have changed.
    const asked = { id, status, definition, done };
    void bridge.call("disk.list", { id: asked.id }).then((answer) => {
      if (!isWanted) return;
      setDisks(answer.ok ? answer.value : []);
      if (!answer.ok) setError(answer.error);
    });
    return () => {
      isWanted = false;
    };
  }, [id, status, definition, done]);

  /** Keeps what came of something; `null`: it was refused. */
  function learn<T>(result: Result<T>): T | null {
    setError(result.ok ? null : result.error);
    setOutcome(null);
    setDone((count) => count + 1);
    return result.ok ? result.value : null;
  }

  async function remove(disk: DiskView): Promise<void> {
    const removed = learn(await bridge.call("disk.remove", { id, place: disk.place }));
    if (removed !== null) setOutcome({ kind: "removed", disk });
  }

  async function add(disk: FurtherDisk): Promise<Result<void>> {
    const added = await bridge.call("disk.add", { id, disk });
    if (added.ok) {
      learn(added);
      setAdding(false);
    }
    return added;
  }

  async function bringBack({ path, bus, place }: DiskView): Promise<void> {
    const disk = { kind: "file", path, bus, place } as const;
    learn(await bridge.call("disk.add", { id, disk }));
  }

  if (disks === null) return null;
  const isRunning = isAlive(status);
  const isFull = (definition.disks ?? []).length >= mostFurtherDisks;
  return (
    <div className="disks">
      {error !== null && <Note level="error" about={error} onDismiss={() => setError(null)} />}
      <section className="card" aria-label={ui.disks.title}>
        <ul className="disk-list">
          {disks.map((disk) => (
            <DiskRow
              key={disk.path}
              machine={machine}
              disk={disk}
              onGrown={(bytes) => {
                learn({ ok: true, value: undefined });
                setOutcome({ kind: "said", text: ui.disks.grown(ui.unit.size(bytes)) });
              }}
              onRemove={() => void remove(disk)}
            />
          ))}
        </ul>
        <div className="disk-outcome" role="status">
          {outcome?.kind === "said" && <p>{outcome.text}</p>}
          {outcome?.kind === "removed" && (
            <>
              <p className="selectable">{ui.disks.removed(outcome.disk.path)}</p>
              <button
                ref={focusOnSight}
                type="button"
                className="button"
                disabled={isRunning}
                onClick={() => void bringBack(outcome.disk)}
              >
                {ui.disks.undo}
              </button>
            </>
          )}
        </div>
        {isAdding && !isRunning && !isFull ? (
          <AddDiskForm onAdd={add} onClose={() => setAdding(false)} />
        ) : (
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
              {ui.disks.add}
            </button>
            <p className="dim">
              {isRunning ? ui.disks.busy : isFull && ui.disks.full(mostFurtherDisks)}
            </p>
          </div>
        )}
      </section>
      <CdDrive machine={machine} />
    </div>
  );
}
