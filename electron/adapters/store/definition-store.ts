import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { sortByName } from "../../contract/base/natural-order.ts";
import { type AppError, fail, ok, type Result } from "../../contract/errors/app-error.ts";
import { wholeFile } from "../../core/base/explain-issue.ts";
import { fileError } from "../../core/base/file-error.ts";
import { nameAnew } from "../../core/base/name-anew.ts";
import {
  abandonDraft,
  beginDraft,
  type DefinitionKind,
  definitionIds,
  parseDefinition,
  parseText,
  publishDraft,
  readBackup,
  removeDefinition,
  replaceDefinition,
  takeBack,
} from "./definition-folder.ts";

/** A definition whose file cannot be read. */
export interface BrokenDefinition {
  readonly id: string;
  readonly path: string;
  readonly problem: AppError;
}

/** The id and the name that each definition has. */
interface Named {
  readonly id: string;
  readonly name: string;
}

/**
 * How files are read. A process that does nothing else is `alone`: it reads one file after the other,
 * which costs a third of what Node's threads do, and keeps nothing else waiting.
 */
export interface Reading {
  readonly alone?: boolean;
}

/** Folders of definitions of one kind: machines or templates. Errors of files are values. */
export interface DefinitionStore<T extends Named> {
  /** Reads one; `absent` is the error when the file does not exist (else it counts as corrupt). */
  read(folder: string, id: string, absent?: AppError): Promise<Result<T>>;
  /** Reads all, sorted by name. One that cannot be read does not hide the others. */
  readAll(
    folder: string,
    how?: Reading,
  ): Promise<
    Result<{
      readonly definitions: readonly T[];
      readonly broken: readonly BrokenDefinition[];
    }>
  >;
  /** The last good definition beside one that cannot be read, and when it was written; else null. */
  backup(
    folder: string,
    broken: BrokenDefinition,
  ): Promise<{ readonly name: string; readonly savedAt: number } | null>;
  /** Makes the folder in which one takes shape, which may take hours; gives its path. */
  begin(folder: string, id: string): Promise<Result<string>>;
  /**
   * Turns a draft into what it was begun for, by rename: it is listed whole or not at all. The
   * caller holds the registry's lock.
   */
  finish(folder: string, draft: string, definition: T): Promise<Result<void>>;
  /**
   * Makes one in one go; `fill` may put more files into its folder before it is listed. Until then the
   * signal ends it, and nothing is left. The caller holds the registry's lock.
   */
  create(
    folder: string,
    definition: T,
    fill?: (draft: string) => Promise<Result<void>>,
    signal?: AbortSignal,
  ): Promise<Result<void>>;
  /** Replaces an existing definition, whose lock is held. */
  replace(folder: string, definition: T): Promise<Result<void>>;
  /**
   * Puts the last good definition in the place of one that cannot be read, if `accept` takes it.
   * Gives its name and where the other one was kept. The caller holds the registry's lock.
   */
  recover(
    folder: string,
    id: string,
    accept?: (definition: T) => Result<void>,
  ): Promise<Result<{ readonly name: string; readonly kept: string }>>;
  /** Removes one for good; it vanishes from the list at once. */
  remove(folder: string, id: string): Promise<Result<void>>;
}

/** Makes the store of a kind of definition. */
export function definitionStore<T extends Named>(kind: DefinitionKind<T>): DefinitionStore<T> {
  const { fileName, errors } = kind;

  const read = (folder: string, id: string, absent?: AppError) =>
    readDefinition(kind, folder, id, absent);
  const begin = (folder: string, id: string) =>
    attempt(folder, async () => ok(await beginDraft(folder, id)));
  const finish = (folder: string, draft: string, definition: T) =>
    attempt(folder, () => publishDraft(folder, draft, kind, definition));

  return {
    read,
    begin,
    finish,
    readAll: (folder, { alone = false } = {}) =>
      attempt(folder, async () => {
        const ids = await definitionIds(folder, alone);
        const found = alone ? ids.map((id) => readNow(kind, folder, id)) : [];
        const results = await Promise.all(ids.map((id, place) => found[place] ?? read(folder, id)));
        const definitions: T[] = [];
        const broken: BrokenDefinition[] = [];
        for (const [index, result] of results.entries()) {
          const id = ids[index] ?? "";
          if (result.ok) definitions.push(result.value);
          else broken.push({ id, path: join(folder, id, fileName), problem: result.error });
        }
        sortByName(definitions);
        broken.sort((a, b) => (a.id < b.id ? -1 : 1));
        return ok({ definitions, broken });
      }),
    async backup(folder, { id, problem }) {
      // A file of a newer program is valid: it must not be replaced by its backup.
      const good = problem.code === errors.newer ? null : await readBackup(kind, folder, id);
      return good === null ? null : { name: good.value.name, savedAt: good.savedAt };
    },
    async create(folder, definition, fill = async () => ok(undefined), signal) {
      const begun = await begin(folder, definition.id);
      if (!begun.ok) return begun;
      const result = await fill(begun.value);
      const filled = signal?.aborted === true ? fail("cancelled", {}) : result;
      const finished = filled.ok ? await finish(folder, begun.value, definition) : filled;
      if (finished.ok) return finished;
      await abandonDraft(begun.value);
      return { ok: false, error: nameAnew(finished.error, begun.value, folder) };
    },
    replace: (folder, definition) =>
      attempt(folder, () => replaceDefinition(folder, kind, definition)),
    async recover(folder, id, accept = () => ok(undefined)) {
      const path = join(folder, id, fileName);
      const current = await read(folder, id);
      if (current.ok) return fail("file-not-broken", { path });
      if (current.error.code === errors.newer) return current;
      const good = await readBackup(kind, folder, id);
      if (good === null) return fail("backup-missing", { path });
      const accepted = accept(good.value);
      if (!accepted.ok) return accepted;
      return attempt(folder, async () =>
        ok({ name: good.value.name, kept: await takeBack(path, good.text) }),
      );
    },
    remove: (folder, id) => attempt(folder, async () => ok(await removeDefinition(folder, id))),
  };
}

/** Reads a definition at once; null for what has to be explained. */
function readNow<T extends Named>(
  kind: DefinitionKind<T>,
  folder: string,
  id: string,
): Result<T> | null {
  try {
    const parsed = parseText(kind, readFileSync(`${folder}/${id}/${kind.fileName}`, "utf8"), id);
    return parsed.kind === "read" ? ok(parsed.value) : null;
  } catch {
    return null;
  }
}

async function readDefinition<T extends Named>(
  kind: DefinitionKind<T>,
  folder: string,
  id: string,
  absent?: AppError,
): Promise<Result<T>> {
  const { fileName, errors } = kind;
  const path = join(folder, id, fileName);
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    const isAbsent = (error as NodeJS.ErrnoException).code === "ENOENT";
    if (isAbsent && absent !== undefined) return { ok: false, error: absent };
    if (isAbsent) return fail(errors.corrupt, wholeFile(path, "absent"));
    return { ok: false, error: fileError(path, error) };
  }
  const parsed = await parseDefinition(kind, text, id, path);
  switch (parsed.kind) {
    case "read":
      return ok(parsed.value);
    case "newer":
      return fail(errors.newer, { path, version: parsed.version });
    default:
      return fail(errors.corrupt, parsed.fault);
  }
}

/** Runs work on files of a folder, and turns exceptions into error values. */
async function attempt<T>(folder: string, work: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await work();
  } catch (error) {
    return { ok: false, error: fileError(folder, error) };
  }
}
