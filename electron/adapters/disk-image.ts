import { access, constants, open, stat } from "node:fs/promises";
import * as v from "valibot";
import { type AppError, appError, fail, ok, type Result } from "../contract/errors.ts";
import type { DiskFormat } from "../contract/machine.ts";
import { absolutePath } from "../contract/primitives.ts";
import { looksLikeDisk, signatureBytes } from "../core/disk-signature.ts";
import { diskInUse } from "./process-identity.ts";
import { runProgram } from "./run-program.ts";

/** A disk image that a machine can run from. */
export interface DiskImage {
  readonly format: DiskFormat;
  readonly virtualBytes: number;
}

/** The part of `qemu-img info --output=json` that counts (ImageInfo, qapi/block-core.json). */
const imageInfo = v.object({
  format: v.string(),
  "virtual-size": v.number(),
  encrypted: v.optional(v.boolean()),
  "backing-filename": v.optional(v.string()),
  "format-specific": v.optional(
    v.object({ data: v.optional(v.object({ "data-file": v.optional(v.string()) })) }),
  ),
});

/** What it means that a disk's file cannot be opened. */
export function systemError(path: string, error: NodeJS.ErrnoException): AppError {
  switch (error.code) {
    case "ENOENT":
    case "ENOTDIR":
      return appError("disk-missing", { path });
    case "ENAMETOOLONG":
    case "ELOOP":
    case "ERR_INVALID_ARG_VALUE":
      return appError("disk-path-invalid", { path });
    default:
      return appError("disk-unreadable", { path, detail: error.message.replace(/, .*$/, "") });
  }
}

/** Checks that a path leads to a regular file that may be read and written. */
export function checkDiskFile(path: string): Promise<Result<void>> {
  return checkFile(path, constants.R_OK | constants.W_OK);
}

/** Checks that a path leads to a regular file that may be read. */
export function checkReadable(path: string): Promise<Result<void>> {
  return checkFile(path, constants.R_OK);
}

async function checkFile(path: string, mode: number): Promise<Result<void>> {
  if (!v.is(absolutePath, path)) return fail("disk-path-invalid", { path });
  try {
    const found = await stat(path);
    if (!found.isFile()) return fail("disk-path-invalid", { path });
    await access(path, mode);
    return ok(undefined);
  } catch (error) {
    return { ok: false, error: systemError(path, error as NodeJS.ErrnoException) };
  }
}

/**
 * Finds format and size of an image by what it holds, never by its name. Refused is what is no
 * disk, what machines cannot write to, and what reaches into a second file.
 */
export async function inspectDisk(path: string): Promise<Result<DiskImage>> {
  const file = await checkDiskFile(path);
  if (!file.ok) return file;
  // -U: also while a machine runs from it.
  const said = await runProgram("qemu-img", ["info", "--output=json", "-U", "--", path]);
  if (!said.ok) {
    if (said.error.code !== "program-failed") return said;
    const detail = said.error.params.detail.replace(/^qemu-img: /, "");
    return fail("disk-unreadable", { path, detail }, said.error.cause);
  }
  const info = v.safeParse(imageInfo, readJson(said.value.stdout));
  if (!info.success) {
    return fail("program-failed", { program: "qemu-img", detail: "unexpected output" });
  }
  const { format, encrypted } = info.output;
  const virtualBytes = info.output["virtual-size"];
  if (format === "raw") return inspectRaw(path);
  if (format !== "qcow2") return fail("disk-format-unsupported", { path, format });
  if (encrypted === true) {
    return fail("disk-format-unsupported", { path, format: "qcow2 (encrypted)" });
  }
  const second =
    info.output["backing-filename"] ?? info.output["format-specific"]?.data?.["data-file"];
  if (second !== undefined) return fail("disk-has-backing", { path, backing: second });
  return ok({ format, virtualBytes });
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** qemu-img calls everything raw that it does not know, so a raw image must look like a disk. */
async function inspectRaw(path: string): Promise<Result<DiskImage>> {
  try {
    const file = await open(path, "r");
    try {
      const { size } = await file.stat();
      const buffer = Buffer.alloc(Math.min(size, signatureBytes));
      const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
      return looksLikeDisk(size, buffer.subarray(0, bytesRead))
        ? ok({ format: "raw", virtualBytes: size })
        : fail("disk-not-image", { path });
    } finally {
      await file.close();
    }
  } catch (error) {
    return { ok: false, error: systemError(path, error as NodeJS.ErrnoException) };
  }
}

/**
 * Checks that no QEMU, ours or a foreign one, has the image open for writing: an open without -U
 * asks for the lock that a writer denies.
 */
export async function checkDiskUnlocked(path: string): Promise<Result<void>> {
  const said = await runProgram("qemu-img", ["info", "--output=json", "--", path]);
  if (said.ok || said.error.code !== "program-failed") return said.ok ? ok(undefined) : said;
  if (!/ lock\b/.test(said.error.cause ?? "")) return ok(undefined);
  return { ok: false, error: await diskInUse(path, said.error.cause) };
}

/** What identifies a file behind all its names; null if it is not there. */
export async function fileIdentity(path: string): Promise<string | null> {
  const found = await stat(path).catch(() => null);
  return found === null ? null : `${found.dev}:${found.ino}`;
}
