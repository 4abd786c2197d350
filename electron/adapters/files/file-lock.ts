import { link, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import * as v from "valibot";
import { type AppError, appError, fail, type Result } from "../../contract/errors/app-error.ts";
import { fileError } from "../../core/base/file-error.ts";
import type { ProcessIdentity } from "../../system/process-identity.ts";
import { signalPutOff } from "../process/end-signals.ts";
import { identifySelf, isAlive } from "../process/process-identity.ts";
import { makeFolder } from "./make-folder.ts";

/**
 * Locks between processes that need no cleaning up: a lock whose holder has died is free.
 *
 * A lock is a folder of numbered files, and the highest number counts. Its file says who holds it,
 * or that it is free. Taking it means to create the next number with link(2), which only one can;
 * the highest file is never removed, so a late caller with an old number finds a higher one
 * and withdraws. A single file would not do: between finding its holder dead and removing it,
 * another process may have taken it. On a file system without hard links, such as FAT, the number
 * is a folder with that file in it: a folder is never renamed over one that has content.
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

/** The file in a numbered folder. */
const holderFile = "holder";

async function holderOf(path: string): Promise<LockHolder | null> {
  try {
    const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EISDIR") throw error;
      return readFile(join(path, holderFile), "utf8");
    });
    const parsed = v.safeParse(holderSchema, JSON.parse(text));
    return parsed.success && (await isAlive(parsed.output)) ? parsed.output : null;
  } catch {
    // Free (an empty file), or removed because a higher one has come.
    return null;
  }
}

/** The codes by which a file system tells that it has no hard links. */
const withoutLinks = ["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"];

/**
 * Gives a complete draft the name of a generation, and returns the path of the file that tells the
 * holder; null: that generation is there already. Other errors throw.
 */
async function publish(draft: string, generation: string): Promise<string | null> {
  try {
    await link(draft, generation);
    return generation;
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return null;
    if (!withoutLinks.includes(code)) throw error;
  }
  const folder = `${draft}-folder`;
  try {
    await mkdir(folder, { mode: 0o700 });
    await rename(draft, join(folder, holderFile));
    await rename(folder, generation);
    return join(generation, holderFile);
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (["EEXIST", "ENOTEMPTY", "ENOTDIR"].includes(code)) return null;
    throw error;
  } finally {
    await remove(folder);
  }
}

/** Removes a file or a folder of a lock, which may be gone. */
async function remove(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true }).catch(() => {});
}

let counter = 0;

/** A lock that another has: who, and which number tells it. */
interface Held {
  readonly holder: LockHolder | null;
  readonly generation: number;
}

/** Tries once; returns the function that releases the lock, or its holder. */
async function take(
  folder: string,
  purpose: string,
): Promise<{ readonly release: () => Promise<void> } | Held> {
  await makeFolder(folder);
  const [highest = 0] = await generations(folder);
  const holder = highest === 0 ? null : await holderOf(join(folder, String(highest)));
  if (holder !== null) return { holder, generation: highest };

  const self = await identifySelf();
  counter += 1;
  const draft = join(folder, `draft-${self.pid}-${self.startTicks}-${counter}`);
  const mine = join(folder, String(highest + 1));
  let told: string | null;
  try {
    await writeFile(draft, JSON.stringify({ ...self, purpose }), { mode: 0o600 });
    told = await publish(draft, mine);
  } finally {
    await remove(draft);
  }
  if (told === null) return { holder: null, generation: highest };
  const holding = told;
  const now = await generations(folder);
  if (now[0] !== highest + 1) {
    await remove(mine);
    return { holder: null, generation: highest };
  }
  await Promise.all(now.slice(1).map((number) => remove(join(folder, String(number)))));
  return {
    release: async () => {
      const free = `${draft}-free`;
      await writeFile(free, "", { mode: 0o600 });
      await rename(free, holding);
    },
  };
}

/**
 * Runs work while holding a lock, a folder that is made if needed and stays. Waits up to `waitMs`
 * for each holder before it, then returns the error made from that holder (null if unknown): many that
 * work one after the other fail none of them. The signal ends the waiting.
 */
export async function withLock<T>(
  folder: string,
  purpose: string,
  waitMs: number,
  busy: (holder: LockHolder | null) => AppError,
  work: () => Promise<Result<T>>,
  signal?: AbortSignal,
): Promise<Result<T>> {
  let deadline = Date.now() + waitMs;
  let generation: number | null = null;
  try {
    let taken = await take(folder, purpose);
    while (!("release" in taken)) {
      if (generation !== null && taken.generation !== generation) deadline = Date.now() + waitMs;
      generation = taken.generation;
      if (signal?.aborted === true || signalPutOff() !== null) return fail("cancelled", {});
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
    // The lock's own name tells nobody anything: what is wrong is wrong with its folder.
    return { ok: false, error: fileError(dirname(folder), error) };
  }
}
