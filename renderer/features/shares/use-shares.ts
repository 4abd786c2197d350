import { useState } from "react";
import type { AppError, Result } from "../../../electron/contract/errors/app-error.ts";
import {
  isShareKept,
  type Share,
  type ShareView,
} from "../../../electron/contract/machine/share.ts";
import { bridge } from "../../bridge.ts";
import { offerUndo } from "../../components/undo-offers.ts";

/** The changes of a machine's shared folders, and the result of the last one. */
interface ShareChanges {
  readonly error: AppError | null;
  readonly dismissError: () => void;
  /** Returns main's answer; a refusal is for the form alone. */
  readonly add: (share: Share) => Promise<Result<void>>;
  /** Removes it, and offers to undo that; `told` is the sentence about it. */
  readonly remove: (share: ShareView, told: string) => Promise<void>;
}

/** Changes the shared folders of the machine with this id. */
export function useShareChanges(id: string, onAdded: () => void): ShareChanges {
  const [error, setError] = useState<AppError | null>(null);

  return {
    error,
    dismissError: () => setError(null),
    async add(share) {
      const added = await bridge.call("share.add", { id, share });
      setError(null);
      // Its row tells why it is not mounted.
      if (!added.ok && !isShareKept(added.error)) return added;
      onAdded();
      return { ok: true, value: undefined };
    },
    async remove({ folder, guestFolder, readOnly }, told) {
      const done = await bridge.call("share.remove", { id, guestFolder });
      setError(done.ok ? null : done.error);
      const share = { folder, guestFolder, ...(readOnly ? { readOnly } : {}) };
      if (done.ok) offerUndo(told, () => bridge.call("share.add", { id, share }));
    },
  };
}
