import {
  type Autostart,
  defaultAutostart,
  type MachineFile,
  type MachineView,
} from "../../contract/machine/machine.ts";

/** When a machine is started by itself, and its turn. */
export function autostartOf(machine: Pick<MachineFile, "autostart">): Autostart {
  return machine.autostart ?? defaultAutostart;
}

/**
 * The machines that should run at login and do not, in their order. `wanted`: ids of those that were
 * wished to run last.
 */
export function dueMachines<M extends Pick<MachineView, "id" | "name" | "pid" | "definition">>(
  machines: readonly M[],
  wanted: ReadonlySet<string>,
): readonly M[] {
  return machines
    .filter(({ id, pid, definition }) => {
      const { when } = autostartOf(definition);
      return pid === null && (when === "always" || (when === "as-before" && wanted.has(id)));
    })
    .sort(
      (a, b) =>
        autostartOf(a.definition).order - autostartOf(b.definition).order ||
        (a.name < b.name ? -1 : 1),
    );
}

/** Above this share of all processors' time in use, another boot would only slow those under way. */
const calmShare = 0.75;

/** How long a start waits for the ones before it, in ms: a guest that is busy for good is no reason. */
const longestWaitMs = 20_000;

/** Whether the next machine may be started: the last one answers, the computer is calm, or it is time. */
export function mayStartNext(now: {
  readonly lastAnswers: boolean;
  /** The share of all processors' time that was in use just now, 0 to 1. */
  readonly busyShare: number;
  readonly waitedMs: number;
}): boolean {
  return now.lastAnswers || now.busyShare < calmShare || now.waitedMs >= longestWaitMs;
}
