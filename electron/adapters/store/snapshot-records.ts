import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { ok, type Result } from "../../contract/errors/app-error.ts";
import { type SnapshotHardware, snapshotHardwareSchema } from "../../contract/machine/snapshot.ts";
import { fileError } from "../../core/base/file-error.ts";
import { replaceFile } from "../files/durable-file.ts";

/** Returns the path of a snapshot's record in the folder of its machine. */
function recordOf(folder: string, snapshot: string): string {
  return join(folder, `snapshot-${snapshot}.json`);
}

/** Records the hardware that a snapshot with memory is taken of. The machine's lock is held. */
export async function recordHardware(
  folder: string,
  snapshot: string,
  hardware: SnapshotHardware,
): Promise<Result<void>> {
  const path = recordOf(folder, snapshot);
  try {
    await replaceFile(path, JSON.stringify(hardware));
    return ok(undefined);
  } catch (error) {
    return { ok: false, error: fileError(path, error) };
  }
}

/**
 * Reads the hardware of a snapshot; null if it was taken without memory, by an earlier version, or
 * by another program.
 */
export async function readHardware(
  folder: string,
  snapshot: string,
): Promise<SnapshotHardware | null> {
  const text = await readFile(recordOf(folder, snapshot), "utf8").catch(() => "");
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), snapshotHardwareSchema), text);
  return parsed.success ? parsed.output : null;
}

/** Removes a snapshot's record, if there is one. */
export async function removeHardware(folder: string, snapshot: string): Promise<void> {
  await rm(recordOf(folder, snapshot), { force: true }).catch(() => {});
}
