import { type FarMachineView, farName } from "../../../electron/contract/computer/far-machine.ts";
import type { Words } from "../../../electron/contract/words/en/english.ts";

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
