import type { FarMachineView } from "../../../electron/contract/computer/far-machine.ts";
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
