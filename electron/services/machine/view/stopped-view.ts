import type { MachineRuntime } from "../../../adapters/qemu/runtime.ts";
import type { MachineFile, MachineView } from "../../../contract/machine/machine.ts";
import type { ShareView } from "../../../contract/machine/share.ts";

/** Returns the view of a machine without its shares that has no QEMU process and no runtime folder. */
export function stoppedView(machine: MachineFile): MachineView {
  return {
    id: machine.id,
    name: machine.name,
    status: machine.suspended === undefined ? "stopped" : "suspended",
    address: machine.network.address,
    mac: machine.network.mac,
    reachable: null,
    pid: null,
    startedAt: null,
    accelerator: null,
    stopDeadline: null,
    setup: null,
    problem: null,
    definition: machine,
  };
}

/** Returns a machine's shares as they are now; undefined if it has none, for which nothing is loaded. */
export async function loadShares(
  machine: MachineFile,
  runtime: MachineRuntime,
  isRunning: boolean,
): Promise<readonly ShareView[] | undefined> {
  if (machine.shares === undefined) return undefined;
  const { viewShares } = await import("../share/shares.ts");
  return viewShares(machine, runtime, isRunning);
}
