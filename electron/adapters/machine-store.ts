import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type AppError, fail, ok, type Result } from "../contract/errors.ts";
import {
  type BrokenMachine,
  type MachineFile,
  machineFile,
  machineFileVersion,
} from "../contract/machine.ts";
import {
  abandonDraft,
  beginDraft,
  type DefinitionKind,
  definitionIds,
  parseDefinition,
  publishDraft,
  readBackup,
  replaceDefinition,
  takeBack,
} from "./definition-folder.ts";
import { fileError } from "./file-error.ts";

/** What the machines' folder holds. */
export interface StoredMachines {
  readonly machines: readonly MachineFile[];
  readonly broken: readonly BrokenMachine[];
}

const fileName = "machine.json";

const kind: DefinitionKind<MachineFile> = {
  fileName,
  schema: machineFile,
  version: machineFileVersion,
  // Version 2 has more that may be left out, so a file of version 1 is one of version 2.
  steps: { 1: (file) => file },
};

/** Reads the text of a `machine.json`; `path` and `id` (its folder's name) are for the errors. */
function parseMachineFile(text: string, path: string, id: string): Result<MachineFile> {
  const parsed = parseDefinition(kind, text, id);
  switch (parsed.kind) {
    case "read":
      return ok(parsed.value);
    case "newer":
      return fail("machine-file-newer", { path, version: parsed.version });
    default:
      return fail("machine-file-corrupt", { path, detail: parsed.detail });
  }
}

async function readMachine(folder: string, id: string): Promise<Result<MachineFile>> {
  const path = join(folder, id, fileName);
  try {
    return parseMachineFile(await readFile(path, "utf8"), path, id);
  } catch (error) {
    return fail("machine-file-corrupt", { path, detail: (error as Error).message });
  }
}

async function describeBroken(
  folder: string,
  id: string,
  problem: AppError,
): Promise<BrokenMachine> {
  // What a newer program wrote is well: nothing is to be taken back there.
  const good = problem.code === "machine-file-newer" ? null : await readBackup(kind, folder, id);
  const backup = good === null ? null : { name: good.value.name, savedAt: good.savedAt };
  return { id, path: join(folder, id, fileName), problem, backup };
}

/** Reads all machines, sorted by name. One that cannot be read does not hide the others. */
export async function readMachines(folder: string): Promise<Result<StoredMachines>> {
  let ids: readonly string[];
  try {
    ids = await definitionIds(folder);
  } catch (error) {
    return { ok: false, error: fileError(folder, error) };
  }
  const machines: MachineFile[] = [];
  const broken: BrokenMachine[] = [];
  const read = await Promise.all(ids.map((id) => readMachine(folder, id)));
  for (const [index, result] of read.entries()) {
    const id = ids[index] ?? "";
    if (result.ok) machines.push(result.value);
    else broken.push(await describeBroken(folder, id, result.error));
  }
  machines.sort((a, b) => (a.name < b.name ? -1 : 1));
  broken.sort((a, b) => (a.id < b.id ? -1 : 1));
  return ok({ machines, broken });
}

/**
 * Writes a new machine. Its folder appears whole, by rename, or not at all; `fill` may put more
 * files into it before. The caller holds the registry's lock.
 */
export async function createMachine(
  folder: string,
  machine: MachineFile,
  fill: (draft: string) => Promise<Result<void>> = async () => ok(undefined),
): Promise<Result<void>> {
  const begun = await beginMachine(folder, machine.id);
  if (!begun.ok) return begun;
  const draft = begun.value;
  const filled = await fill(draft);
  const finished = filled.ok ? await finishMachine(folder, draft, machine) : filled;
  if (!finished.ok) await abandonDraft(draft);
  return finished;
}

/** Makes the folder in which a machine takes shape, which may take long. */
export async function beginMachine(folder: string, id: string): Promise<Result<string>> {
  try {
    return ok(await beginDraft(folder, id));
  } catch (error) {
    return { ok: false, error: fileError(folder, error) };
  }
}

/** Turns a draft into a machine, by rename. The caller holds the registry's lock. */
export async function finishMachine(
  folder: string,
  draft: string,
  machine: MachineFile,
): Promise<Result<void>> {
  try {
    await publishDraft(folder, draft, fileName, machine);
    return ok(undefined);
  } catch (error) {
    return { ok: false, error: fileError(folder, error) };
  }
}

/** Writes the definition of a machine that exists anew. The machine's lock is held. */
export async function replaceMachine(folder: string, machine: MachineFile): Promise<Result<void>> {
  try {
    await replaceDefinition(folder, fileName, machine);
    return ok(undefined);
  } catch (error) {
    return { ok: false, error: fileError(folder, error) };
  }
}

/**
 * Puts the last good definition in the place of one that cannot be read, if `accept` takes it.
 * Gives where the other one was kept. The caller holds the registry's lock.
 */
export async function recoverMachine(
  folder: string,
  id: string,
  accept: (machine: MachineFile) => Result<void>,
): Promise<Result<{ readonly machine: MachineFile; readonly kept: string }>> {
  const read = await readMachine(folder, id);
  if (read.ok) return fail("file-not-broken", { path: join(folder, id, fileName) });
  if (read.error.code === "machine-file-newer") return read;
  const good = await readBackup(kind, folder, id);
  if (good === null) return fail("backup-missing", { path: join(folder, id, fileName) });
  const accepted = accept(good.value);
  if (!accepted.ok) return accepted;
  try {
    const kept = await takeBack(join(folder, id, fileName), good.text);
    return ok({ machine: good.value, kept });
  } catch (error) {
    return { ok: false, error: fileError(folder, error) };
  }
}
