import { createReadStream, createWriteStream } from "node:fs";
import { type FileHandle, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type AppError, appError, fail, ok, type Result } from "../../contract/errors/app-error.ts";
import { fileError } from "../../core/base/file-error.ts";
import type { Packing } from "../../core/disk/image-header.ts";
import { explainRoom, guardRoom } from "../files/room-guard.ts";
import { packageOf } from "../process/run-program.ts";
import type { WorkOptions } from "../process/work-options.ts";

/** The program for each packing. */
const programs: Readonly<Record<Packing, string>> = { gzip: "gzip", xz: "xz", zstd: "zstd" };

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
  { signal, onProgress, opened }: UnpackOptions = {},
): Promise<Result<void>> {
  const program = programs[packing];
  try {
    const { size } = await (opened?.stat() ?? stat(source));
    const packed =
      opened?.createReadStream({ start: 0, autoClose: false }) ?? createReadStream(source);
    let read = 0;
    const counted = new Transform({
      transform(chunk: Uint8Array, _encoding, done) {
        read += chunk.length;
        onProgress?.(Math.min(1, read / size));
        done(null, chunk);
      },
    });
    const { execa } = await import("execa");
    const unpacker = execa(program, ["-dc"], {
      reject: false,
      stdin: "pipe",
      stdout: "pipe",
      buffer: { stdout: false, stderr: true },
      env: { LC_ALL: "C" },
    });
    const cancel = signal === undefined ? {} : { signal };
    const [fed, written, ended] = await Promise.allSettled([
      pipeline(packed, counted, unpacker.stdin, cancel),
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
  } catch (error) {
    return { ok: false, error: fileError(source, error) };
  }
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
  const isCutOff = /unexpected end|premature|truncated/i.test(ended.stderr);
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
