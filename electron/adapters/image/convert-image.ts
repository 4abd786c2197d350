import { dirname } from "node:path";
import { type AppError, ok, type Result } from "../../contract/errors/app-error.ts";
import { fileError, fileErrorOf, systemCode } from "../../core/base/file-error.ts";
import { syncPath } from "../files/durable-file.ts";
import { createPrivateFile } from "../files/private-file.ts";
import { diskInUse } from "../process/process-identity.ts";
import type { WorkOptions } from "../process/work-options.ts";
import { explainImage } from "./explain-image.ts";
import type { ImageSource } from "./image-source.ts";
import { type ImageFile, runQemuImg } from "./qemu-img.ts";

/**
 * Returns QEMU's name of an image as JSON, so that no path is mistaken for an option or a protocol.
 * The layers beneath are named too, so that QEMU opens no file that the image itself names.
 */
export function imageName({ path, format, piece, base }: ImageSource): string {
  const file = { driver: "file", filename: path };
  return `json:${JSON.stringify({
    driver: format,
    // Of a VHD by other programs than Microsoft's, QEMU would cut off what its old geometry has not.
    ...(format === "vpc" ? { force_size_calc: "current_size" } : {}),
    file: piece === null ? file : { driver: "raw", ...piece, file },
    backing: base === undefined ? null : qcow2On(base),
  })}`;
}

function qcow2On(path: string) {
  return { driver: "qcow2", file: { driver: "file", filename: path }, backing: null };
}

/**
 * Copies an image into a new qcow2 file, its owner's alone and independent unless told otherwise,
 * and synced. It replaces an existing file; after a failure the caller removes the half-done one.
 */
export async function convertImage(
  source: ImageSource,
  target: string,
  options: WorkOptions = {},
): Promise<Result<void>> {
  const { signal, onProgress, linked = false } = options;
  const { base } = source;
  try {
    await createPrivateFile(target);
  } catch (error) {
    return { ok: false, error: fileError(target, error) };
  }
  const backing = linked && base !== undefined ? ["-B", base, "-F", "qcow2"] : [];
  const files: readonly ImageFile[] = [
    { path: source.path, access: "read", opened: source.opened },
    ...(base === undefined ? [] : [{ path: base, access: "read" } as const]),
    { path: target, access: "write" },
  ];
  const converted = await runQemuImg(
    ["convert", "-p", "-O", "qcow2", ...backing, imageName(source), target],
    files,
    {
      // Without a time limit: the person sees its progress, and can cancel. If this program is
      // killed, qemu-img ends when it next reports progress into the closed pipe.
      timeout: 0,
      ...(signal === undefined ? {} : { signal }),
      onOutput: (text) => {
        const percent = [...text.matchAll(/\((\d+\.\d+)\/100%\)/g)].at(-1)?.[1];
        if (percent !== undefined) onProgress?.(Number(percent) / 100);
      },
    },
  );
  if (!converted.ok) {
    const { code, cause } = converted.error;
    const isLocked = code === "program-failed" && /Failed to get .* lock/.test(cause ?? "");
    if (isLocked) return { ok: false, error: await diskInUse(source.path, cause) };
    // It opens its source by its JSON, and tells by itself which of both it failed with.
    const isSource = /error while reading|Could not open 'json:/.test(cause ?? "");
    const error = isSource
      ? explainImage(converted.error, source.path)
      : explainQemuImg(converted.error, target);
    return { ok: false, error };
  }
  try {
    // qemu-img leaves writing to the kernel.
    await syncPath(target);
    return ok(undefined);
  } catch (error) {
    return { ok: false, error: fileError(target, error) };
  }
}

/** Returns the error of a qemu-img that failed to write `target`. */
export function explainQemuImg(error: AppError, target: string): AppError {
  if (error.code !== "program-failed") return error;
  const { cause = "" } = error;
  const code = systemCode(cause.slice(cause.indexOf("\nexit ")));
  if (code === null) return error;
  const isFull = code === "ENOSPC" || code === "EDQUOT";
  return fileErrorOf(isFull ? dirname(target) : target, code, cause);
}
