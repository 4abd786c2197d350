import { readFile } from "node:fs/promises";
import * as v from "valibot";
import { type CableRecord, type CableView, cableRecordSchema } from "../../contract/lan/weather.ts";
import { presentRecord } from "../../core/lan/weather/record.ts";
import type { CableFiles } from "./cable-files.ts";

/** Returns what is done to a machine's cable at present; null if that is nothing. */
export async function readCableRecord({ record }: CableFiles): Promise<CableRecord | null> {
  try {
    const parsed = v.safeParse(cableRecordSchema, JSON.parse(await readFile(record, "utf8")));
    return parsed.success ? presentRecord(parsed.output, Date.now()) : null;
  } catch {
    return null;
  }
}

/** Returns the process whose plug is in the switch for the machine; null if none is noted. */
export async function readPlugPid({ plug }: CableFiles): Promise<number | null> {
  const pid = Number.parseInt(await readFile(plug, "utf8").catch(() => ""), 10);
  return Number.isSafeInteger(pid) && pid > 0 ? pid : null;
}

/** Returns how a running machine's cable differs from a plain one; null if it does not. */
export async function readCableView(files: CableFiles): Promise<CableView | null> {
  const record = await readCableRecord(files);
  return record === null ? null : { ...record, plugPid: await readPlugPid(files) };
}
