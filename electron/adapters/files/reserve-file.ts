import { truncate } from "node:fs/promises";
import { ok, type Result } from "../../contract/errors/app-error.ts";
import { fileError, fileErrorOf, systemCode } from "../../core/base/file-error.ts";
import { runProgram } from "../process/run-program.ts";
import { createPrivateFile } from "./private-file.ts";

/**
 * Makes a new file of zeros that has its place on the disk: a program that maps it is not killed when
 * the disk becomes full. Where the file system cannot do that, the file only has the size.
 */
export async function reserveFile(path: string, bytes: number): Promise<Result<void>> {
  try {
    await createPrivateFile(path, true);
    const reserved = await runProgram("fallocate", ["-l", String(bytes), path], {
      timeout: 60_000,
    });
    if (reserved.ok) return ok(undefined);
    const cause = reserved.error.cause ?? "";
    const code = systemCode(cause);
    if (code !== null) return { ok: false, error: fileErrorOf(path, code, cause) };
    await truncate(path, bytes);
    return ok(undefined);
  } catch (error) {
    return { ok: false, error: fileError(path, error) };
  }
}

/** Gives back the place of what is zeros in a file. Failing costs nothing but that place. */
export async function releaseHoles(path: string): Promise<void> {
  await runProgram("fallocate", ["--dig-holes", path], { timeout: 0 });
}
