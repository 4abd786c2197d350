import { Undo2 } from "lucide-react";
import { useWords } from "../../app-state.ts";
import { useNow } from "../../hooks/use-now.ts";

/** A message about something that was done, with the button that undoes it and the seconds left. */
export function UndoToast(props: {
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly until: number;
  readonly onUndo: () => void;
}) {
  const { uplink } = useWords().ui;
  const now = useNow(true);
  const seconds = Math.max(1, Math.ceil((props.until - now) / 1000));
  return (
    <div className="toast toast-undo">
      <p role="status">{props.text}</p>
      <button type="button" className="button" onClick={props.onUndo}>
        <Undo2 size={16} aria-hidden="true" />
        {uplink.undo} <span className="dim undo-left">{uplink.undoFor(seconds)}</span>
      </button>
    </div>
  );
}
