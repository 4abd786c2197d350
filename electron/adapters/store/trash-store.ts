import { mkdir, readdir, readFile, rename, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import * as v from "valibot";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import type { MachineFile } from "../../contract/machine/machine.ts";
import { replaceFile, syncPath } from "../files/durable-file.ts";
import { fileError } from "../files/file-error.ts";
import { removeDefinition, removeLeftovers } from "./definition-folder.ts";
import { readMachines } from "./machine-store.ts";

/**
 * A deleted machine's folder, whole and under its id in the trash. Moving it there and back is one
 * rename each, so it is always in exactly one of both places. Its definition still names the paths
 * that hold once it is back.
 */
export interface TrashEntry {
  readonly machine: MachineFile;
  /** Milliseconds since the epoch. */
  readonly deletedAt: number;
  readonly bytes: number;
}

/** Beside the definition: when it was deleted. */
const recordName = "deleted.json";
const recordSchema = v.object({ at: v.number() });

/** Reads the trash, the last deleted first. Unreadable entries are left out, and stay. */
export async function readTrash(folder: string): Promise<Result<readonly TrashEntry[]>> {
  const stored = await readMachines(folder);
  if (!stored.ok) return stored;
  const entries = await Promise.all(
    stored.value.machines.map(async (machine): Promise<TrashEntry> => {
      const own = join(folder, machine.id);
      return { machine, deletedAt: await deletionOf(own), bytes: await bytesIn(own) };
    }),
  );
  return ok(entries.sort((a, b) => b.deletedAt - a.deletedAt));
}

async function deletionOf(folder: string): Promise<number> {
  const text = await readFile(join(folder, recordName), "utf8").catch(() => "");
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), recordSchema), text);
  // Without a record, the folder's own change: it was moved here after that.
  return parsed.success ? parsed.output.at : Math.round((await stat(folder)).ctimeMs);
}

/**
 * Returns the bytes that the files in a folder take on the disk: st_blocks counts 512 bytes
 * (stat(2)).
 */
async function bytesIn(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  const sizes = await Promise.all(
    names.map(
      async (name) => ((await stat(join(folder, name)).catch(() => null))?.blocks ?? 0) * 512,
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Moves a machine's folder to the trash. The caller holds the registry's lock. */
export async function moveToTrash(
  machines: string,
  trash: string,
  id: string,
  at: number,
): Promise<Result<void>> {
  try {
    await mkdir(trash, { recursive: true, mode: 0o700 });
    // On a full disk, which deleting is to help with, there may be no room for it.
    await replaceFile(join(machines, id, recordName), `${JSON.stringify({ at })}\n`).catch(
      () => {},
    );
    await move(join(machines, id), join(trash, id));
    return ok(undefined);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT"
      ? fail("machine-unknown", { name: id })
      : { ok: false, error: fileError(machines, error) };
  }
}

/** Moves a machine's folder back. The caller holds the registry's lock. */
export async function moveFromTrash(
  machines: string,
  trash: string,
  id: string,
): Promise<Result<void>> {
  try {
    await move(join(trash, id), join(machines, id));
    return ok(undefined);
  } catch (error) {
    return { ok: false, error: fileError(trash, error) };
  }
}

async function move(from: string, to: string): Promise<void> {
  await rename(from, to);
  await syncPath(dirname(to));
  await syncPath(dirname(from));
}

/** Removes a machine from the trash for good. The caller holds the registry's lock. */
export async function eraseFromTrash(trash: string, id: string): Promise<Result<void>> {
  try {
    await removeLeftovers(trash);
    await removeDefinition(trash, id);
    return ok(undefined);
  } catch (error) {
    return { ok: false, error: fileError(trash, error) };
  }
}
