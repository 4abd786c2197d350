import type { Command } from "commander";
import { appError } from "../../contract/errors/app-error.ts";
import type { MachineView } from "../../contract/machine/machine.ts";
import type { MachinesService } from "../../services/base/interfaces.ts";
import { UsageFault } from "../base/usage-fault.ts";

/** The options by which machines are chosen instead of by names. */
export interface ChoiceOptions {
  readonly tag?: string;
  readonly all?: true;
}

/** Adds these options to a command. */
export function addChoice(command: Command): void {
  command
    .option("--tag <tag>", "all machines with this tag that the command fits")
    .option("--all", "all machines that the command fits");
}

/**
 * Returns the names of the chosen machines. Of a tag or of all, only those count that the command can
 * do something with (`fits`), so that it can be given again.
 */
export async function chooseMachines(
  machines: MachinesService,
  names: readonly string[],
  { tag, all }: ChoiceOptions,
  fits: (machine: MachineView) => boolean,
): Promise<readonly string[]> {
  const given = [names.length > 0, tag !== undefined, all === true].filter(Boolean);
  if (given.length !== 1) throw new UsageFault(appError("machines-not-chosen", {}));
  if (names.length > 0) return names;
  const { machines: views } = await machines.list();
  return views
    .filter((each) => tag === undefined || each.definition.tags?.includes(tag) === true)
    .filter(fits)
    .map(({ name }) => name)
    .sort();
}

/** Returns whether a machine runs, in whatever state. */
export const runs = ({ pid }: MachineView): boolean => pid !== null;
/** Returns whether a machine can be started. */
export const rests = ({ pid }: MachineView): boolean => pid === null;
