import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import type { Words } from "../../../electron/contract/words/en/english.ts";
import { useNow } from "../../hooks/use-now.ts";

/** Returns a machine's status in words, with the seconds that are left while it powers down. */
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
