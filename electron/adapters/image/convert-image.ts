import { dirname } from "node:path";
import { type AppError, appError, ok, type Result } from "../../contract/errors/app-error.ts";
import { syncPath } from "../files/durable-file.ts";
import { fileError } from "../files/file-error.ts";
import { createPrivateFile } from "../files/private-file.ts";
import { diskInUse } from "../process/process-identity.ts";
import type { WorkOptions } from "../process/work-options.ts";
import type { ImageSource } from "./image-source.ts";
import { type ImageFile, runQemuImg } from "./qemu-img.ts";

/**
 * QEMU's name of an image as JSON: no path is mistaken for an option or a protocol. What lies beneath
 * it is told too, so that QEMU opens nothing that is named by the image itself.
 */
export function imageName({ path, format, piece, base }: ImageSource): string {
  const file = { driver: "file", filename: path };
  return `json:${JSON.stringify({
    driver: format,
    file: piece === null ? file : { driver: "raw", ...piece, file },
    backing: base === undefined ? null : qcow2On(base),
  })}`;
}

function qcow2On(path: string) {
  return { driver: "qcow2", file: { driver: "file", filename: path }, backing: null };
}

/**
 * Copies an image into a new qcow2 file, its owner’s alone and independent unless told otherwise, which
 * is on the disk when this ends. What is
 * there before is replaced; what is half-done when it fails stays for the caller to remove. Takes
 * as long as the image is large.
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
      // As long as it takes: the person sees its progress, and can cancel. Should this program
      // be killed, qemu-img ends at its next word of progress, for nobody listens.
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
    return { ok: false, error: explainQemuImg(converted.error, target) };
  }
  try {
    // qemu-img leaves writing to the kernel.
    await syncPath(target);
    return ok(undefined);
  } catch (error) {
    return { ok: false, error: fileError(target, error) };
  }
}

/** What a failure of qemu-img that writes to `target` means. */
export function explainQemuImg(error: AppError, target: string): AppError {
  if (error.code !== "program-failed") return error;
  return /No space left on device|Disk quota exceeded/.test(error.cause ?? "")
    ? appError("disk-full", { path: dirname(target) }, error.cause)
    : error;
}
