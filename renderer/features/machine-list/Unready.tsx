import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import type { Words } from "../../../electron/contract/words/en/english.ts";
import { useWords } from "../../app-state.ts";

/** A mark for a running machine whose guest boots, is being set up, or does not answer. */
export function Unready(props: { readonly machine: MachineView }) {
  const { ui } = useWords();
  const mark = markOf(props.machine, ui);
  if (mark === null) return null;
  return (
    <span className="silence" title={mark.hint}>
      {" "}
      · {mark.text}
    </span>
  );
}

function markOf(
  { status, reachable, setup }: MachineView,
  { machines, setup: terms }: Words["ui"],
): { readonly text: string; readonly hint?: string } | null {
  if (status !== "running") return null;
  switch (setup?.stage) {
    case "setting-up":
      return { text: terms.stage[setup.stage], hint: terms.step[setup.step] };
    case "failed":
      return { text: terms.stage[setup.stage], hint: setup.line };
    case "booting":
      return { text: terms.stage[setup.stage] };
    default:
      return reachable === false
        ? { text: machines.unreachable, hint: machines.unreachableHint }
        : null;
  }
}
