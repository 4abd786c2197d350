import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import { useWords } from "../../app-state.ts";

/** A mark for a running machine that does not answer at its address. */
export function Silence(props: { readonly machine: MachineView }) {
  const { ui } = useWords();
  if (props.machine.status !== "running" || props.machine.reachable !== false) return null;
  return (
    <span className="silence" title={ui.machines.unreachableHint}>
      {" "}
      · {ui.machines.unreachable}
    </span>
  );
}
