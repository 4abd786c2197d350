/** A machine as the reachability watch sees it. */
export interface Reached {
  readonly address: string;
  readonly mac: string;
  /** When its QEMU was started; null if unknown. */
  readonly startedAt: number | null;
}

/** Knows which running machines answer, and keeps asking at a calm pace. */
export interface ReachabilityCare {
  /** Asks after exactly these from now on; an empty map while the LAN is off. */
  follow(running: ReadonlyMap<string, Reached>): void;
  /** Returns the last result; null if unknown. */
  known(id: string): boolean | null;
  /** Probes at a quick pace again, because the machine was reset. */
  startOver(id: string): void;
  close(): void;
}

/** How long the quick pace lasts after a start, and the paces, in milliseconds. */
const quickMs = 60_000;
const quickPaceMs = 1000;
const waitingPaceMs = 5000;
const calmPaceMs = 30_000;

/**
 * A machine that has just been started is asked about every second, after a minute every five, and
 * from its first answer on every thirty: idle means idle.
 */
export function careForReachability(
  probe: (machine: Reached) => Promise<boolean>,
  changed: () => void,
): ReachabilityCare {
  interface Case {
    readonly machine: Reached;
    /** When its guest began to run: with QEMU, or by a reset since. */
    readonly startedAt: number | null;
    reachable: boolean | null;
    since: number;
    timer: NodeJS.Timeout | null;
  }
  const cases = new Map<string, Case>();

  async function ask(id: string, found: Case): Promise<void> {
    const reachable = await probe({ ...found.machine, startedAt: found.startedAt });
    if (cases.get(id) !== found) return;
    const differs = found.reachable !== reachable;
    found.reachable = reachable;
    const waiting = Date.now() - found.since < quickMs ? quickPaceMs : waitingPaceMs;
    found.timer = setTimeout(() => void ask(id, found), reachable ? calmPaceMs : waiting);
    found.timer.unref();
    if (differs) changed();
  }

  function begin(id: string, machine: Reached, startedAt = machine.startedAt): void {
    const found: Case = { machine, startedAt, reachable: null, since: Date.now(), timer: null };
    cases.set(id, found);
    void ask(id, found);
  }

  function drop(id: string): void {
    const found = cases.get(id);
    if (found?.timer) clearTimeout(found.timer);
    cases.delete(id);
  }

  return {
    follow(running) {
      for (const [id, found] of [...cases]) {
        const { address, startedAt } = found.machine;
        const now = running.get(id);
        if (now?.address !== address || now.startedAt !== startedAt) drop(id);
      }
      for (const [id, machine] of running) if (!cases.has(id)) begin(id, machine);
    },
    known: (id) => cases.get(id)?.reachable ?? null,
    startOver(id) {
      const found = cases.get(id);
      if (found === undefined) return;
      drop(id);
      begin(id, found.machine, Date.now());
    },
    close() {
      for (const id of [...cases.keys()]) drop(id);
    },
  };
}
