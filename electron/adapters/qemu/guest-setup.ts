import { open, stat } from "node:fs/promises";
import * as v from "valibot";
import { type LoggedSetup, readSetupLog } from "../../core/machine/guest/setup-log.ts";
import type { ProcessIdentity } from "../../system/process-identity.ts";
import { readRecord, writeRecord } from "../files/small-record.ts";
import type { MachineRuntime } from "./runtime.ts";

/** The end of cloud-init, by its own word; `none`: the guest has no cloud-init. */
export type SetupVerdict =
  | { readonly stage: "none" }
  | { readonly stage: "ready" }
  | { readonly stage: "failed"; readonly line: string };

const recordSchema = v.object({
  pid: v.number(),
  startTicks: v.number(),
  /** Whether it was said although the serial log told of a failure. */
  knewFailure: v.boolean(),
  verdict: v.variant("stage", [
    v.object({ stage: v.literal("none") }),
    v.object({ stage: v.literal("ready") }),
    v.object({ stage: v.literal("failed"), line: v.pipe(v.string(), v.maxLength(2000)) }),
  ]),
});

/**
 * Returns the verdict that was recorded of this very process; null if none was, or if the serial log tells
 * of a failure since, as after a new boot.
 */
export async function readSetupVerdict(
  runtime: MachineRuntime,
  { pid, startTicks }: ProcessIdentity,
): Promise<SetupVerdict | null> {
  const record = await readRecord(runtime.setupRecord, recordSchema);
  if (record?.pid !== pid || record.startTicks !== startTicks) return null;
  const hasFailed = (await readLoggedSetup(runtime))?.stage === "failed";
  return hasFailed && !record.knewFailure ? null : record.verdict;
}

/** Records a verdict for all programs of ours. One that cannot be kept is asked for again. */
export async function recordSetupVerdict(
  runtime: MachineRuntime,
  { pid, startTicks }: ProcessIdentity,
  verdict: SetupVerdict,
): Promise<void> {
  const knewFailure = (await readLoggedSetup(runtime))?.stage === "failed";
  const record = { pid, startTicks, knewFailure, verdict };
  await writeRecord(runtime.setupRecord, record).catch(() => {});
}

/** The most of a serial log's end that is read: as much as a cut leaves. */
const mostBytes = 256 * 1024;

interface Reading {
  readonly size: number;
  readonly mtimeMs: number;
  readonly setup: LoggedSetup | null;
}
const readings = new Map<string, Reading>();

/** Reads how far cloud-init is from a machine's serial log; a log that did not change is not read again. */
export async function readLoggedSetup({ qemu }: MachineRuntime): Promise<LoggedSetup | null> {
  const path = qemu.serialLog;
  const now = await stat(path).catch(() => null);
  if (now === null) return null;
  const known = readings.get(path);
  if (known?.size === now.size && known.mtimeMs === now.mtimeMs) return known.setup;
  const setup = readSetupLog(await readEnd(path, now.size));
  readings.set(path, { size: now.size, mtimeMs: now.mtimeMs, setup });
  return setup;
}

async function readEnd(path: string, size: number): Promise<string> {
  const file = await open(path, "r").catch(() => null);
  if (file === null) return "";
  try {
    const from = Math.max(0, size - mostBytes);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - from), 0, size - from, from);
    return buffer.toString("utf8", 0, bytesRead);
  } finally {
    await file.close();
  }
}
