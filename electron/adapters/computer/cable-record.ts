import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { appErrorSchema } from "../files/app-error-schema.ts";
import { replaceFile } from "../files/durable-file.ts";
import type { Paths } from "../files/paths.ts";

const cableRecordSchema = v.strictObject({
  /** Since when it is so, in ms since the epoch. */
  since: v.number(),
  /** The process of our end; null while it is not plugged in. */
  plug: v.nullable(v.number()),
  problem: v.nullable(appErrorSchema),
});
/** The state of a cable to another computer, as the supervisor writes it. */
export type CableRecord = v.InferOutput<typeof cableRecordSchema>;

type Place = Pick<Paths, "runtime">;
/** The purposes of a cable: the LAN, or an uplink through that computer. */
export type CableKind = "cable" | "via";
const fileOf = ({ runtime }: Place, kind: CableKind, name: string) =>
  join(runtime, `${kind}-${name}.json`);

/** Reads the state of the cable to a computer; null without a cable. */
export async function readCableRecord(
  paths: Place,
  kind: CableKind,
  name: string,
): Promise<CableRecord | null> {
  try {
    const text = await readFile(fileOf(paths, kind, name), "utf8");
    const parsed = v.safeParse(cableRecordSchema, JSON.parse(text));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

/** Notes it; a failure is not told, as the cable works all the same. */
export async function keepCableRecord(
  paths: Place,
  kind: CableKind,
  name: string,
  record: CableRecord,
): Promise<void> {
  await replaceFile(fileOf(paths, kind, name), JSON.stringify(record)).catch(() => {});
}

/** Forgets a cable. */
export async function dropCableRecord(paths: Place, kind: CableKind, name: string): Promise<void> {
  await rm(fileOf(paths, kind, name), { force: true }).catch(() => {});
}
