import { type FileHandle, open, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";

/**
 * Machines and templates each have a folder named after their id, with a definition in it. Folders
 * whose names begin with a dot are being made or removed, and are no definitions.
 */

type Parsed<T> =
  | { readonly kind: "read"; readonly value: T }
  | { readonly kind: "corrupt"; readonly detail: string }
  | { readonly kind: "newer"; readonly version: number };

/**
 * Reads the text of a definition whose schema has the version `version`. `id` is its folder's
 * name, which must be the id within.
 */
export function parseDefinition<T extends { readonly id: string }>(
  schema: v.GenericSchema<unknown, T>,
  version: number,
  text: string,
  id: string,
): Parsed<T> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { kind: "corrupt", detail: (error as Error).message };
  }
  const versioned = v.safeParse(v.object({ version: v.number() }), json);
  if (versioned.success && versioned.output.version > version) {
    return { kind: "newer", version: versioned.output.version };
  }
  const parsed = v.safeParse(schema, json);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    const where = v.getDotPath(issue);
    const detail = where === null ? issue.message : `${where}: ${issue.message}`;
    return { kind: "corrupt", detail };
  }
  return parsed.output.id === id
    ? { kind: "read", value: parsed.output }
    : { kind: "corrupt", detail: `its id is not ${id}, its folder’s name` };
}

/** The ids of all definitions in a folder; none if there is no such folder. Other errors throw. */
export async function definitionIds(folder: string): Promise<readonly string[]> {
  try {
    const found = await readdir(folder, { withFileTypes: true });
    return found
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
      .map((entry) => entry.name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

/** Writes a definition into a draft folder, then makes the draft the folder of `id` by rename. */
export async function publishDraft(
  folder: string,
  draft: string,
  fileName: string,
  definition: { readonly id: string },
): Promise<void> {
  await writeDurably(join(draft, fileName), "wx", definition);
  await syncPath(draft);
  await rename(draft, join(folder, definition.id));
  await syncPath(folder);
}

/** Replaces the definition of an id; readers see the old or the new one, whole. */
export async function replaceDefinition(
  folder: string,
  fileName: string,
  definition: { readonly id: string },
): Promise<void> {
  const own = join(folder, definition.id);
  const draft = join(own, `.${fileName}.new`);
  await writeDurably(draft, "w", definition);
  await rename(draft, join(own, fileName));
  await syncPath(own);
}

/** Removes the folder of an id, which is no definition any more as soon as this begins. */
export async function removeDefinition(folder: string, id: string): Promise<void> {
  const doomed = join(folder, `.deleted-${id}`);
  await rename(join(folder, id), doomed);
  await syncPath(folder);
  await rm(doomed, { recursive: true, force: true });
}

async function writeDurably(path: string, flags: string, content: unknown): Promise<void> {
  await withFile(path, flags, async (file) => {
    await file.writeFile(`${JSON.stringify(content, null, 2)}\n`);
    await file.sync();
  });
}

/** Makes sure that a file, or what was done in a folder, survives a loss of power. */
export async function syncPath(path: string): Promise<void> {
  await withFile(path, "r", (file) => file.sync());
}

async function withFile<T>(
  path: string,
  flags: string,
  work: (file: FileHandle) => Promise<T>,
): Promise<T> {
  const file = await open(path, flags, 0o600);
  try {
    return await work(file);
  } finally {
    await file.close();
  }
}
