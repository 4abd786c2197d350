import type { Result } from "../../contract/errors/app-error.ts";
import type { MachineStatus, MachineView } from "../../contract/machine/machine.ts";

/** What a person can wish of a machine by one click. */
export type MachineAction = "start" | "stop" | "kill" | "restart" | "pause" | "resume" | "delete";

/** The wishes under way, of which the last one of each machine counts. */
export interface PendingActions {
  /**
   * Carries a wish out by `work`, which does not throw, and counts it as under way meanwhile. The
   * second click of two is no second wish: it has the outcome of the first.
   */
  run(id: string, wish: MachineAction, work: () => Promise<Result<void>>): Promise<Result<void>>;
  /** A machine as the wish under way will have it. */
  foresee(machine: MachineView): MachineView;
}

/** The state that a wish leads to at once, before the truth catches up, by what is the case. */
const foreseen: Readonly<
  Partial<Record<MachineAction, Readonly<Partial<Record<MachineStatus, MachineStatus>>>>>
> = {
  start: { stopped: "starting", failed: "starting" },
  stop: { running: "stopping", paused: "stopping" },
  kill: { running: "stopping", paused: "stopping" },
  restart: { running: "stopping", paused: "stopping" },
};

/** Nothing is wished yet; `changed` is called when a wish is under way no more. */
export function createPendingActions(changed: () => void): PendingActions {
  const wishes = new Map<
    string,
    { readonly wish: MachineAction; readonly done: Promise<Result<void>> }
  >();
  return {
    async run(id, wish, work) {
      const underWay = wishes.get(id);
      if (underWay?.wish === wish) return underWay.done;
      let end: (result: Result<void>) => void = () => {};
      const done = new Promise<Result<void>>((resolve) => {
        end = resolve;
      });
      wishes.set(id, { wish, done });
      const result = await work();
      if (wishes.get(id)?.done === done) wishes.delete(id);
      changed();
      end(result);
      return result;
    },
    foresee(machine) {
      const wish = wishes.get(machine.id)?.wish;
      const next = wish === undefined ? undefined : foreseen[wish]?.[machine.status];
      return next === undefined ? machine : { ...machine, status: next, problem: null };
    },
  };
}
