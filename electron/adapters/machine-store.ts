import { type FileHandle, mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { type AppError, appError, fail, ok, type Result } from "../contract/errors.ts";
import {
  type BrokenMachine,
  type MachineFile,
  machineFile,
  machineFileVersion,
} from "../contract/machine.ts";

/** What the machines' folder holds. */
export interface StoredMachines {
  readonly machines: readonly MachineFile[];
  readonly broken: readonly BrokenMachine[];
}

const fileName = "machine.json";

/** Folders that are being made or removed begin with a dot and are no machines. */
function isMachineFolder(name: string): boolean {
  return !name.startsWith(".");
}

/** Reads the text of a `machine.json`; `path` and `id` (its folder's name) are for the errors. */
export function parseMachineFile(text: string, path: string, id: string): Result<MachineFile> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return fail("machine-file-corrupt", { path, detail: (error as Error).message });
  }
  const versioned = v.safeParse(v.object({ version: v.number() }), json);
  if (versioned.success && versioned.output.version > machineFileVersion) {
    return fail("machine-file-newer", { path, version: versioned.output.version });
  }
  const parsed = v.safeParse(machineFile, json);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    const where = v.getDotPath(issue);
    const detail = where === null ? issue.message : `${where}: ${issue.message}`;
    return fail("machine-file-corrupt", { path, detail });
  }
  if (parsed.output.id !== id) {
    return fail("machine-file-corrupt", { path, detail: `its id is not ${id}, its folder’s name` });
  }
  return ok(parsed.output);
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
  let entries: readonly string[];
  try {
    const found = await readdir(folder, { withFileTypes: true });
    entries = found
      .filter((entry) => entry.isDirectory() && isMachineFolder(entry.name))
      .map((entry) => entry.name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return ok({ machines: [], broken: [] });
    return fail("file-failed", { path: folder, detail: String(error) });
  }
  const machines: MachineFile[] = [];
  const broken: BrokenMachine[] = [];
  const read = await Promise.all(entries.map((id) => readMachine(folder, id)));
  for (const [index, result] of read.entries()) {
    const id = entries[index] ?? "";
    if (result.ok) machines.push(result.value);
    else broken.push({ id, path: join(folder, id, fileName), problem: result.error });
  }
  machines.sort((a, b) => (a.name < b.name ? -1 : 1));
  broken.sort((a, b) => (a.id < b.id ? -1 : 1));
  return ok({ machines, broken });
}

/** Makes sure that what was done in a folder survives a loss of power. */
async function syncFolder(path: string): Promise<void> {
  await withFile(path, "r", (folder) => folder.sync());
}

async function withFile<T>(
  path: string,
  flags: string,
  work: (file: FileHandle) => Promise<T>,
): Promise<T> {
  const file = await open(path, flags, 0o600);
  try {
    return await work(file);
  } finally {
    await file.close();
  }
}

/**
 * Writes a new machine. Its folder appears whole, by rename, or not at all. The caller holds the
 * registry's lock, so half-made folders that are found are left-overs, and are removed.
 */
export async function createMachine(folder: string, machine: MachineFile): Promise<Result<void>> {
  const draft = join(folder, `.new-${machine.id}`);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await removeLeftovers(folder);
    await mkdir(draft, { mode: 0o700 });
    await withFile(join(draft, fileName), "wx", async (file) => {
      await file.writeFile(`${JSON.stringify(machine, null, 2)}\n`);
      await file.sync();
    });
    await syncFolder(draft);
    await rename(draft, join(folder, machine.id));
    await syncFolder(folder);
    return ok(undefined);
  } catch (error) {
    await rm(draft, { recursive: true, force: true }).catch(() => {});
    return { ok: false, error: fileError(folder, error) };
  }
}

/** Removes a machine's folder, which vanishes from the list at once. Same lock as `createMachine`. */
export async function removeMachine(folder: string, id: string): Promise<Result<void>> {
  const doomed = join(folder, `.deleted-${id}`);
  try {
    await rename(join(folder, id), doomed);
    await syncFolder(folder);
    await rm(doomed, { recursive: true, force: true });
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

function fileError(path: string, error: unknown): AppError {
  return appError("file-failed", { path, detail: (error as Error).message });
}
