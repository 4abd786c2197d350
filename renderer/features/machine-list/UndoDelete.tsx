import { Undo2 } from "lucide-react";
import { useState } from "react";
import type { AppError } from "../../../electron/contract/errors/app-error.ts";
import { useAppState, useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { Note } from "../../components/Note.tsx";
import { useNow } from "../../components/use-now.ts";
import { navigate } from "../../dashboard/route.ts";

/** A button that brings back the machine that was deleted last, while main offers that. */
export function UndoDelete() {
  const { deleteUndo } = useAppState();
  const { machineSettings } = useWords().ui;
  const [refusal, setRefusal] = useState<AppError | null>(null);
  const now = useNow(deleteUndo !== null);

  async function undo(id: string): Promise<void> {
    const restored = await bridge.call("trash.restore", { id });
    setRefusal(restored.ok ? null : restored.error);
    if (restored.ok) navigate({ page: "machines", machine: id });
  }

  return (
    <>
      {refusal !== null && (
        <Note level="error" about={refusal} onDismiss={() => setRefusal(null)} />
      )}
      {deleteUndo !== null && (
        <div className="note undo-delete">
          <p className="cut" role="status" title={deleteUndo.name}>
            {machineSettings.trashed(deleteUndo.name)}
          </p>
          <button type="button" className="button" onClick={() => void undo(deleteUndo.machine)}>
            <Undo2 size={16} aria-hidden="true" />
            {machineSettings.undo}{" "}
            <span className="dim">
              {machineSettings.undoFor(Math.max(1, Math.ceil((deleteUndo.until - now) / 1000)))}
            </span>
          </button>
        </div>
      )}
    </>
  );
}
