import { constants, type FileHandle, open } from "node:fs/promises";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import type { ImageFault } from "../../contract/errors/template.ts";
import type { DiskFormat } from "../../contract/machine/machine.ts";
import { parseTarHeader, tarBlock } from "../../core/base/tar-read.ts";
import { signatureBytes } from "../../core/disk/disk-signature.ts";
import {
  type ImageVerdict,
  judgeImage,
  type Packing,
  readQcow2Names,
  type SourceFormat,
} from "../../core/disk/image-header.ts";
import { diskFileError } from "../files/file-error.ts";
import { readStretches } from "./read-stretches.ts";

/** An image as QEMU is told of it: one from outside that was found to be harmless, or a machine's disk. */
export interface ImageSource {
  readonly path: string;
  readonly format: SourceFormat;
  /** Its place in the file; null: it is all of it. */
  readonly piece: { readonly offset: number; readonly size: number } | null;
  /** The qcow2 image of ours that it hangs on; left out: nothing. */
  readonly base?: string;
  /** The open file that was judged, which is read whatever bears its name by then. */
  readonly opened?: FileHandle;
}

/** The kinds of a file from outside: an image, or a packed image that must be unpacked first. */
export type FoundSource =
  | { readonly kind: "image"; readonly source: ImageSource }
  | { readonly kind: "packed"; readonly packing: Packing; readonly opened?: FileHandle };

/** No archive of one machine has more members; it bounds how long a hostile one is read. */
const mostMembers = 1000;

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
    const piece = await findDisk(file, found.size);
    if (typeof piece === "string") return fail("image-unsupported", { path, fault: piece });
    const inner = await readStretches(file, judgeImage(piece.size), piece.offset);
    return asSource(path, inner, piece);
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

function asSource(
  path: string,
  verdict: ImageVerdict,
  piece: ImageSource["piece"],
): Result<FoundSource> {
  switch (verdict.kind) {
    case "image":
      return ok({ kind: "image", source: { path, format: verdict.format, piece } });
    case "packed":
      return piece === null
        ? ok(verdict)
        : fail("image-unsupported", { path, fault: "packed-twice" });
    case "reaches-out":
      return fail("image-reaches-out", { path, format: verdict.format, detail: verdict.detail });
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

/** Finds the one member that is a VMware disk, or the fault of the archive. */
async function findDisk(
  file: FileHandle,
  size: number,
): Promise<{ readonly offset: number; readonly size: number } | ImageFault> {
  const disks: { readonly offset: number; readonly size: number }[] = [];
  let at = 0;
  for (let members = 0; at < size; members += 1) {
    const member = parseTarHeader(await readAt(file, at, tarBlock));
    if (member === null) break;
    if (member === undefined || members > mostMembers) return "archive-damaged";
    const content = at + tarBlock;
    if (member.kind === "extension") return "archive-extended";
    if (content + member.size > size) return "cut-off";
    if (member.kind === "file" && /\.vmdk$/i.test(member.name)) {
      disks.push({ offset: content, size: member.size });
    }
    at = content + Math.ceil(member.size / tarBlock) * tarBlock;
  }
  const [disk] = disks;
  if (disk === undefined) return "archive-without-disk";
  return disks.length === 1 ? disk : "archive-with-disks";
}
