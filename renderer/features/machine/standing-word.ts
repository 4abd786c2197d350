import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import type { Words } from "../../../electron/contract/words/en/english.ts";

/** Returns the word for a running machine, whose set-up may be under way or have failed. */
export function runningWord({ status, setup }: MachineView, { ui }: Words): string {
  return setup === null ? ui.machines.status[status] : ui.setup.stage[setup.stage];
}

/** Returns the word for what a machine does; one that was set up is ready, not only running. */
export function standingWord({ status, setup }: MachineView, { ui }: Words): string {
  return setup?.stage === "ready" ? ui.setup.stage.ready : ui.machines.status[status];
}
