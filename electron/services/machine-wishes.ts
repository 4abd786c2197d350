import type { MachineStatus, MachineView } from "../contract/machine.ts";

/** What a person can wish of a machine by one click. */
export type MachineWish = "start" | "stop" | "kill" | "restart" | "pause" | "resume" | "delete";

/** The wishes under way, of which the last one of each machine counts. */
export interface MachineWishes {
  begin(id: string, wish: MachineWish): void;
  /** Ends a wish, unless another one has come meanwhile. */
  end(id: string, wish: MachineWish): void;
  /** A machine as the wish under way will have it. */
  foresee(machine: MachineView): MachineView;
}

/** The state that a wish leads to at once, before the truth catches up, by what is the case. */
const foreseen: Readonly<
  Partial<Record<MachineWish, Readonly<Partial<Record<MachineStatus, MachineStatus>>>>>
> = {
  start: { stopped: "starting", failed: "starting" },
  stop: { running: "stopping", paused: "stopping" },
  kill: { running: "stopping", paused: "stopping" },
  restart: { running: "stopping", paused: "stopping" },
};

/** Makes the wishes of an app that has just started: none. */
export function createMachineWishes(): MachineWishes {
  const wishes = new Map<string, MachineWish>();
  return {
    begin: (id, wish) => void wishes.set(id, wish),
    end(id, wish) {
      if (wishes.get(id) === wish) wishes.delete(id);
    },
    foresee(machine) {
      const wish = wishes.get(machine.id);
      const next = wish === undefined ? undefined : foreseen[wish]?.[machine.status];
      return next === undefined ? machine : { ...machine, status: next, problem: null };
    },
  };
}
