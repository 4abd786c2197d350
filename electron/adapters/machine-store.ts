import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { fail, ok, type Result } from "../contract/errors.ts";
import {
  type BrokenMachine,
  type MachineFile,
  machineFile,
  machineFileVersion,
} from "../contract/machine.ts";
import {
  definitionIds,
  parseDefinition,
  publishDraft,
  removeDefinition,
  replaceDefinition,
} from "./definition-folder.ts";
import { fileError } from "./file-error.ts";

/** What the machines' folder holds. */
export interface StoredMachines {
  readonly machines: readonly MachineFile[];
  readonly broken: readonly BrokenMachine[];
}

const fileName = "machine.json";

/** Reads the text of a `machine.json`; `path` and `id` (its folder's name) are for the errors. */
function parseMachineFile(text: string, path: string, id: string): Result<MachineFile> {
  const parsed = parseDefinition(machineFile, machineFileVersion, text, id);
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
    else broken.push({ id, path: join(folder, id, fileName), problem: result.error });
  }
  machines.sort((a, b) => (a.name < b.name ? -1 : 1));
  broken.sort((a, b) => (a.id < b.id ? -1 : 1));
  return ok({ machines, broken });
}

/**
 * Writes a new machine. Its folder appears whole, by rename, or not at all; `fill` may put more
 * files into it before. The caller holds the registry's lock, so half-made folders that are found
 * are left-overs, and are removed.
 */
export async function createMachine(
  folder: string,
  machine: MachineFile,
  fill: (draft: string) => Promise<Result<void>> = async () => ok(undefined),
): Promise<Result<void>> {
  const draft = join(folder, `.new-${machine.id}`);
  const giveUp = () => rm(draft, { recursive: true, force: true }).catch(() => {});
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await removeLeftovers(folder);
    await mkdir(draft, { mode: 0o700 });
    const filled = await fill(draft);
    if (!filled.ok) {
      await giveUp();
      return filled;
    }
    await publishDraft(folder, draft, fileName, machine);
    return ok(undefined);
  } catch (error) {
    await giveUp();
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

/** Removes a machine's folder, which vanishes from the list at once. Same lock as `createMachine`. */
export async function removeMachine(folder: string, id: string): Promise<Result<void>> {
  try {
    await removeDefinition(folder, id);
    return ok(undefined);
  } catch (error) {
    return { ok: false, error: fileError(folder, error) };
  }
}

async function removeLeftovers(folder: string): Promise<void> {
  const names = await readdir(folder);
  const left = names.filter((name) => /^\.(?:new|deleted)-/.test(name));
  await Promise.all(left.map((name) => rm(join(folder, name), { recursive: true, force: true })));
}
