import { useState } from "react";
import type { AppError, Result } from "../../../electron/contract/errors/app-error.ts";
import type { PortForward } from "../../../electron/contract/lan/forward.ts";
import { bridge } from "../../bridge.ts";

/** The changes of a machine's port forwards, and the result of the last one. */
export interface ForwardChanges {
  readonly error: AppError | null;
  readonly dismissError: () => void;
  /** The forward that was removed last and can be brought back; null if there is none. */
  readonly removed: PortForward | null;
  /** Whether the form for a new forward is open. */
  readonly isAdding: boolean;
  readonly setAdding: (isAdding: boolean) => void;
  /** Returns main's answer; a refusal is for the form alone. */
  readonly add: (forward: PortForward) => Promise<Result<void>>;
  readonly remove: (forward: PortForward) => Promise<void>;
  readonly bringBack: (forward: PortForward) => Promise<void>;
}

/** Changes the port forwards of the machine with this id. */
export function useForwardChanges(id: string): ForwardChanges {
  const [error, setError] = useState<AppError | null>(null);
  const [isAdding, setAdding] = useState(false);
  const [removed, setRemoved] = useState<PortForward | null>(null);

  async function add(forward: PortForward): Promise<Result<void>> {
    const added = await bridge.call("forward.add", { id, forward });
    if (added.ok) {
      setAdding(false);
      setRemoved(null);
      setError(null);
    }
    return added;
  }

  return {
    error,
    dismissError: () => setError(null),
    isAdding,
    setAdding,
    removed,
    add,
    async remove({ protocol, hostPort, port, reach }) {
      const done = await bridge.call("forward.remove", { id, port: { protocol, hostPort } });
      setError(done.ok ? null : done.error);
      setRemoved(done.ok ? { protocol, hostPort, port, reach } : null);
    },
    async bringBack(forward) {
      const back = await add(forward);
      if (!back.ok) setError(back.error);
    },
  };
}
