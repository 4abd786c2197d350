import { readFile, unlink } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import writeFileAtomic from "write-file-atomic";
import { shareSchema, shareWaySchema } from "../../contract/machine/share.ts";
import { appErrorSchema } from "../files/app-error-schema.ts";

const processSchema = v.object({ pid: v.number(), startTicks: v.number() });

const recordSchema = v.object({
  share: shareSchema,
  /** The name by which the guest finds it. */
  tag: v.string(),
  /** Null: no way was found yet. */
  way: v.nullable(shareWaySchema),
  /** The process that serves it. */
  server: v.nullable(processSchema),
  /** Whether the guest has mounted it since it booted last. */
  isMounted: v.boolean(),
  problem: v.nullable(appErrorSchema),
});
/** The work that was done for one share of a running machine. */
export type ShareRecord = v.InferOutput<typeof recordSchema>;

const recordsSchema = v.object({
  /** The QEMU that all of it is for. */
  qemu: processSchema,
  /** The number of the last device: none is used twice. */
  last: v.number(),
  shares: v.array(recordSchema),
});
export type ShareRecords = v.InferOutput<typeof recordsSchema>;

const pathIn = (runtimeFolder: string) => join(runtimeFolder, "shares.json");

/** Reads what was done for the shares of a machine; null: nothing. */
export async function readShareRecords(runtimeFolder: string): Promise<ShareRecords | null> {
  try {
    const text = await readFile(pathIn(runtimeFolder), "utf8");
    const parsed = v.safeParse(recordsSchema, JSON.parse(text));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

/** Notes the work, so that a later process can undo it. The shares' lock is held. */
export async function writeShareRecords(
  runtimeFolder: string,
  records: ShareRecords,
): Promise<void> {
  const content = JSON.stringify(records);
  await writeFileAtomic(pathIn(runtimeFolder), content, { mode: 0o600, fsync: false });
}

/** Notes that nothing is left of it. */
export async function forgetShareRecords(runtimeFolder: string): Promise<void> {
  await unlink(pathIn(runtimeFolder)).catch(() => {});
}
