import type { Result } from "../../../contract/errors/app-error.ts";
import type { MachineStatus, MachineView } from "../../../contract/machine/machine.ts";
import type { MachineAction } from "../../../contract/machine/machine-actions.ts";

/** The requests under way; of each machine the last one counts. */
export interface PendingActions {
  /**
   * Carries a request out by `work`, which does not throw, and counts it as under way meanwhile. A
   * second identical click shares the outcome of the first.
   */
  run(id: string, action: MachineAction, work: () => Promise<Result<void>>): Promise<Result<void>>;
  /** Returns a machine as the request under way will change it. */
  foresee(machine: MachineView): MachineView;
  /** Returns the status that the request under way leads to; null if none is, or if it changes nothing. */
  foreseeStatus(id: string, status: MachineStatus): MachineStatus | null;
}

/** The state that a request leads to at once, by the present state. */
const foreseen: Readonly<
  Partial<Record<MachineAction, Readonly<Partial<Record<MachineStatus, MachineStatus>>>>>
> = {
  start: { stopped: "starting", suspended: "starting", failed: "starting" },
  boot: { suspended: "starting" },
  suspend: { running: "stopping", paused: "stopping" },
  stop: { running: "stopping", paused: "stopping" },
  kill: { running: "stopping", paused: "stopping" },
  restart: { running: "stopping", paused: "stopping" },
};

/** Creates the empty list; `changed` is called when a request has ended. */
export function createPendingActions(changed: () => void): PendingActions {
  const pending = new Map<
    string,
    { readonly wish: MachineAction; readonly done: Promise<Result<void>> }
  >();
  function foreseeStatus(id: string, status: MachineStatus): MachineStatus | null {
    const action = pending.get(id)?.wish;
    return (action === undefined ? null : foreseen[action]?.[status]) ?? null;
  }
  return {
    async run(id, action, work) {
      const underWay = pending.get(id);
      if (underWay?.wish === action) return underWay.done;
      let end: (result: Result<void>) => void = () => {};
      const done = new Promise<Result<void>>((resolve) => {
        end = resolve;
      });
      pending.set(id, { wish: action, done });
      const result = await work();
      if (pending.get(id)?.done === done) pending.delete(id);
      changed();
      end(result);
      return result;
    },
    foreseeStatus,
    foresee(machine) {
      const status = foreseeStatus(machine.id, machine.status);
      return status === null ? machine : { ...machine, status, problem: null };
    },
  };
}
