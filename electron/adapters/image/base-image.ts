import { createHash } from "node:crypto";
import { open, rename, rm, stat, utimes } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import type { BaseImage } from "../../contract/template/template.ts";
import { fileError } from "../../core/base/file-error.ts";
import { nameAnew } from "../../core/base/name-anew.ts";
import { syncPath } from "../files/durable-file.ts";
import { sumOf } from "../files/file-sum.ts";
import { createPrivateFile, narrowFile, sealedMode, sealFile } from "../files/private-file.ts";
import { forgetUnfinished, noteUnfinished, unfinishedName } from "../files/unfinished-files.ts";
import { runProgram } from "../process/run-program.ts";
import type { WorkOptions } from "../process/work-options.ts";
import { convertImage, explainQemuImg } from "./convert-image.ts";
import { inspectDisk } from "./disk-image.ts";
import type { ImageSource } from "./image-source.ts";
import { leadsTo } from "./template-image.ts";

/** Samples: this many, evenly spread from the first byte to the last, of this size in bytes. */
const samples = 128;
const sampleBytes = 16 * 1024;

/**
 * SHA-256 over the file's size and 2 MiB of samples, in hex. It is checked before each start of a
 * clone and takes some milliseconds whatever the size; reading all of a 40 GB image would take a
 * minute. With the time of change, by which all of it is read if that differs, it finds accidents, not
 * attacks: see SECURITY.md.
 */
export async function fingerprintOf(path: string): Promise<string> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const hash = createHash("sha256").update(`${size}\n`);
    const buffer = Buffer.alloc(sampleBytes);
    const last = Math.max(0, size - sampleBytes);
    for (let index = 0; index < samples; index += 1) {
      const at = Math.floor((last * index) / (samples - 1));
      const { bytesRead } = await file.read(buffer, 0, sampleBytes, at);
      hash.update(buffer.subarray(0, bytesRead));
    }
    return hash.digest("hex");
  } finally {
    await file.close();
  }
}

/** Makes an image read-only, its owner's alone, and notes what it is, so that a later change is noticed. */
export async function sealBase(path: string, signal?: AbortSignal): Promise<Result<BaseImage>> {
  const image = await inspectDisk(path);
  if (!image.ok) return image;
  try {
    await sealFile(path);
    const found = await stat(path);
    return ok({
      virtualBytes: image.value.virtualBytes,
      bytes: found.size,
      modifiedAt: Math.floor(found.mtimeMs),
      fingerprint: await fingerprintOf(path),
      sha256: await sumOf(path, signal),
    });
  } catch (error) {
    if (signal?.aborted === true) return fail("cancelled", {});
    return { ok: false, error: fileError(path, error) };
  }
}

/**
 * Checks that a base is what it was when it was sealed. A copy of it may be of another time: then its
 * content decides, and it is given that time back, so that it is read whole but once. The error names the machines that hang on
 * it: a clone of another base would be destroyed by its first write.
 */
export async function checkBase(
  path: string,
  base: BaseImage,
  clones: readonly string[],
  signal?: AbortSignal,
): Promise<Result<void>> {
  const params = { path, machines: clones.join(", ") };
  try {
    await narrowFile(path, sealedMode);
    const found = await stat(path);
    const same =
      found.isFile() &&
      found.size === base.bytes &&
      (await fingerprintOf(path)) === base.fingerprint &&
      (Math.floor(found.mtimeMs) === base.modifiedAt || (await isSameContent(path, base, signal)));
    return same ? ok(undefined) : fail("template-changed", params);
  } catch (error) {
    if (signal?.aborted === true) return fail("cancelled", {});
    return (error as NodeJS.ErrnoException).code === "ENOENT"
      ? fail("template-missing", { ...params, path: await leadsTo(path) })
      : { ok: false, error: fileError(path, error) };
  }
}

async function isSameContent(
  path: string,
  { sha256, modifiedAt }: BaseImage,
  signal?: AbortSignal,
): Promise<boolean> {
  // Of an earlier version's template nothing but the samples is known.
  if (sha256 === undefined) return true;
  const before = await stat(path);
  if ((await sumOf(path, signal)) !== sha256) return false;
  const after = await stat(path);
  if (after.mtimeMs !== before.mtimeMs) return false;
  // In the middle of its millisecond, which alone counts. Without that, it is read again next time.
  await utimes(path, after.atime, (modifiedAt + 0.5) / 1000).catch(() => {});
  return true;
}

/**
 * Makes a disk that holds only what differs from a base; both paths are absolute. Takes the same
 * few milliseconds whatever the base's size. `bytes`: the disk's size, at least the base's.
 */
export async function createLinkedDisk(
  base: string,
  path: string,
  bytes: number,
): Promise<Result<void>> {
  try {
    await createPrivateFile(path);
  } catch (error) {
    return { ok: false, error: fileError(path, error) };
  }
  // -u: the base is named, and not opened.
  const backing = ["-u", "-b", base, "-F", "qcow2"];
  const words = ["create", "-q", "-f", "qcow2", ...backing, path, String(bytes)];
  const made = await runProgram("qemu-img", words);
  return made.ok ? ok(undefined) : { ok: false, error: explainQemuImg(made.error, path) };
}

/**
 * Turns a disk into one that holds everything by itself. It is replaced by rename:
 * whenever this is broken off, the disk is the old one or the new one. `notes`: where it is noted
 * what a kill would leave.
 */
export async function flattenDisk(
  disk: ImageSource,
  notes: string,
  options: WorkOptions,
): Promise<Result<void>> {
  const { path } = disk;
  const draft = join(dirname(path), unfinishedName());
  try {
    const note = await noteUnfinished(notes, [draft]);
    const converted = await convertImage(disk, draft, options);
    if (converted.ok) {
      await rename(draft, path);
      await syncPath(dirname(path));
    } else {
      await rm(draft, { force: true });
    }
    await forgetUnfinished(note);
    return converted.ok ? converted : { ok: false, error: nameAnew(converted.error, draft, path) };
  } catch (error) {
    return { ok: false, error: fileError(path, error) };
  }
}
