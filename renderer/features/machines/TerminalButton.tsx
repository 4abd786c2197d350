import { SquareTerminal } from "lucide-react";
import { useState } from "react";
import type { AppError } from "../../../electron/contract/errors.ts";
import type { MachineView } from "../../../electron/contract/machine.ts";
import { errorLine } from "../../../electron/contract/words/words.ts";
import { bridge } from "../../bridge.ts";
import { useWords } from "../../snapshot.ts";

/** Opens the user's terminal with a login to the machine. Why it could not is said beside it. */
export function TerminalButton(props: { readonly machine: MachineView }) {
  const { id, pid } = props.machine;
  const words = useWords();
  const [problem, setProblem] = useState<AppError | null>(null);
  const open = async () => {
    const opened = await bridge.call("machine.terminal", { id });
    setProblem(opened.ok ? null : opened.error);
  };
  return (
    <>
      <button type="button" className="button" disabled={pid === null} onClick={() => void open()}>
        <SquareTerminal size={14} aria-hidden="true" />
        {words.ui.console.openTerminal}
      </button>
      {problem !== null && (
        <p className="bad copy-problem" role="alert">
          {errorLine(words, problem)}
        </p>
      )}
    </>
  );
}
