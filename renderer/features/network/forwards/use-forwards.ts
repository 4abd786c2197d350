import { useState } from "react";
import type { AppError, Result } from "../../../../electron/contract/errors/app-error.ts";
import type { PortForward } from "../../../../electron/contract/lan/forward.ts";
import { bridge } from "../../../bridge.ts";
import { offerUndo } from "../../../components/undo-offers.ts";

/** The changes of a machine's port forwards, and the result of the last one. */
export interface ForwardChanges {
  readonly error: AppError | null;
  readonly dismissError: () => void;
  /** Whether the form for a new forward is open. */
  readonly isAdding: boolean;
  readonly setAdding: (isAdding: boolean) => void;
  /** Returns main's answer; a refusal is for the form alone. */
  readonly add: (forward: PortForward) => Promise<Result<void>>;
  /** Removes it, and offers to undo that; `told` is the sentence about it. */
  readonly remove: (forward: PortForward, told: string) => Promise<void>;
}

/** Changes the port forwards of the machine with this id. */
export function useForwardChanges(id: string): ForwardChanges {
  const [error, setError] = useState<AppError | null>(null);
  const [isAdding, setAdding] = useState(false);

  async function add(forward: PortForward): Promise<Result<void>> {
    const added = await bridge.call("forward.add", { id, forward });
    if (added.ok) {
      setAdding(false);
      setError(null);
    }
    return added;
  }

  return {
    error,
    dismissError: () => setError(null),
    isAdding,
    setAdding,
    add,
    async remove({ protocol, hostPort, port, reach }, told) {
      const done = await bridge.call("forward.remove", { id, port: { protocol, hostPort } });
      setError(done.ok ? null : done.error);
      const forward = { protocol, hostPort, port, reach };
      if (done.ok) offerUndo(told, () => bridge.call("forward.add", { id, forward }));
    },
  };
}
