import { ok, type Result } from "../../contract/errors/app-error.ts";
import {
  type BrokenMachine,
  type MachineFile,
  machineFileSchema,
  machineFileVersion,
} from "../../contract/machine/machine.ts";
import { definitionStore, type Reading } from "./definition-store.ts";

/** The content of the machines' folder. */
export interface StoredMachines {
  readonly machines: readonly MachineFile[];
  readonly broken: readonly BrokenMachine[];
}

const store = definitionStore<MachineFile>({
  fileName: "machine.json",
  schema: machineFileSchema,
  version: machineFileVersion,
  // Each version has more that may be left out, so a file of an earlier one is one of the next.
  steps: { 1: (file) => file, 2: (file) => file },
  errors: { corrupt: "machine-file-corrupt", newer: "machine-file-newer" },
});

/** Reads all machines, sorted by name. One that cannot be read does not hide the others. */
export async function readMachines(folder: string, how?: Reading): Promise<Result<StoredMachines>> {
  const stored = await store.readAll(folder, how);
  if (!stored.ok) return stored;
  const { definitions: machines, broken } = stored.value;
  return ok({
    machines,
    broken: await Promise.all(
      broken.map(async (each) => ({ ...each, backup: await store.backup(folder, each) })),
    ),
  });
}

/** The rest of the store, as DefinitionStore says. */
export const {
  create: createMachine,
  begin: beginMachine,
  finish: finishMachine,
  replace: replaceMachine,
  remove: removeMachine,
  recover: recoverMachine,
} = store;
