import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import type { Words } from "../../../electron/contract/words/en/english.ts";
import { useNow } from "../../components/use-now.ts";

/** A machine's status in words; while it powers down, with the seconds that it has left. */
export function useStatusWords(machine: MachineView, { ui }: Words): string {
  const deadline = machine.status === "stopping" ? machine.stopDeadline : null;
  const now = useNow(deadline !== null);
  if (machine.status === "paused" && machine.problem?.code === "machine-disk-full") {
    return ui.machines.diskFull;
  }
  return deadline === null
    ? ui.machines.status[machine.status]
    : ui.machines.stoppingFor(Math.max(0, Math.ceil((deadline - now) / 1000)));
}
