import { statfs } from "node:fs/promises";
import { cpus, freemem, totalmem } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import type { HostUsage } from "../../contract/machine/usage.ts";

function times(): { readonly busy: number; readonly all: number } {
  let busy = 0;
  let all = 0;
  for (const { times: spent } of cpus()) {
    const total = Object.values(spent).reduce((sum, milliseconds) => sum + milliseconds, 0);
    all += total;
    busy += total - spent.idle;
  }
  return { busy, all };
}

/** The span of the measurement in ms: long enough for a boot to show, short beside one. */
const measureMs = 500;

/** How busy the computer is. */
export interface HostLoad {
  /** The share of all processors' time in use, 0 to 1. */
  readonly busyShare: number;
  /** The memory that programs can still get. */
  readonly freeMiB: number;
}

/** Measures over the next half second how busy the computer is. */
export async function measureHostLoad(): Promise<HostLoad> {
  const before = times();
  await delay(measureMs);
  const after = times();
  const all = after.all - before.all;
  return {
    busyShare: all === 0 ? 0 : (after.busy - before.busy) / all,
    freeMiB: freemem() / 1024 ** 2,
  };
}

/** Creates a function that reads how busy this computer is, and how much is free beside a path. */
export function createHostUsageReader(path: string): () => Promise<HostUsage> {
  let before: ReturnType<typeof times> | null = null;
  return async () => {
    const now = times();
    const passed = before === null ? 0 : now.all - before.all;
    const processors = before === null || passed === 0 ? null : (now.busy - before.busy) / passed;
    before = now;
    const disk = await statfs(path).catch(() => null);
    return {
      processors,
      memoryBytes: totalmem() - freemem(),
      totalMemoryBytes: totalmem(),
      freeDiskBytes: disk === null ? null : disk.bavail * disk.bsize,
    };
  };
}
