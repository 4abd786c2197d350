import { access, constants, stat } from "node:fs/promises";
import * as v from "valibot";
import { absolutePathSchema } from "../../contract/base/primitives.ts";
import { type AppError, appError, fail, ok, type Result } from "../../contract/errors/app-error.ts";
import type { DiskFormat } from "../../contract/machine/machine.ts";
import { diskFileError } from "../../core/base/file-error.ts";
import { diskInUse } from "../process/process-identity.ts";
import { runProgram } from "../process/run-program.ts";
import { checkImage } from "./check-image.ts";
import { imageName } from "./convert-image.ts";
import { readDiskSizes } from "./disk-size.ts";
import { explainImage } from "./explain-image.ts";
import { findImageSource } from "./image-source.ts";
import { runQemuImg } from "./qemu-img.ts";

/** A disk image that a machine can run from. */
export interface DiskImage {
  readonly format: DiskFormat;
  readonly virtualBytes: number;
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
  if (!v.is(absolutePathSchema, path)) return fail("disk-path-invalid", { path });
  try {
    const found = await stat(path);
    if (!found.isFile()) return fail("disk-path-invalid", { path });
    await access(path, mode);
    return ok(undefined);
  } catch (error) {
    return { ok: false, error: diskFileError(path, error as NodeJS.ErrnoException) };
  }
}

/**
 * Finds format and size of an image by its content, never by its name. It refuses files that are
 * not disks, that are damaged, that machines cannot write to, or that refer to a second file.
 */
export async function inspectDisk(path: string): Promise<Result<DiskImage>> {
  const file = await checkDiskFile(path);
  if (!file.ok) return file;
  const found = await findImageSource(path);
  if (!found.ok) return { ok: false, error: asDiskError(path, found.error) };
  if (found.value.kind === "packed" || found.value.source.piece !== null) {
    return fail("disk-not-image", { path });
  }
  const { format } = found.value.source;
  if (format !== "raw" && format !== "qcow2") {
    return fail("disk-format-unsupported", { path, format });
  }
  const checked = await checkImage(found.value.source);
  if (!checked.ok) return checked;
  const sizes = await readDiskSizes(path, format);
  if (sizes.ok) {
    const { virtualBytes } = sizes.value;
    return virtualBytes === 0 ? fail("image-empty", { path }) : ok({ format, virtualBytes });
  }
  return { ok: false, error: explainImage(sizes.error, path) };
}

/** Returns the error about a disk for an error about an image that cannot become a template. */
function asDiskError(path: string, error: AppError): AppError {
  if (error.code === "image-reaches-out" && error.params.format === "qcow2") {
    return appError("disk-has-backing", { path, backing: error.params.detail });
  }
  if (error.code !== "image-unsupported") return error;
  const { fault, detail = "" } = error.params;
  if (fault === "encrypted") {
    return appError("disk-format-unsupported", { path, format: "qcow2 (encrypted)" });
  }
  return fault === "format"
    ? appError("disk-format-unsupported", { path, format: detail })
    : appError("disk-not-image", { path });
}

/**
 * Checks that no QEMU, ours or a foreign one, has a disk open for writing: an open without -U
 * asks for the lock that a writer denies.
 */
export async function checkDiskUnlocked(path: string, format: DiskFormat): Promise<Result<void>> {
  const isDevice = (await stat(path).catch(() => null))?.isBlockDevice() === true;
  const device = { driver: "raw", file: { driver: "host_device", filename: path } };
  const words = ["info", "--output=json"];
  const said = isDevice
    ? await runProgram("qemu-img", [...words, `json:${JSON.stringify(device)}`])
    : await runQemuImg(
        [...words, imageName({ path, format, piece: null })],
        [{ path, access: "read" }],
      );
  if (said.ok || said.error.code !== "program-failed") return said.ok ? ok(undefined) : said;
  if (!/ lock\b/.test(said.error.cause ?? "")) return ok(undefined);
  return { ok: false, error: await diskInUse(path, said.error.cause) };
}

/** Returns an error for the first disk that another process has locked; ignores other faults. */
export async function checkNoneLocked(
  disks: readonly { readonly path: string; readonly format: DiskFormat }[],
): Promise<Result<void>> {
  for (const { path, format } of disks) {
    const unlocked = await checkDiskUnlocked(path, format);
    if (!unlocked.ok && unlocked.error.code === "disk-in-use") return unlocked;
  }
  return ok(undefined);
}

/** Returns the identity of a file behind all its names; null if it does not exist. */
export async function fileIdentity(path: string): Promise<string | null> {
  const found = await stat(path).catch(() => null);
  return found === null ? null : `${found.dev}:${found.ino}`;
}
