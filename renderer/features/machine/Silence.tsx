import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import { useWords } from "../../app-state.ts";

/** Says that a running machine does not answer at its address: it boots, or its network is wrong. */
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
