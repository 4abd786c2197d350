import { cpus } from "node:os";
import { setTimeout as delay } from "node:timers/promises";

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

/** Returns the share of all processors' time in use over the next half second, 0 to 1. */
export async function measureBusyShare(): Promise<number> {
  const before = times();
  await delay(measureMs);
  const after = times();
  return after.all === before.all ? 0 : (after.busy - before.busy) / (after.all - before.all);
}
