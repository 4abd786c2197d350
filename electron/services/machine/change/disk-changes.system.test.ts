import { existsSync, renameSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeMachines, runtimeOf, type TestMachines } from "../../../../e2e/rig/machines.ts";
import { connectQmp } from "../../../adapters/qemu/qmp-client.ts";
import { ok, type Result } from "../../../contract/errors/app-error.ts";
import { installMachineSchema } from "../../../contract/machine/machine.ts";
import type { ChangesService } from "../../base/storage-interfaces.ts";
import { createChangesService } from "./edit.ts";
import { createSnapshotsService } from "./snapshots.ts";

let test: TestMachines;
let changes: ChangesService;

beforeEach(() => {
  test = makeMachines();
  changes = createChangesService(test.parts);
});

afterEach(() => test.close());

function good<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

/** A drive as QEMU tells of it (BlockInfo, qapi/block-core.json). */
const driveViewSchema = v.object({
  qdev: v.optional(v.string()),
  tray_open: v.optional(v.boolean()),
  inserted: v.optional(v.object({ file: v.string() })),
});

describe("a machine", () => {
  it("disks grow, also under a running machine, and never shrink", async () => {
    const { id } = await test.add("web");
    const size = async () => good(await changes.disks(id))[0]?.virtualBytes;
    good(await changes.grow(id, 0, 32 * 1024 ** 2));
    expect(await size()).toBe(32 * 1024 ** 2);
    expect(await changes.grow(id, 0, 16 * 1024 ** 2)).toMatchObject({
      error: { code: "disk-no-shrink" },
    });
    good(await test.machines.start(id));
    good(await changes.grow(id, 0, 64 * 1024 ** 2));
    expect(await size()).toBe(64 * 1024 ** 2);
    expect(await changes.grow(id, 1, 1024 ** 3)).toMatchObject({
      error: { code: "disk-place-unknown" },
    });
  });

  it("gets another file in the place of a disk that is gone, unless it runs or has it already", async () => {
    const { id, disk } = await test.add("web");
    const other = await test.add("db");
    renameSync(disk.path, join(test.folder, "moved.qcow2"));
    expect(await test.machines.start(id)).toMatchObject({ error: { code: "disk-missing" } });
    expect(await changes.replaceDisk(id, 0, other.disk.path)).toMatchObject({
      error: { code: "disk-in-use" },
    });
    const moved = join(test.folder, "moved.qcow2");
    expect(await changes.replaceDisk(id, 1, moved)).toMatchObject({
      error: { code: "disk-place-unknown" },
    });
    expect(good(await changes.replaceDisk(id, 0, moved)).disk).toEqual({ ...disk, path: moved });
    good(await test.machines.start(id));
    expect(await changes.replaceDisk(id, 0, await test.disk("new.qcow2"))).toMatchObject({
      error: { code: "machine-running" },
    });
  });

  it("has further disks, which snapshots and copies take in", async () => {
    const { id } = await test.add("web");
    const other = await test.add("db");
    const further = good(await changes.addDisk(id, { kind: "new", bytes: 8 * 1024 ** 2 }));
    const own = further.disks?.[0]?.path ?? "";
    expect(own).toBe(join(test.paths.machines, id, "disk1.qcow2"));
    expect(await changes.addDisk(id, { kind: "file", path: other.disk.path })).toMatchObject({
      error: { code: "disk-in-use" },
    });
    good(await changes.addDisk(id, { kind: "file", path: await test.disk("more.qcow2") }));
    expect(await changes.addDisk(id, { kind: "new", bytes: 512 })).toMatchObject({
      error: { code: "disks-too-many" },
    });
    good(await test.machines.start(id));
    const snapshots = createSnapshotsService(test.parts);
    const taken = good(await snapshots.take(id, "all"));
    expect(taken).toMatchObject({ whole: true });
    expect(await snapshots.restore(id, taken.id)).toMatchObject({ value: { runs: true } });
    good(await test.machines.kill(id));
    const copy = good(await changes.clone(id, "copy"));
    expect(copy.disks?.map(({ path }) => path)).toEqual([
      join(test.paths.machines, copy.id, "disk1.qcow2"),
      join(test.paths.machines, copy.id, "disk2.qcow2"),
    ]);
    expect(await changes.removeDisk(id, 1)).toEqual(ok({ path: own }));
    expect(existsSync(own)).toBe(true);
    // One of its disks is not there any more.
    expect(good(await snapshots.list(id)).map(({ whole }) => whole)).toEqual([false, false]);
    expect(await snapshots.restore(id, taken.id)).toMatchObject({
      error: { code: "snapshot-incomplete" },
    });
  });

  it("is installed from a CD", async () => {
    const iso = await test.disk("cd.iso", "raw");
    const about = { diskBytes: 1024 ** 3, memoryMiB: 32, acceleration: "tcg", bus: "ide" };
    const request = v.parse(installMachineSchema, { name: "new", cdrom: iso, ...about });
    const machine = good(await changes.install(request));
    expect(machine).toMatchObject({ cdrom: iso, disk: { format: "qcow2", bus: "ide" } });
    expect(good(await changes.disks(machine.id))[0]?.virtualBytes).toBe(1024 ** 3);
    good(await test.machines.start(machine.id));
  });

  it("has its CD changed while it runs, if it was started with one", async () => {
    const [first, second] = [await test.disk("a.iso", "raw"), await test.disk("b, c.iso", "raw")];
    const { id } = await test.add("web");
    good(await changes.set(id, { cdrom: first }));
    good(await test.machines.start(id));
    const { qemu } = runtimeOf(test, id);
    const inDrive = async () => {
      const client = await connectQmp(qemu.commandQmp);
      const found = client.ok ? await client.value.execute("query-block") : client;
      if (client.ok) client.value.close();
      const drives = found.ok ? v.parse(v.array(driveViewSchema), found.value) : [];
      const cd = drives.find(({ qdev }) => qdev === "cd");
      return [cd?.inserted?.file ?? null, cd?.tray_open];
    };
    expect(await inDrive()).toEqual([first, false]);
    good(await changes.set(id, { cdrom: second }));
    expect([await inDrive(), (await test.view(id)).definition.cdrom]).toEqual([
      [second, false],
      second,
    ]);
    expect(await changes.set(id, { cdrom: null, boot: "disk" })).toMatchObject({
      error: { code: "machine-running" },
    });
    for (const _twice of [1, 2]) good(await changes.set(id, { cdrom: null }));
    expect(await inDrive()).toEqual([null, false]);
    good(await changes.set(id, { cdrom: first }));
    expect(await inDrive()).toEqual([first, false]);
    good(await changes.set(id, { cdrom: null }));
    good(await test.machines.kill(id));
    good(await test.machines.start(id));
    expect(await changes.set(id, { cdrom: first })).toMatchObject({
      error: { code: "cd-drive-missing", params: { name: "web" } },
    });
    expect((await test.view(id)).definition.cdrom).toBe(undefined);
  });

  it("has its CD changed also while its guest shuts the tray again and again", async () => {
    const images = [await test.disk("a.iso", "raw"), await test.disk("b.iso", "raw")];
    const { id } = await test.add("web");
    good(await changes.set(id, { cdrom: images[0] }));
    good(await test.machines.start(id));
    // The firmware does this at some moment of the boot, through the same device.
    let shuts = 0;
    const guest = await connectQmp(runtimeOf(test, id).qemu.appQmp, {
      onEvent({ name, data }) {
        if (name !== "DEVICE_TRAY_MOVED" || Object(data)["tray-open"] !== true) return;
        shuts += 1;
        if (shuts % 2 > 0 && guest.ok)
          void guest.value.execute("blockdev-close-tray", { id: "cd" });
      },
    });
    for (let turn = 1; turn <= 50; turn += 1)
      good(await changes.set(id, { cdrom: images[turn % 2] }));
    expect(shuts).toBeGreaterThan(50);
    if (guest.ok) guest.value.close();
  });

  it("takes a disk that was taken away back, at its place and on its bus", async () => {
    const { id } = await test.add("web", { bus: "ide" });
    for (const _twice of [1, 2]) good(await changes.addDisk(id, { kind: "new", bytes: 1024 ** 2 }));
    good(await changes.set(id, { bus: "virtio" }));
    const before = (await test.view(id)).definition.disks;
    const { path } = good(await changes.removeDisk(id, 1));
    good(await changes.addDisk(id, { kind: "file", path, bus: "ide", place: 1 }));
    expect((await test.view(id)).definition.disks).toEqual(before);
  });
});
