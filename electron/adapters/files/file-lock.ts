import { link, mkdir, readdir, readFile, rename, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { type AppError, appError, type Result } from "../../contract/errors/app-error.ts";
import { fileError } from "../../core/base/file-error.ts";
import type { ProcessIdentity } from "../../system/process-identity.ts";
import { identifySelf, isAlive } from "../process/process-identity.ts";

/**
 * Locks between processes that need no cleaning up: a lock whose holder has died is free.
 *
 * A lock is a folder of numbered files, and the highest number counts. Its file says who holds it,
 * or that it is free. Taking it means to create the next number with link(2), which only one can;
 * the highest file is never removed, so a late caller with an old number finds a higher one
 * and withdraws. A single file would not do: between finding its holder dead and removing it,
 * another process may have taken it.
 */
const holderSchema = v.object({
  pid: v.number(),
  startTicks: v.number(),
  purpose: v.string(),
});

export interface LockHolder extends ProcessIdentity {
  /** The purpose for which it is held. */
  readonly purpose: string;
}

async function generations(folder: string): Promise<readonly number[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .sort((a, b) => b - a);
}

/** Returns the living holder of the lock; null if it is free. */
export async function lockHolder(folder: string): Promise<LockHolder | null> {
  const [highest] = await generations(folder);
  return highest === undefined ? null : await holderOf(join(folder, String(highest)));
}

async function holderOf(path: string): Promise<LockHolder | null> {
  try {
    const parsed = v.safeParse(holderSchema, JSON.parse(await readFile(path, "utf8")));
    return parsed.success && (await isAlive(parsed.output)) ? parsed.output : null;
  } catch {
    // Free (an empty file), or removed because a higher one has come.
    return null;
  }
}

let counter = 0;

/** Tries once; returns the function that releases the lock, or its holder. */
async function take(
  folder: string,
  purpose: string,
): Promise<{ readonly release: () => Promise<void> } | { readonly holder: LockHolder | null }> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const [highest = 0] = await generations(folder);
  const holder = highest === 0 ? null : await holderOf(join(folder, String(highest)));
  if (holder !== null) return { holder };

  const self = await identifySelf();
  counter += 1;
  const draft = join(folder, `draft-${self.pid}-${self.startTicks}-${counter}`);
  const mine = join(folder, String(highest + 1));
  try {
    await writeFile(draft, JSON.stringify({ ...self, purpose }), { mode: 0o600 });
    await link(draft, mine);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return { holder: null };
  } finally {
    await unlink(draft).catch(() => {});
  }
  const now = await generations(folder);
  if (now[0] !== highest + 1) {
    await unlink(mine).catch(() => {});
    return { holder: null };
  }
  await Promise.all(
    now.slice(1).map((number) => unlink(join(folder, String(number))).catch(() => {})),
  );
  return {
    release: async () => {
      const free = `${draft}-free`;
      await writeFile(free, "", { mode: 0o600 });
      await rename(free, mine);
    },
  };
}

/**
 * Runs work while holding a lock, a folder that is made if needed and stays. Waits up to `waitMs`
 * for another holder, then returns the error made from that holder (null if unknown).
 */
export async function withLock<T>(
  folder: string,
  purpose: string,
  waitMs: number,
  busy: (holder: LockHolder | null) => AppError,
  work: () => Promise<Result<T>>,
): Promise<Result<T>> {
  const deadline = Date.now() + waitMs;
  try {
    let taken = await take(folder, purpose);
    while (!("release" in taken)) {
      if (Date.now() >= deadline) return { ok: false, error: busy(taken.holder) };
      await new Promise((resolve) => setTimeout(resolve, 20));
      taken = await take(folder, purpose);
    }
    try {
      return await work();
    } catch (error) {
      return { ok: false, error: appError("internal", { detail: String(error) }) };
    } finally {
      await taken.release();
    }
  } catch (error) {
    return { ok: false, error: fileError(folder, error) };
  }
}
