import { createWriteStream } from "node:fs";
import { type FileHandle, open, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { pipeline } from "node:stream/promises";
import { type AppError, appError, fail, ok, type Result } from "../../contract/errors/app-error.ts";
import { fileError } from "../../core/base/file-error.ts";
import type { Packing } from "../../core/disk/image-header.ts";
import { countBytes } from "../files/count-bytes.ts";
import { explainRoom, guardRoom } from "../files/room-guard.ts";
import { packageOf } from "../process/run-program.ts";
import type { WorkOptions } from "../process/work-options.ts";
import { unzipDisk } from "./zip-disk.ts";

/** The packings that a program takes off, and that program. */
const programs = { gzip: "gzip", bzip2: "bzip2", xz: "xz", zstd: "zstd" } as const;

/** The progress callback, and the open file to read (default: the file at the path). */
interface UnpackOptions extends WorkOptions {
  readonly opened?: FileHandle | undefined;
}

/**
 * Unpacks a file of one packing into a new one; progress counts the bytes read. After a failure the
 * caller removes the half-done one.
 */
export async function unpackFile(
  source: string,
  packing: Packing,
  target: string,
  { opened, ...options }: UnpackOptions = {},
): Promise<Result<void>> {
  try {
    const file = opened ?? (await open(source, "r"));
    try {
      return packing === "zip"
        ? await unzipDisk(source, file, target, options)
        : await unpackByProgram(programs[packing], source, file, target, options);
    } finally {
      if (opened === undefined) await file.close();
    }
  } catch (error) {
    return { ok: false, error: fileError(source, error) };
  }
}

async function unpackByProgram(
  program: string,
  source: string,
  file: FileHandle,
  target: string,
  { signal, onProgress }: WorkOptions,
): Promise<Result<void>> {
  const { size } = await file.stat();
  const { execa } = await import("execa");
  const unpacker = execa(program, ["-dc"], {
    reject: false,
    stdin: "pipe",
    stdout: "pipe",
    buffer: { stdout: false, stderr: true },
    env: { LC_ALL: "C" },
  });
  const cancel = signal === undefined ? {} : { signal };
  const packed = file.createReadStream({ start: 0, autoClose: false });
  const [fed, written, ended] = await Promise.allSettled([
    pipeline(packed, countBytes(size, onProgress), unpacker.stdin, cancel),
    pipeline(
      unpacker.stdout,
      guardRoom(dirname(target)),
      createWriteStream(target, { flags: "wx", mode: 0o600 }),
      cancel,
    ),
    unpacker,
  ]);
  if (signal?.aborted === true) return fail("cancelled", {});
  if (written.status === "rejected" && !isPipeEnd(written.reason)) {
    const { reason } = written;
    return { ok: false, error: explainRoom(target, reason) ?? fileError(target, reason) };
  }
  // gzip's exit code 2 is a warning, such as of bytes behind the packed ones, which it ignores.
  const isWarning =
    program === "gzip" && ended.status === "fulfilled" && ended.value.exitCode === 2;
  if (ended.status === "fulfilled" && ended.value.failed && !isWarning) {
    return { ok: false, error: explain(source, program, ended.value) };
  }
  const broken = [fed, written, ended].find((each) => each.status === "rejected");
  return broken === undefined
    ? ok(undefined)
    : { ok: false, error: fileError(source, broken.reason) };
}

/** The other end has gone: the program's own end tells why. */
function isPipeEnd(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === "EPIPE" || code === "ERR_STREAM_PREMATURE_CLOSE";
}

function explain(
  path: string,
  program: string,
  ended: { readonly code?: string | undefined; readonly stderr: string },
): AppError {
  if (ended.code === "ENOENT") {
    return appError("program-missing", { program, package: packageOf[program] ?? program });
  }
  const isCutOff = /unexpected end|ends unexpectedly|premature|truncated/i.test(ended.stderr);
  return appError(
    "image-unsupported",
    { path, fault: isCutOff ? "cut-off" : "damaged" },
    ended.stderr,
  );
}

/** Removes a file that was needed for a while. */
export async function removeFile(path: string): Promise<Result<void>> {
  try {
    await rm(path);
    return ok(undefined);
  } catch (error) {
    return { ok: false, error: fileError(path, error) };
  }
}
