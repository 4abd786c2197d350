import type { FarMachineView } from "../../../electron/contract/computer/far-machine.ts";
import type { Words } from "../../../electron/contract/words/en/english.ts";
import { useWords } from "../../app-state.ts";
import { useNow } from "../../hooks/use-now.ts";

/** Returns what a machine does, or how long ago it was last seen if its computer is not reached. */
export function useFarStanding({ status, unheardSince }: FarMachineView): string {
  const { ui, computers } = useWords();
  const now = useNow(unheardSince !== null, 30_000);
  return unheardSince === null
    ? ui.machines.status[status]
    : computers.lastSeen(ui.unit.ago(Math.max(0, now - unheardSince)));
}

/** Returns the name by which commands here know the machine. */
export function farName({ computer, name }: FarMachineView): string {
  return `${computer}/${name}`;
}

/** Returns the command that logs in to the machine. */
export function farSshCommand(machine: FarMachineView): string {
  return `virtray ssh ${farName(machine)}`;
}

/** Returns the label of a machine's status, as far as it is known. */
export function farStatusLabel(
  { status, unheardSince }: FarMachineView,
  { ui, computers }: Words,
): string {
  return unheardSince === null ? ui.machines.status[status] : computers.notReached;
}
