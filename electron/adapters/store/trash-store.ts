import { readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import * as v from "valibot";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import type { MachineFile } from "../../contract/machine/machine.ts";
import { fileError } from "../../core/base/file-error.ts";
import { nameAnew } from "../../core/base/name-anew.ts";
import { machineDisks } from "../../core/machine/disks.ts";
import type { Moment } from "../files/boot-clock.ts";
import { replaceFile, syncPath } from "../files/durable-file.ts";
import { makeFolder } from "../files/make-folder.ts";
import { checkNoneLocked } from "../image/disk-image.ts";
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
  /** The time on the monotonic clock at which expiry was first seen; null: not yet. */
  readonly overSince: Over | null;
}

/** A moment of one boot. */
type Over = Pick<Moment, "boot" | "uptime">;

/** Beside the definition: when it was deleted. */
const recordName = "deleted.json";
const recordSchema = v.object({
  at: v.number(),
  over: v.optional(v.object({ boot: v.string(), uptime: v.number() })),
});

/** Reads the trash, the last deleted first. Unreadable entries are left out, and stay. */
export async function readTrash(folder: string): Promise<Result<readonly TrashEntry[]>> {
  const stored = await readMachines(folder);
  if (!stored.ok) return stored;
  const entries = await Promise.all(
    stored.value.machines.map(async (machine): Promise<TrashEntry> => {
      const own = join(folder, machine.id);
      return { machine, ...(await deletionOf(own)), bytes: await bytesIn(own) };
    }),
  );
  return ok(entries.sort((a, b) => b.deletedAt - a.deletedAt));
}

async function deletionOf(folder: string): Promise<Pick<TrashEntry, "deletedAt" | "overSince">> {
  const text = await readFile(join(folder, recordName), "utf8").catch(() => "");
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), recordSchema), text);
  // Without a record, the folder's own change: it was moved here after that.
  return parsed.success
    ? { deletedAt: parsed.output.at, overSince: parsed.output.over ?? null }
    : { deletedAt: Math.round((await stat(folder)).ctimeMs), overSince: null };
}

/** The seconds for which the clock must show expiry before erasing: a wrong clock is set by then. */
const sureSeconds = 3600;

/**
 * Erases what was deleted longer than `keptMs` ago, once the clock has said so for an hour of one
 * boot: one that leaps ahead erases nothing. The caller holds the registry's lock.
 */
export async function eraseOldTrash(
  folder: string,
  keptMs: number,
  { now, boot, uptime }: Moment,
): Promise<void> {
  const entries = await readTrash(folder);
  if (!entries.ok) return;
  for (const { machine, deletedAt, overSince } of entries.value) {
    const record = join(folder, machine.id, recordName);
    const note = (over?: Over) =>
      replaceFile(record, `${JSON.stringify({ at: deletedAt, over })}\n`).catch(() => {});
    if (deletedAt + keptMs > now) {
      if (overSince !== null) await note();
    } else if (overSince?.boot !== boot) {
      await note({ boot, uptime });
    } else if (uptime - overSince.uptime >= sureSeconds) {
      await eraseFromTrash(folder, machine);
    }
  }
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
    await makeFolder(trash);
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
    // Were it deleted once more on a full disk, this time would count.
    await rm(join(machines, id, recordName), { force: true });
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

/**
 * Removes a machine from the trash for good, unless a QEMU has a disk of it that lies there. The
 * caller holds the registry's lock.
 */
export async function eraseFromTrash(trash: string, machine: MachineFile): Promise<Result<void>> {
  const { id } = machine;
  // Its definition names them where they were before.
  const disks = machineDisks(machine).map(({ path, format }) => ({
    path: join(trash, id, basename(path)),
    format,
  }));
  const unlocked = await checkNoneLocked(disks);
  if (!unlocked.ok) {
    const name = `“${machine.name}”`;
    return { ok: false, error: nameAnew(unlocked.error, join(trash, id), name) };
  }
  try {
    await removeLeftovers(trash);
    await removeDefinition(trash, id);
    return ok(undefined);
  } catch (error) {
    return { ok: false, error: fileError(trash, error) };
  }
}
