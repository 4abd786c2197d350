import { useEffect, useRef, useState } from "react";
import type { AppError, Result } from "../../../electron/contract/errors/app-error.ts";
import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import type { SnapshotView } from "../../../electron/contract/machine/snapshot.ts";
import { bridge } from "../../bridge.ts";

/** A machine's snapshots, and a function that changes them. */
export interface Snapshots {
  /** Null until the list was read for the first time. */
  readonly all: readonly SnapshotView[] | null;
  /** Why the list could not be read the last time; null if it could. */
  readonly unread: AppError | null;
  /** Why the last change failed; null if it did not, or was dismissed. */
  readonly error: AppError | null;
  readonly dismissError: () => void;
  /** Tries the last change again. */
  readonly again: () => Promise<unknown>;
  /** Reads the list again. */
  readonly look: () => void;
  readonly isBusy: boolean;
  /** False until the list is read again after a change: rows may be gone, and others move up. */
  readonly isSettled: boolean;
  /** Carries out a change and reads the list again; returns whether it succeeded. */
  readonly act: (work: () => Promise<Result<void>>) => Promise<boolean>;
}

/** Reads a machine's snapshots, again at each change of its status and after each call of `act`. */
export function useSnapshots({ id, status }: Pick<MachineView, "id" | "status">): Snapshots {
  const [read, setRead] = useState<{
    readonly all: readonly SnapshotView[];
    /** How many changes had been made when the list was asked for. */
    readonly after: number;
  } | null>(null);
  const [unread, setUnread] = useState<AppError | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const [done, setDone] = useState(0);
  const [isBusy, setBusy] = useState(false);
  const last = useRef<() => Promise<Result<void>>>(async () => ({ ok: true, value: undefined }));
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
    last.current = work;
    setBusy(true);
    setError(null);
    const result = await work();
    setBusy(false);
    setDone((count) => count + 1);
    if (!result.ok) setError(result.error);
    return result.ok;
  }

  return {
    all: read?.all ?? null,
    unread,
    error,
    dismissError: () => setError(null),
    again: () => act(last.current),
    look: () => setDone((count) => count + 1),
    isBusy,
    isSettled: !isBusy && read?.after === done,
    act,
  };
}
