import { useState } from "react";
import type { AppError } from "../../../electron/contract/errors/app-error.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { AskDialog } from "../../components/AskDialog.tsx";
import { Trouble } from "../../components/Trouble.tsx";

/** Reverts all changes on this computer after a dialog that lists them. `lasting` would stay otherwise. */
export function RemoveTraces(props: {
  /** Whether there is anything to remove. */
  readonly isNeeded: boolean;
  readonly lasting: readonly string[];
  readonly onRemoved: () => void;
}) {
  const { inventory } = useWords().net;
  const [isAsking, setAsking] = useState(false);
  const [state, setState] = useState<"idle" | "busy" | "done" | AppError>("idle");
  const remove = async () => {
    setAsking(false);
    setState("busy");
    const removed = await bridge.call("net.remove-traces", undefined);
    setState(removed.ok ? "done" : removed.error);
    props.onRemoved();
  };
  return (
    <>
      {typeof state === "object" && (
        <Trouble level="error" about={state} onRetry={remove} onDismiss={() => setState("idle")} />
      )}
      <div className="traces">
        {props.isNeeded && (
          <button
            type="button"
            className="link-button"
            disabled={state === "busy"}
            onClick={() => setAsking(true)}
          >
            {inventory.removeTraces}
          </button>
        )}
        <span className="dim" role="status">
          {state === "done" && inventory.removed}
        </span>
      </div>
      {isAsking && (
        <RemoveDialog
          lasting={props.lasting}
          onClose={() => setAsking(false)}
          onConfirm={() => void remove()}
        />
      )}
    </>
  );
}

function RemoveDialog(props: {
  readonly lasting: readonly string[];
  readonly onClose: () => void;
  readonly onConfirm: () => void;
}) {
  const { lasting } = props;
  const { inventory } = useWords().net;
  return (
    <AskDialog
      title={inventory.removeTitle}
      confirm={inventory.removeConfirm}
      tone="danger"
      onConfirm={props.onConfirm}
      onClose={props.onClose}
    >
      <div className="stack">
        <p>{inventory.removeText}</p>
        <p>{lasting.length === 0 ? inventory.removeNothing : inventory.removeKept}</p>
        {lasting.length > 0 && <p className="mono selectable dialog-path">{lasting.join("\n")}</p>}
        <p>{inventory.removeSafe}</p>
      </div>
    </AskDialog>
  );
}
