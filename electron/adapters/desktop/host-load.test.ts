import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { createHostUsageReader } from "./host-load.ts";

test("reads what the processors did since the last time, memory, and the free disk", async () => {
  const read = createHostUsageReader(tmpdir());
  const first = await read();
  expect(first.processors).toBeNull();
  // The kernel counts in hundredths of a second: work until it has counted some.
  let next = await read();
  while (next.processors === null || next.processors === 0) next = await read();
  expect(next.processors).toBeLessThanOrEqual(1);
  expect(next.memoryBytes).toBeGreaterThan(0);
  expect(next.memoryBytes).toBeLessThan(next.totalMemoryBytes);
  expect(next.freeDiskBytes).toBeGreaterThan(0);
});

test("knows no free disk beside a path that is gone", async () => {
  expect((await createHostUsageReader("/nowhere/at/all")()).freeDiskBytes).toBeNull();
});
