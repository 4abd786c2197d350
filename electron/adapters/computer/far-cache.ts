import { readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { farMachinesSchema } from "../../contract/computer/serve.ts";
import { appErrorSchema } from "../files/app-error-schema.ts";
import { replaceFile } from "../files/durable-file.ts";
import { makeFolder } from "../files/make-folder.ts";
import type { Paths } from "../files/paths.ts";

const timeSchema = v.pipe(v.number(), v.safeInteger());

const farRecordSchema = v.strictObject({
  /** When it was last asked, and when it last answered, in ms since the epoch. */
  asked: timeSchema,
  answered: v.nullable(timeSchema),
  /** Why it did not answer when it was last asked. */
  problem: v.nullable(appErrorSchema),
  /** Its machines as it last told of them. */
  machines: farMachinesSchema,
});
/** The last answer of another computer. */
export type FarRecord = v.InferOutput<typeof farRecordSchema>;

const folderOf = ({ cache }: Pick<Paths, "cache">) => join(cache, "computers");
const fileOf = (paths: Pick<Paths, "cache">, name: string) => join(folderOf(paths), `${name}.json`);

/** Reads what was last heard of a computer; null if nothing was. */
export async function readFarRecord(
  paths: Pick<Paths, "cache">,
  name: string,
): Promise<FarRecord | null> {
  try {
    const parsed = v.safeParse(
      farRecordSchema,
      JSON.parse(await readFile(fileOf(paths, name), "utf8")),
    );
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

/** Keeps what was heard. It can be asked for again, so a failure is not told. */
export async function keepFarRecord(
  paths: Pick<Paths, "cache">,
  name: string,
  record: FarRecord,
): Promise<void> {
  await makeFolder(folderOf(paths)).catch(() => {});
  await replaceFile(fileOf(paths, name), JSON.stringify(record)).catch(() => {});
}

/** For so long nobody else begins to ask them all, in ms. */
const askingMs = 10_000;

/** Tells whether all computers may be asked now; false: another process has begun to a moment ago. */
export async function claimAsking(paths: Pick<Paths, "cache">, now: number): Promise<boolean> {
  const path = join(folderOf(paths), ".asking");
  const begun = await stat(path).catch(() => null);
  if (begun !== null && Math.abs(now - begun.mtimeMs) < askingMs) return false;
  await makeFolder(folderOf(paths)).catch(() => {});
  await writeFile(path, "", { mode: 0o600 }).catch(() => {});
  return true;
}

const hostKeysOf = (paths: Pick<Paths, "cache">, name: string) =>
  join(folderOf(paths), `${name}.host-keys`);

/** Returns the file for the host keys of a machine there, whose folder is made. */
export async function farHostKeys(
  paths: Pick<Paths, "cache">,
  name: string,
  machine: string,
): Promise<string> {
  const folder = hostKeysOf(paths, name);
  await makeFolder(folder).catch(() => {});
  return join(folder, machine);
}

/** Forgets a computer. */
export async function dropFarRecord(paths: Pick<Paths, "cache">, name: string): Promise<void> {
  for (const each of [fileOf(paths, name), hostKeysOf(paths, name)]) {
    await rm(each, { recursive: true, force: true }).catch(() => {});
  }
}
