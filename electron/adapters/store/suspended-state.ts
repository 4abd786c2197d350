import { rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import { fileError } from "../../core/base/file-error.ts";
import { syncPath } from "../files/durable-file.ts";
import { type KnownFile, recognizeFile } from "../files/file-sum.ts";

/** Returns the path of a suspended machine's memory, in the folder of its definition. */
export function statePath(folder: string): string {
  return join(folder, "suspended.state");
}

/** Returns the path of memory that a machine was not started with, and that is kept. */
export function keptStatePath(folder: string, at: string): string {
  return join(folder, `suspended-${at.replaceAll(/[^0-9TZ]/g, "")}.state`);
}

/** Gives a file another name in its folder, for good. */
export async function renameState(from: string, to: string, folder: string): Promise<Result<void>> {
  try {
    await rename(from, to);
    await syncPath(folder);
    return ok(undefined);
  } catch (error) {
    return { ok: false, error: fileError(from, error) };
  }
}

/** Removes saved memory that nothing names any more. */
export async function removeState(folder: string): Promise<void> {
  await rm(statePath(folder), { force: true }).catch(() => {});
}

/**
 * Returns what tells a file from a later state of it; null if it cannot be read. Every write changes
 * the time, which file systems keep in nanoseconds.
 */
export async function stampOf(path: string): Promise<string | null> {
  const found = await stat(path, { bigint: true }).catch(() => null);
  return found === null ? null : `${found.size} ${found.mtimeNs}`;
}

/**
 * Checks that the memory of a suspended machine is there, and the one that was recorded. QEMU notices no
 * change within it, and the guest would go on with wrong memory.
 */
export async function checkState(
  folder: string,
  name: string,
  bytes: number,
  memory: Pick<KnownFile, "sha256" | "stamp"> | undefined,
): Promise<Result<void>> {
  const path = statePath(folder);
  const found = await stat(path).catch(() => null);
  if (found?.size !== bytes) return fail("suspend-missing", { name, path });
  // Of what an earlier version saved, nothing but the size is known.
  if (memory === undefined) return ok(undefined);
  const now = await recognizeFile(path, { bytes, ...memory }).catch(() => null);
  return now === null ? fail("suspend-changed", { name, path }) : ok(undefined);
}
