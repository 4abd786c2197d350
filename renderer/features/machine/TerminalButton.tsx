import { SquareTerminal } from "lucide-react";
import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";

/** Opens the user's terminal with a login to the machine; an error becomes a notice of it. */
export function TerminalButton(props: { readonly machine: MachineView }) {
  const { id, pid } = props.machine;
  const words = useWords();
  return (
    <button
      type="button"
      className="button"
      disabled={pid === null}
      onClick={() => void bridge.call("machine.terminal", { id })}
    >
      <SquareTerminal size={14} aria-hidden="true" />
      {words.ui.console.openTerminal}
    </button>
  );
}
