import { readFile } from "node:fs/promises";
import * as v from "valibot";

/** Reads a small file of ours; null if it is not there or not what it should be. */
export async function readRecord<T>(
  path: string,
  schema: v.GenericSchema<unknown, T>,
): Promise<T | null> {
  try {
    const parsed = v.safeParse(schema, JSON.parse(await readFile(path, "utf8")));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

/** Writes a small file of ours so that readers see it whole or not at all. */
export async function writeRecord(path: string, content: unknown): Promise<void> {
  // Loaded late: what only reads starts sooner without it.
  const { default: writeFileAtomic } = await import("write-file-atomic");
  await writeFileAtomic(path, JSON.stringify(content), { mode: 0o600, fsync: false });
}
