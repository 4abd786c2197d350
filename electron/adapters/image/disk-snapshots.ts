import { open, stat, statfs } from "node:fs/promises";
import { dirname } from "node:path";
import * as v from "valibot";
import { type AppError, appError, fail, ok, type Result } from "../../contract/errors/app-error.ts";
import { measureSnapshots } from "../../core/disk/qcow2-snapshots.ts";
import type { DiskSnapshot } from "../../core/disk/snapshot-tags.ts";
import { whoHasOpen } from "../process/process-identity.ts";
import { explainQemuImg, imageName } from "./convert-image.ts";
import { runQemuImg } from "./qemu-img.ts";
import { readStretches } from "./read-stretches.ts";

/** The part of `qemu-img info --output=json` that tells of snapshots (SnapshotInfo). */
const snapshotTableSchema = v.object({
  snapshots: v.optional(
    v.array(
      v.object({
        id: v.string(),
        name: v.string(),
        "vm-state-size": v.number(),
        "date-sec": v.number(),
        "date-nsec": v.number(),
      }),
    ),
    [],
  ),
});

const qcow2 = (path: string) => imageName({ path, format: "qcow2", piece: null });

/**
 * Reads the table of snapshots of a qcow2 image, also while a machine runs from it: then their
 * sizes lag behind what QEMU has not written yet. `withSizes`: it takes some ms for each gigabyte
 * that only snapshots hold; left out, sizes are null.
 */
export async function readSnapshots(
  path: string,
  { withSizes = false } = {},
): Promise<Result<readonly DiskSnapshot[]>> {
  const words = ["info", "--output=json", "-U", qcow2(path)];
  const said = await runQemuImg(words, [{ path, access: "read" }]);
  if (!said.ok) return said;
  const parsed = v.safeParse(
    v.pipe(v.string(), v.parseJson(), snapshotTableSchema),
    said.value.stdout,
  );
  if (!parsed.success) {
    return fail("program-failed", { program: "qemu-img", detail: "unexpected-output" });
  }
  const { snapshots } = parsed.output;
  const sizes = withSizes && snapshots.length > 0 ? await measure(path) : null;
  // A running QEMU may not have written yet that only it holds the memory.
  const frees = (each: (typeof snapshots)[number]) => {
    const bytes = sizes?.get(each.id);
    return bytes === undefined ? null : Math.max(bytes, each["vm-state-size"]);
  };
  return ok(
    snapshots.map((each) => ({
      number: each.id,
      tag: each.name,
      takenAt: each["date-sec"] * 1000 + Math.floor(each["date-nsec"] / 1e6),
      memoryBytes: each["vm-state-size"],
      bytes: frees(each),
    })),
  );
}

/**
 * Returns the bytes that deleting each snapshot of an image frees, by its number; null: not known.
 */
async function measure(path: string): Promise<ReadonlyMap<string, number> | null> {
  const file = await open(path, "r").catch(() => null);
  if (file === null) return null;
  try {
    return await readStretches(file, measureSnapshots((await file.stat()).size));
  } catch {
    return null;
  } finally {
    await file.close();
  }
}

/**
 * Takes (`-c`), restores (`-a`) or deletes (`-d`) a snapshot of an image that no process has open.
 */
export async function changeSnapshot(
  path: string,
  action: "-c" | "-a" | "-d",
  ref: string,
): Promise<Result<void>> {
  // As long as it takes: deleting one of a large disk walks over all that it holds.
  const words = ["snapshot", "-q", action, ref, qcow2(path)];
  const done = await runQemuImg(words, [{ path, access: "write" }], { timeout: 0 });
  return done.ok ? ok(undefined) : { ok: false, error: await explainSnapshot(done.error, path) };
}

async function explainSnapshot(error: AppError, path: string): Promise<AppError> {
  if (error.code !== "program-failed" || !/ lock\b/.test(error.cause ?? "")) {
    return explainQemuImg(error, path);
  }
  const by = (await whoHasOpen(path)).join(", ") || "QEMU";
  return appError("disk-in-use", { path, by }, error.cause);
}

/** Bytes that this user may still write where a file lies. */
export async function freeBytes(path: string): Promise<number> {
  const { bavail, bsize } = await statfs(dirname(path));
  return bavail * bsize;
}

/** The pause between two looks at a growing image, in milliseconds. */
const lookMs = 200;

/**
 * Reports how far an image has grown, as a part of its expected size; returns the function that
 * ends it.
 */
export function watchGrowth(
  path: string,
  expected: number,
  tell: (fraction: number | null) => void,
): () => void {
  // st_blocks counts 512 bytes, whatever the file system's blocks are (stat(2)).
  const taken = async () => ((await stat(path).catch(() => null))?.blocks ?? 0) * 512;
  const begun = taken();
  tell(null);
  const timer = setInterval(async () => {
    const grown = (await taken()) - (await begun);
    if (grown > 0) tell(Math.min(0.99, grown / expected));
  }, lookMs);
  return () => clearInterval(timer);
}
