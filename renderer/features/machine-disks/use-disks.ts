import { useEffect, useState } from "react";
import type { AppError, Result } from "../../../electron/contract/errors/app-error.ts";
import type {
  DiskView,
  FurtherDisk,
  MachineView,
} from "../../../electron/contract/machine/machine.ts";
import { bridge } from "../../bridge.ts";

/** The last change of a machine's disks, as far as there is something to report or to undo. */
type Outcome =
  | { readonly kind: "grown"; readonly bytes: number }
  | { readonly kind: "removed"; readonly disk: DiskView };

/** A machine's disks, and the changes of them. */
export interface Disks {
  /** Null until the list was read for the first time. */
  readonly all: readonly DiskView[] | null;
  readonly error: AppError | null;
  readonly dismissError: () => void;
  readonly outcome: Outcome | null;
  readonly remove: (disk: DiskView) => Promise<void>;
  readonly bringBack: (disk: DiskView) => Promise<void>;
  /** Returns main's answer; a refusal is for the form alone. */
  readonly add: (disk: FurtherDisk) => Promise<Result<void>>;
  /** Reports a disk that was made larger. */
  readonly noteGrown: (bytes: number) => void;
}

/** Reads a machine's disks, again whenever the machine or its disks may have changed. */
export function useDisks({ id, status, definition }: MachineView): Disks {
  const [all, setAll] = useState<readonly DiskView[] | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [done, setDone] = useState(0);
  useEffect(() => {
    let isWanted = true;
    const asked = { id, status, definition, done };
    void bridge.call("disk.list", { id: asked.id }).then((answer) => {
      if (!isWanted) return;
      setAll(answer.ok ? answer.value : []);
      if (!answer.ok) setError(answer.error);
    });
    return () => {
      isWanted = false;
    };
  }, [id, status, definition, done]);

  /** Shows a result in place of the previous one, and has the list read again. */
  function learn(result: Result<unknown>): void {
    setError(result.ok ? null : result.error);
    setOutcome(null);
    setDone((count) => count + 1);
  }

  return {
    all,
    error,
    dismissError: () => setError(null),
    outcome,
    async remove(disk) {
      const removed = await bridge.call("disk.remove", { id, place: disk.place });
      learn(removed);
      if (removed.ok) setOutcome({ kind: "removed", disk });
    },
    async bringBack({ path, bus, place }) {
      const disk = { kind: "file", path, bus, place } as const;
      learn(await bridge.call("disk.add", { id, disk }));
    },
    async add(disk) {
      const added = await bridge.call("disk.add", { id, disk });
      if (added.ok) learn(added);
      return added;
    },
    noteGrown(bytes) {
      learn({ ok: true, value: undefined });
      setOutcome({ kind: "grown", bytes });
    },
  };
}
