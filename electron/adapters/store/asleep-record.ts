import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";

/**
 * Which machines are paused because the computer sleeps: in a file of the runtime folder, because
 * the program that paused them may not live through it.
 */
const recordName = "asleep.json";

const schemaSchema = v.array(v.string());

/** Notes the ids of machines that were paused for the sleep. */
export async function recordAsleep(runtimeFolder: string, ids: readonly string[]): Promise<void> {
  await writeFile(join(runtimeFolder, recordName), JSON.stringify(ids), { mode: 0o600 });
}

/** Gives the ids that were noted last, and forgets them. */
export async function takeAsleep(runtimeFolder: string): Promise<readonly string[]> {
  const path = join(runtimeFolder, recordName);
  try {
    const parsed = v.safeParse(schemaSchema, JSON.parse(await readFile(path, "utf8")));
    return parsed.success ? parsed.output : [];
  } catch {
    return [];
  } finally {
    await rm(path, { force: true });
  }
}
