import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Instance, makeInstance } from "../../e2e/rig/command.ts";
import { until } from "../../e2e/rig/until.ts";
import { pathsFrom } from "../adapters/files/paths.ts";
import { machineRuntime } from "../adapters/qemu/runtime.ts";
import type { MachineDetailJson } from "../contract/app/cli.ts";

const mebibyte = 2 ** 20;
let instance: Instance;

/**
 * A boot sector that writes to the first serial line without end: `mov dx, 0x3f8`, `mov al, 'x'`,
 * `out dx, al`, and a jump back to that.
 */
function endlessWriter(): Buffer {
  const sector = Buffer.alloc(512);
  sector.set([0xba, 0xf8, 0x03, 0xb0, 0x78, 0xee, 0xeb, 0xfd]);
  sector.set([0x55, 0xaa], 510);
  return sector;
}

beforeAll(async () => {
  instance = makeInstance();
  const disk = join(instance.folder, "loud.img");
  writeFileSync(disk, Buffer.concat([endlessWriter(), Buffer.alloc(mebibyte)]));
  await instance.json("add", "loud", "--disk", disk, "--memory", "64", "--accel", "tcg");
});
afterAll(() => instance?.close());

it("cuts the serial log of a guest that writes without end, without a viewer of the machine", async () => {
  await instance.json("start", "loud");
  const { id, pid } = await instance.json<MachineDetailJson>("show", "loud");
  const { serialLog } = machineRuntime(pathsFrom(instance.env, 0), id).qemu;
  // Returns all bytes that QEMU has written (proc_pid_io(5)).
  const written = () =>
    Number(/^wchar: (\d+)$/m.exec(readFileSync(`/proc/${pid}/io`, "utf8"))?.[1]);
  let largest = 0;
  await until(
    "3 MiB",
    () => {
      if (existsSync(serialLog)) largest = Math.max(largest, statSync(serialLog).size);
      return written() > 3 * mebibyte;
    },
    120,
  );
  expect(largest).toBeGreaterThan(mebibyte / 2);
  expect(largest).toBeLessThan(2.25 * mebibyte);
  expect(readFileSync(serialLog, "utf8")).toMatch(/x$/);
});
