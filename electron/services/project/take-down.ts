import { appError } from "../../contract/errors/app-error.ts";
import type { MachineView } from "../../contract/machine/machine.ts";
import type { ProjectEntry } from "../../core/project/project-file.ts";
import type { FollowOptions } from "../base/interfaces.ts";
import {
  checkOwn,
  isCancelled,
  machinesByName,
  outcomeOf,
  type ProjectChange,
  type ProjectOutcome,
  type ProjectParts,
} from "./outcome.ts";

/** Powers the machines of a project down, all at once, and waits for it, unless the signal comes. */
export async function projectDown(
  parts: ProjectParts,
  entries: readonly ProjectEntry[],
  timeoutSeconds: number,
  { signal }: FollowOptions = {},
): Promise<readonly ProjectOutcome[]> {
  const there = await machinesByName(parts);
  return Promise.all(
    entries.map(async (entry) => {
      const machine = there.get(entry.name);
      if (machine === undefined || machine.pid === null) return outcomeOf(entry, machine);
      const own = checkOwn(entry, machine);
      const stopped = own.ok
        ? await parts.machines.stop(machine.id, {
            timeoutSeconds,
            ...(signal === undefined ? {} : { signal }),
          })
        : own;
      return stopped.ok
        ? outcomeOf(entry, machine, { changes: ["stopped"] })
        : outcomeOf(entry, machine, { error: stopped.error });
    }),
  );
}

/** Ends the machines of a project and deletes them, as `delete` does, until the signal comes. */
export async function projectDestroy(
  parts: ProjectParts,
  entries: readonly ProjectEntry[],
  { signal }: FollowOptions = {},
): Promise<readonly ProjectOutcome[]> {
  const there = await machinesByName(parts);
  const outcomes: ProjectOutcome[] = [];
  for (const entry of entries) {
    const machine = there.get(entry.name);
    if (machine === undefined) outcomes.push(outcomeOf(entry, machine));
    else if (isCancelled(signal))
      outcomes.push(outcomeOf(entry, machine, { error: appError("cancelled", {}) }));
    else outcomes.push(await destroyMachine(parts, entry, machine));
  }
  return outcomes;
}

/** Ends a machine of a project and moves it to the trash. */
export async function destroyMachine(
  { machines }: ProjectParts,
  entry: ProjectEntry,
  machine: MachineView,
): Promise<ProjectOutcome> {
  const own = checkOwn(entry, machine);
  if (!own.ok) return outcomeOf(entry, machine, { error: own.error });
  const changes: ProjectChange[] = [];
  if (machine.pid !== null) {
    const ended = await machines.kill(machine.id);
    if (!ended.ok) return outcomeOf(entry, machine, { error: ended.error });
    changes.push("stopped");
  }
  const deleted = await machines.delete(machine.id);
  return deleted.ok
    ? outcomeOf(entry, machine, { changes: [...changes, "deleted"] })
    : outcomeOf(entry, machine, { changes, error: deleted.error });
}
