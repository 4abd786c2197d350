import { constants, type FileHandle, open } from "node:fs/promises";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import type { DiskFormat } from "../../contract/machine/machine.ts";
import { diskFileError } from "../../core/base/file-error.ts";
import { type ArchiveDisk, findArchiveDisk } from "../../core/disk/archive-disk.ts";
import { signatureBytes } from "../../core/disk/disk-signature.ts";
import {
  type ImageVerdict,
  judgeImage,
  type Packing,
  readQcow2Names,
  type SourceFormat,
  shown,
} from "../../core/disk/image-header.ts";
import type { ManifestSum } from "../../core/disk/manifest.ts";
import { readStretches } from "./read-stretches.ts";

/** An image as QEMU is told of it: one from outside that was found to be harmless, or a machine's disk. */
export interface ImageSource {
  readonly path: string;
  readonly format: SourceFormat;
  /** Its place in the file; null: it is all of it. */
  readonly piece: { readonly offset: number; readonly size: number } | null;
  /** Its sum in the manifest of its archive; left out: it has none. */
  readonly promised?: ManifestSum & { readonly member: string };
  /** The qcow2 image of ours that it hangs on; left out: nothing. */
  readonly base?: string;
  /** The open file that was judged, which is read whatever bears its name by then. */
  readonly opened?: FileHandle;
}

/** The kinds of a file from outside: an image, or a packed image that must be unpacked first. */
export type FoundSource =
  | { readonly kind: "image"; readonly source: ImageSource }
  | { readonly kind: "packed"; readonly packing: Packing; readonly opened?: FileHandle };

/**
 * Finds what a file is by what it holds. In an OVA, which is a tar archive, the one disk is found;
 * nothing is unpacked, so its members' names and links can do no harm. Refused is what names
 * another file, and what no template can be made of.
 */
export function findImageSource(path: string): Promise<Result<FoundSource>> {
  return judgeFile(path, (_file, found) => Promise.resolve(found));
}

/** Works with what a file is while it is open, so that another one of its name changes nothing. */
export function withImageSource<T>(
  path: string,
  work: (found: FoundSource) => Promise<Result<T>>,
): Promise<Result<T>> {
  return judgeFile(path, async (opened, found) => {
    if (!found.ok) return found;
    const { value } = found;
    return value.kind === "packed"
      ? work({ ...value, opened })
      : work({ kind: "image", source: { ...value.source, opened } });
  });
}

async function judgeFile<T>(
  path: string,
  work: (file: FileHandle, found: Result<FoundSource>) => Promise<Result<T>>,
): Promise<Result<T>> {
  let file: FileHandle;
  try {
    // A pipe would keep a plain open waiting for its other end.
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    return { ok: false, error: diskFileError(path, error as NodeJS.ErrnoException) };
  }
  try {
    return await work(file, await judge(path, file));
  } finally {
    await file.close();
  }
}

async function judge(path: string, file: FileHandle): Promise<Result<FoundSource>> {
  try {
    const found = await file.stat();
    if (!found.isFile()) return fail("disk-path-invalid", { path });
    const verdict = await readStretches(file, judgeImage(found.size));
    if (verdict.kind !== "archive") return asSource(path, verdict, null);
    const disk = await readStretches(file, findArchiveDisk(found.size));
    if (typeof disk === "string") return fail("image-unsupported", { path, fault: disk });
    const inner = await readStretches(file, judgeImage(disk.size), disk.offset);
    return asSource(path, inner, disk);
  } catch (error) {
    return { ok: false, error: diskFileError(path, error as NodeJS.ErrnoException) };
  }
}

/**
 * A machine's own disk, whose format is known. Whether it hangs on something is told by its header,
 * but never on what: that is `base`, the image of its template. One that names another file without
 * having a template, or whose data lie elsewhere, is refused.
 */
export async function ownDisk(
  path: string,
  format: DiskFormat,
  base: string | null,
): Promise<Result<ImageSource>> {
  const whole = { path, format, piece: null };
  if (format === "raw") return ok(whole);
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const names = readQcow2Names(await readAt(file, 0, signatureBytes));
      const other = names?.data ?? (base === null ? names?.backing : null);
      if (typeof other === "string") return fail("disk-has-backing", { path, backing: other });
      return ok(base === null || typeof names?.backing !== "string" ? whole : { ...whole, base });
    } finally {
      await file.close();
    }
  } catch (error) {
    return { ok: false, error: diskFileError(path, error as NodeJS.ErrnoException) };
  }
}

async function readAt(file: FileHandle, offset: number, length: number): Promise<Uint8Array> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, offset);
  return buffer.subarray(0, bytesRead);
}

function placeOf(disk: ArchiveDisk | null): Pick<ImageSource, "piece" | "promised"> {
  if (disk === null) return { piece: null };
  const { offset, size, name, sum } = disk;
  return {
    piece: { offset, size },
    ...(sum === null ? {} : { promised: { ...sum, member: shown(name) } }),
  };
}

function asSource(
  path: string,
  verdict: ImageVerdict,
  disk: ArchiveDisk | null,
): Result<FoundSource> {
  switch (verdict.kind) {
    case "image":
      return ok({ kind: "image", source: { path, format: verdict.format, ...placeOf(disk) } });
    case "packed":
      return disk === null
        ? ok(verdict)
        : fail("image-unsupported", { path, fault: "packed-twice" });
    case "reaches-out":
      return fail("image-reaches-out", { path, format: verdict.format, detail: verdict.detail });
    case "damaged":
      return fail("image-damaged", { path, damage: verdict.damage });
    case "web-page":
      return fail("image-web-page", { path });
    case "empty":
      return fail("image-empty", { path });
    case "archive":
      return fail("image-unsupported", { path, fault: "archive-inside" });
    default: {
      const { fault, detail } = verdict;
      return fail("image-unsupported", {
        ...{ path, fault },
        ...(detail === undefined ? {} : { detail }),
      });
    }
  }
}
