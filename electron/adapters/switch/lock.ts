import { join } from "node:path";
import { appError, type Result } from "../../contract/errors/app-error.ts";
import { withLock } from "../files/file-lock.ts";
import { makeRuntime, type Paths } from "../files/paths.ts";

/** Longer than the switch takes to start or to end on a busy computer, in ms. */
const waitMs = 15_000;

/**
 * Runs work that starts or ends the LAN's switch while no other program of the user's does: a
 * repair must not undo another's stop. Returns an error if the other takes too long.
 */
export function aloneOnLan<T>(paths: Paths, work: () => Promise<Result<T>>): Promise<Result<T>> {
  const made = makeRuntime(paths, process.getuid?.() ?? 0);
  if (!made.ok) return Promise.resolve(made);
  const path = join(paths.runtime, "lan.lock");
  return withLock(
    path,
    "lan",
    waitMs,
    (holder) => appError("file-locked", { path, by: `process ${holder?.pid ?? "?"}` }),
    work,
  );
}
