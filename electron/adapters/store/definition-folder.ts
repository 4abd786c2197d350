import { readdirSync } from "node:fs";
import { copyFile, link, mkdir, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import type { FileFault } from "../../contract/errors/value-fault.ts";
import { explainIssue } from "../../core/base/explain-issue.ts";
import { type MigrationSteps, migrate } from "../../core/base/migrate.ts";
import {
  backupOf,
  createFile,
  replaceFile,
  replaceWithBackup,
  syncPath,
} from "../files/durable-file.ts";
import { makeFolder } from "../files/make-folder.ts";
import { identifySelf, isAlive } from "../process/process-identity.ts";

/**
 * Machines and templates each have a folder named after their id, with a definition in it. Folders
 * whose names begin with a dot are being made or removed, and are not definitions.
 */

type Parsed<T> =
  | { readonly kind: "read"; readonly value: T }
  | { readonly kind: "corrupt"; readonly fault: FileFault }
  | { readonly kind: "newer"; readonly version: number };

/** A kind of definition: its file, its newest version, and the migrations from older ones. */
export interface DefinitionKind<T> {
  readonly fileName: string;
  readonly schema: v.GenericSchema<unknown, T>;
  readonly version: number;
  readonly steps: MigrationSteps;
  /** The errors of a file that cannot be read, and of one that a newer program wrote. */
  readonly errors:
    | { readonly corrupt: "machine-file-corrupt"; readonly newer: "machine-file-newer" }
    | { readonly corrupt: "template-file-corrupt"; readonly newer: "template-file-newer" };
}

/** Loads what explains a fault only once there is one: it brings a reader of YAML along. */
export const loadExplain = () => import("../../core/base/explain-file.ts");

/** A text that is not a definition; the function explains it, for which more is loaded. */
interface Faulty {
  readonly kind: "faulty";
  readonly explain: (path: string) => Promise<FileFault>;
}

/**
 * Reads the text of a definition, of its newest version or an older one. `id` is its folder's
 * name, which must be the id within.
 */
export function parseText<T extends { readonly id: string }>(
  { schema, version, steps }: DefinitionKind<T>,
  text: string,
  id: string,
): Exclude<Parsed<T>, { readonly kind: "corrupt" }> | Faulty {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    const explain = async (path: string) => (await loadExplain()).explainNoJson(path, text);
    return { kind: "faulty", explain };
  }
  const found = versionOf(json);
  if (found !== null && found > version) return { kind: "newer", version: found };
  const parsed = v.safeParse(schema, found === version ? json : migrate(json, version, steps));
  if (!parsed.success) {
    const explain = async (path: string) => (await loadExplain()).explainFile(path, text, parsed);
    return { kind: "faulty", explain };
  }
  if (parsed.output.id === id) return { kind: "read", value: parsed.output };
  const explain = async (path: string) => (await loadExplain()).explainOwnId(path, text, id);
  return { kind: "faulty", explain };
}

function versionOf(json: unknown): number | null {
  if (typeof json !== "object" || json === null || !("version" in json)) return null;
  return typeof json.version === "number" ? json.version : null;
}

/** The same with the fault explained; `path` is named in it. */
export async function parseDefinition<T extends { readonly id: string }>(
  kind: DefinitionKind<T>,
  text: string,
  id: string,
  path: string,
): Promise<Parsed<T>> {
  const parsed = parseText(kind, text, id);
  if (parsed.kind !== "faulty") return parsed;
  return { kind: "corrupt", fault: await parsed.explain(path) };
}

/**
 * Lists the ids of all definitions in a folder; none if it does not exist. Other errors throw. `alone`: as the store's
 * `Reading`.
 */
export async function definitionIds(folder: string, alone = false): Promise<readonly string[]> {
  const how = { withFileTypes: true } as const;
  try {
    const found = alone ? readdirSync(folder, how) : await readdir(folder, how);
    return found
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
      .map((entry) => entry.name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

/**
 * Returns the name of the draft of an id, which has the working process in it. With `*` it is a shell's
 * pattern for all drafts of this process.
 */
export async function draftName(id: string): Promise<string> {
  const { pid, startTicks } = await identifySelf();
  return `.new-${id}-${pid}-${startTicks}`;
}

/**
 * Makes the draft folder of an id, whose content may take hours. It is known as a left-over once the
 * working process has gone; left-overs are removed.
 */
export async function beginDraft(folder: string, id: string): Promise<string> {
  await makeFolder(folder);
  await removeLeftovers(folder);
  const draft = join(folder, await draftName(id));
  await mkdir(draft, { mode: 0o700 });
  return draft;
}

/** Removes a folder, which may have a template's image elsewhere. What knows of images is loaded late. */
async function removeWithImage(folder: string): Promise<void> {
  const { removeWithImage: remove } = await import("../image/template-image.ts");
  await remove(folder);
}

/** Gives up what was begun. */
export async function abandonDraft(draft: string): Promise<void> {
  await removeWithImage(draft).catch(() => {});
}

/** Removes what runs that were killed have left. */
export async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const [, pid, startTicks] = /^\.new-.*-(\d+)-(\d+)$/.exec(name) ?? [];
    const inWork =
      pid !== undefined && (await isAlive({ pid: Number(pid), startTicks: Number(startTicks) }));
    if (name.startsWith(".") && !inWork) {
      await removeWithImage(join(folder, name));
    }
  }
}

/** Writes a definition into a draft folder, then makes the draft the folder of `id` by rename. */
export async function publishDraft<T extends { readonly id: string }>(
  folder: string,
  draft: string,
  { fileName, schema }: DefinitionKind<T>,
  definition: T,
): Promise<Result<void>> {
  const path = join(draft, fileName);
  const text = readableText(schema, definition, join(folder, definition.id, fileName));
  if (!text.ok) return text;
  await createFile(path, text.value);
  await createFile(backupOf(path), text.value);
  await syncPath(draft);
  await rename(draft, join(folder, definition.id));
  await syncPath(folder);
  return ok(undefined);
}

/** Replaces the definition of an id; readers see the old or the new one, whole. */
export async function replaceDefinition<T extends { readonly id: string }>(
  folder: string,
  { fileName, schema }: DefinitionKind<T>,
  definition: T,
): Promise<Result<void>> {
  const path = join(folder, definition.id, fileName);
  const text = readableText(schema, definition, path);
  if (!text.ok) return text;
  await replaceWithBackup(path, text.value);
  return ok(undefined);
}

/** Reads the last good definition of an id whose own cannot be read; null if none exists. */
export async function readBackup<T extends { readonly id: string }>(
  kind: DefinitionKind<T>,
  folder: string,
  id: string,
): Promise<{ readonly value: T; readonly text: string; readonly savedAt: number } | null> {
  const path = backupOf(join(folder, id, kind.fileName));
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(path, "utf8"), stat(path)]);
    const parsed = await parseDefinition(kind, text, id, path);
    return parsed.kind === "read"
      ? { value: parsed.value, text, savedAt: Math.round(mtimeMs) }
      : null;
  } catch {
    return null;
  }
}

/**
 * Puts the text of a backup in the place of a file that cannot be read, which is kept beside it
 * under the name that this gives (an earlier one of that name is replaced).
 */
export async function takeBack(path: string, text: string): Promise<string> {
  const kept = `${path}.broken`;
  await rm(kept, { force: true });
  // A file system may have no hard links.
  await link(path, kept)
    .catch(() => copyFile(path, kept))
    .catch((error: NodeJS.ErrnoException) => {
      // It may be gone altogether.
      if (error.code !== "ENOENT") throw error;
    });
  await replaceFile(path, text);
  return kept;
}

/** Removes the folder of an id, which stops being a definition as soon as this begins. */
export async function removeDefinition(folder: string, id: string): Promise<void> {
  const doomed = join(folder, `.deleted-${id}`);
  await rename(join(folder, id), doomed);
  await syncPath(folder);
  await removeWithImage(doomed);
}

/**
 * Turns a value into the text of a file at `path`, if the reader of that file takes it: what no reader
 * takes could be neither used nor changed nor removed.
 */
export function readableText(
  schema: v.GenericSchema,
  value: unknown,
  path: string,
): Result<string> {
  const text = `${JSON.stringify(value, null, 2)}\n`;
  const parsed = v.safeParse(schema, JSON.parse(text));
  // The text was never a file, so that no place in it says anything.
  return parsed.success
    ? ok(text)
    : fail("write-refused", { path, ...explainIssue(parsed.issues[0]), line: 0, column: 0 });
}
