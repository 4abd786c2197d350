import type { MachineView } from "../../../contract/machine/machine.ts";
import type { GuestSetup } from "../../../contract/machine/setup.ts";

/** Follows the set-up of the running machines while somebody looks. */
export interface SetupCare {
  /** Follows these machines from now on. */
  follow(machines: readonly MachineView[]): void;
  /** Begins or ends looking: where no window is visible, nothing is read and no guest is asked. */
  watch(isSeen: boolean): void;
  close(): void;
}

/** The means of the care. */
export interface SetupCareParts {
  /** Reads how far a machine is now. */
  readonly read: (machine: MachineView) => Promise<GuestSetup | null>;
  /** Asks the guest itself, which may record an answer. */
  readonly ask: (machine: MachineView) => Promise<void>;
  readonly changed: () => void;
}

/** The pace of the looks at the serial logs, in ms. */
const paceMs = 2000;
/** After so many looks a guest whose log tells nothing of its end is asked, at most so many times. */
const looksPerQuestion = 5;
const mostQuestions = 5;

const hasEnded = ({ setup }: MachineView) => setup?.stage === "ready" || setup?.stage === "failed";

/** Creates the care, which does nothing until it is told to. */
export function careForSetups({ read, ask, changed }: SetupCareParts): SetupCare {
  let followed: readonly MachineView[] = [];
  let isSeen = false;
  let timer: NodeJS.Timeout | null = null;
  let looks = 0;
  /** The number of questions to each process. */
  const asked = new Map<number, number>();

  async function look(): Promise<void> {
    looks += 1;
    const mayAsk = looks % looksPerQuestion === 0;
    await Promise.all(followed.map((machine) => lookAt(machine, mayAsk)));
    timer = null;
    keep();
  }

  async function lookAt(machine: MachineView, mayAsk: boolean): Promise<void> {
    const { pid, setup, reachable } = machine;
    const found = await read(machine);
    if (JSON.stringify(found) !== JSON.stringify(setup)) changed();
    const questions = asked.get(pid ?? 0) ?? 0;
    const isSilent = found === null && reachable === true;
    if (!mayAsk || !isSilent || pid === null || questions >= mostQuestions) return;
    asked.set(pid, questions + 1);
    await ask(machine);
  }

  function keep(): void {
    if (!isSeen || followed.length === 0 || timer !== null) return;
    timer = setTimeout(() => void look(), paceMs);
    timer.unref();
  }

  return {
    follow(machines) {
      const running = machines.filter(({ status }) => status === "running");
      followed = running.filter(
        (each) => each.definition.seed !== undefined && !hasEnded(each) && !isGivenUp(each),
      );
      const pids = new Set(running.map(({ pid }) => pid));
      for (const pid of asked.keys()) if (!pids.has(pid)) asked.delete(pid);
      keep();
    },
    watch(isSeenNow) {
      isSeen = isSeenNow;
      if (isSeen) return keep();
      if (timer !== null) clearTimeout(timer);
      timer = null;
    },
    close() {
      followed = [];
      if (timer !== null) clearTimeout(timer);
    },
  };

  /** Returns whether a guest has told nothing, asked as often as it is. */
  function isGivenUp({ pid, setup }: MachineView): boolean {
    return setup === null && (asked.get(pid ?? 0) ?? 0) >= mostQuestions;
  }
}
