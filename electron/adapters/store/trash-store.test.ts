import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { MachineFile } from "../../contract/machine/machine.ts";
import { eraseOldTrash, readTrash } from "./trash-store.ts";

const day = 24 * 3600 * 1000;
const week = 7 * day;
const deleted = Date.parse("2026-01-01T12:00:00Z");
const id = "11111111-1111-4111-8111-111111111111";
let trash: string;

beforeEach(() => {
  trash = mkdtempSync(join(tmpdir(), "trash-"));
  mkdirSync(join(trash, id));
  const machine: MachineFile = {
    version: 3,
    id,
    name: "web",
    createdAt: "2026-01-01T11:00:00Z",
    memoryMiB: 512,
    cpus: 1,
    acceleration: "auto",
    disk: { path: `/data/${id}/disk.qcow2`, format: "qcow2", bus: "virtio" },
    network: { address: "192.168.100.1", mac: "52:54:00:11:11:11", nic: "virtio" },
    vncDisplay: null,
  };
  writeFileSync(join(trash, id, "machine.json"), JSON.stringify(machine));
  writeFileSync(join(trash, id, "deleted.json"), JSON.stringify({ at: deleted }));
});
afterEach(() => rmSync(trash, { recursive: true }));

/** Purges when the clock is so many days after the deletion, at so many seconds of a boot. */
async function purgeAt(days: number, boot: string, uptime: number): Promise<readonly string[]> {
  await eraseOldTrash(trash, week, { now: deleted + days * day, boot, uptime });
  return readdirSync(trash);
}

it("erases what is over once the clock has said so for an hour of one boot", async () => {
  expect(await purgeAt(6, "a", 100)).toEqual([id]);
  expect(await purgeAt(8, "a", 200)).toEqual([id]);
  expect(await purgeAt(8, "a", 3799)).toEqual([id]);
  expect(await purgeAt(8, "a", 3800)).toEqual([]);
});

it("keeps everything when the clock leaps ahead and is set right again, as often as that happens", async () => {
  for (const boot of ["a", "a", "b"]) {
    expect(await purgeAt(30, boot, 10)).toEqual([id]);
    expect(await purgeAt(1, boot, 60)).toEqual([id]);
    expect(await purgeAt(30, boot, 9000)).toEqual([id]);
    expect(await purgeAt(1, boot, 9060)).toEqual([id]);
  }
  expect(JSON.parse(readFileSync(join(trash, id, "deleted.json"), "utf8"))).toEqual({
    at: deleted,
  });
});

it("does not add up the hours of several boots", async () => {
  expect(await purgeAt(30, "a", 3000)).toEqual([id]);
  expect(await purgeAt(30, "b", 9000)).toEqual([id]);
  expect(await purgeAt(30, "b", 9100)).toEqual([id]);
});

it("shows what is over, for it can still come back", async () => {
  await purgeAt(30, "a", 10);
  const read = await readTrash(trash);
  expect(read.ok && read.value).toMatchObject([{ deletedAt: deleted, machine: { id } }]);
});
