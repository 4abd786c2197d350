import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Instance, makeInstance } from "../../../e2e/rig/command.ts";
import type { SnapshotJson } from "../../contract/app/cli-storage.ts";

let instance: Instance;
beforeEach(() => {
  instance = makeInstance();
});
afterEach(() => instance.close());

it("snapshots are listed with their time and the bytes that deleting them frees", async () => {
  const disk = join(instance.folder, "disk.qcow2");
  const write = (byte: number) =>
    execa("qemu-io", ["-f", "qcow2", "-c", `write -P ${byte} 0 8M`, disk]);
  await execa("qemu-img", ["create", "-q", "-f", "qcow2", disk, "16M"]);
  await instance.json("add", "web", "--disk", disk, "--memory", "32", "--accel", "tcg");
  await write(1);
  const first = await instance.json<SnapshotJson>("snapshot", "take", "web", "first");
  // It still shares everything but a table with the present state.
  expect(first.bytes).toBe(65_536);
  await write(2);
  const listed = async () => (await instance.virtray("snapshot", "list", "web")).stdout;
  // The data, the table that refers to them, and its own table.
  expect(await listed()).toMatch(
    /^ID +TAKEN +MEMORY +FREES +NAME\n[0-9a-f]{8} +[\d-]+ [\d:]+ +– +8\.1 MiB +first$/,
  );
  await instance.json("start", "web");
  expect(await listed()).toMatch(/ – +~8\.1 MiB +first$/);
  await instance.json("snapshot", "take", "web", "second");
  expect(await listed()).toMatch(/ [\d.,]+ [KM]iB +~[\d.,]+ [KM]iB +second$/);
});
