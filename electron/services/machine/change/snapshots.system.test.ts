import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeMachines, runtimeOf, type TestMachines } from "../../../../e2e/rig/machines.ts";
import { launchQemu } from "../../../adapters/qemu/process.ts";
import { prepareRuntime } from "../../../adapters/qemu/runtime.ts";
import { replaceMachine } from "../../../adapters/store/machine-store.ts";
import { appError, ok, type Result } from "../../../contract/errors/app-error.ts";
import { buildQemuArgs } from "../../../core/machine/qemu-args.ts";
import type { SnapshotsService } from "../../base/storage-interfaces.ts";
import { createTemplatesService } from "../../template/service.ts";
import { createChangesService } from "./edit.ts";
import { createSnapshotsService } from "./snapshots.ts";

const mebibyte = 1024 * 1024;

let test: TestMachines;
let snapshots: SnapshotsService;

beforeEach(() => {
  test = makeMachines();
  snapshots = createSnapshotsService(test.parts);
});

afterEach(() => test.close());

function good<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

/** Writes a byte all over the first 64 KiB of a stopped machine's disk. */
const write = (path: string, byte: number) =>
  execa("qemu-io", ["-f", "qcow2", "-c", `write -P ${byte} 0 64k`, path]);
/** Whether the disk holds that byte there. */
async function holds(path: string, byte: number): Promise<boolean> {
  const said = await execa("qemu-io", ["-f", "qcow2", "-r", "-c", `read -P ${byte} 0 64k`, path], {
    reject: false,
  });
  return !said.stdout.includes("Pattern verification failed") && said.exitCode === 0;
}
const names = async (id: string) =>
  good(await snapshots.list(id)).map(({ name, kind }) => `${kind}: ${name}`);

describe("a stopped machine", () => {
  it("goes back to its earlier disk, and forth again", async () => {
    const { id, disk } = await test.add("web");
    await write(disk.path, 1);
    const first = good(await snapshots.take(id, '  vor "Umbau", 1/2 🦊 '));
    expect(first).toMatchObject({
      name: 'vor "Umbau", 1/2 🦊',
      kind: "manual",
      memoryBytes: 0,
      whole: true,
    });
    expect(Math.abs(first.takenAt - Date.now())).toBeLessThan(60_000);
    await write(disk.path, 2);

    expect(await snapshots.restore(id, first.id)).toEqual(ok({ runs: false, warning: null }));
    expect(await holds(disk.path, 1)).toBe(true);
    const [, undo] = good(await snapshots.list(id));
    expect(undo).toMatchObject({ name: first.name, kind: "automatic" });

    good(await snapshots.restore(id, undo?.id ?? ""));
    expect(await holds(disk.path, 2)).toBe(true);
    // One way back is kept, to what was right before.
    expect(await names(id)).toEqual([`manual: ${first.name}`, `automatic: ${first.name}`]);

    good(await snapshots.delete(id, first.id));
    expect(await names(id)).toEqual([`automatic: ${first.name}`]);
    expect(await holds(disk.path, 2)).toBe(true);
    expect((await execa("qemu-img", ["check", disk.path])).stdout).toContain("No errors");
  });

  it("that hangs on a template goes back to its own changes, and the template stays", async () => {
    const templates = createTemplatesService({
      ...test.parts,
      templatesFolder: async () => "",
      warmChoice: async () => "by-hand",
      catalogue: [],
      loginName: "user",
      home: test.folder,
    });
    const base = await test.disk("base.qcow2");
    await write(base, 7);
    const { id: template } = good(
      await templates.add({ name: "pattern", from: { kind: "file", path: base } }),
    );
    const { id, disk } = good(
      await templates.createMachine({ name: "web", template, cpus: 1, memoryMiB: 32, sshKeys: [] }),
    );
    const fresh = good(await snapshots.take(id, "fresh"));
    await write(disk.path, 8);
    expect(await snapshots.restore(id, fresh.id)).toEqual(ok({ runs: false, warning: null }));
    // It reads the template's content again.
    expect(await holds(disk.path, 7)).toBe(true);
    good(await snapshots.delete(id, fresh.id));
    expect(await holds(disk.path, 7)).toBe(true);
    good(await test.machines.start(id));
  });

  it("tells the bytes that deleting each snapshot frees, and frees them, on all disks", async () => {
    const { id, disk } = await test.add("web");
    const changes = createChangesService(test.parts);
    const { disks = [] } = good(await changes.addDisk(id, { kind: "new", bytes: 64 * mebibyte }));
    const paths = [disk.path, disks[0]?.path ?? ""];
    const fill = (place: number, ...writes: readonly string[]) => {
      const commands = writes.flatMap((each) => ["-c", `write ${each}`]);
      return execa("qemu-io", ["-f", "qcow2", ...commands, paths[place] ?? ""]);
    };
    const taken = () => paths.reduce((sum, path) => sum + statSync(path).blocks * 512, 0);

    // Compressed, all sixteen lie in one cluster.
    const small = Array.from({ length: 16 }, (_, at) => `-c -P 2 ${4096 + at * 64}k 64k`);
    await fill(0, "-P 1 0 4M", ...small);
    await fill(1, "-P 3 0 8M");
    good(await snapshots.take(id, "first"));
    await fill(0, "-P 4 1M 4M");
    await fill(1, "-P 5 2M 2M");
    good(await snapshots.take(id, "second"));
    await fill(0, "-P 6 1M 512k");
    const last = good(await snapshots.take(id, "third"));

    const sizes = good(await snapshots.list(id)).map(({ bytes }) => bytes ?? -1);
    // Nothing was written since; but each has tables of its own.
    expect(last.bytes).toBe(sizes[2]);
    expect(sizes.map((bytes) => Math.floor(bytes / mebibyte))).toEqual([5, 0, 0]);
    for (const name of ["second", "first", "third"]) {
      const each = good(await snapshots.list(id)).find((one) => one.name === name);
      const before = taken();
      good(await snapshots.delete(id, each?.id ?? ""));
      // Whole clusters are freed, among them tables that are hardly filled.
      const difference = before - taken() - (each?.bytes ?? Number.NaN);
      expect(Math.abs(difference), name).toBeLessThan(8 * 65_536);
    }
  });

  it("whose disk is full takes no snapshot: a sentence, and nothing left", async () => {
    const { folder } = test;
    const mount = `${folder}/small`;
    mkdirSync(mount);
    await execa("mount", ["-t", "tmpfs", "-o", "size=1M", "tmpfs", mount]);
    try {
      const path = `${mount}/disk.qcow2`;
      await execa("qemu-img", ["create", "-q", "-f", "qcow2", path, "16M"]);
      await write(path, 1);
      const { id } = await test.add("web", { disk: path });
      await execa("sh", ["-c", `cat /dev/zero > "${mount}/rest" 2>/dev/null || true`]);
      expect(await snapshots.take(id, "one")).toMatchObject({ error: { code: "disk-full" } });
      expect(await names(id)).toEqual([]);
      expect(await holds(path, 1)).toBe(true);
      rmSync(`${mount}/rest`);
      good(await snapshots.take(id, "two"));
      expect(await names(id)).toEqual(["manual: two"]);
    } finally {
      await execa("umount", [mount]);
    }
  });

  it("refuses impossible requests, in sentences", async () => {
    const { id } = await test.add("web");
    const raw = await test.add("raw", { disk: await test.disk("raw.img", "raw") });
    good(await snapshots.take(id, "1"));
    expect(await snapshots.take(id, "1")).toMatchObject({ error: { code: "snapshot-name-taken" } });
    expect(await snapshots.take(id, "a\nb")).toMatchObject({
      error: { code: "snapshot-name-invalid" },
    });
    expect(await snapshots.take(raw.id, "x")).toMatchObject({
      error: { code: "snapshot-raw-disk", params: { path: raw.disk.path } },
    });
    expect(await snapshots.restore(id, "01234567")).toMatchObject({
      error: { code: "snapshot-unknown" },
    });
    expect(await snapshots.delete(id, "01234567")).toMatchObject({
      error: { code: "snapshot-unknown" },
    });
  });

  it("lists snapshots of other programs, and goes back to them", async () => {
    const { id, disk } = await test.add("web");
    await write(disk.path, 1);
    // A tag that is the number of another entry.
    await execa("qemu-img", ["snapshot", "-c", "2", disk.path]);
    await write(disk.path, 2);
    await execa("qemu-img", ["snapshot", "-c", "1", disk.path]);
    await write(disk.path, 3);
    expect(await names(id)).toEqual(["foreign: 2", "foreign: 1"]);
    good(await snapshots.restore(id, "image-1", { keepPresent: false }));
    expect(await holds(disk.path, 1)).toBe(true);
    good(await snapshots.delete(id, "image-1"));
    expect(await names(id)).toEqual(["foreign: 1"]);
  });
});

describe("a running machine", () => {
  it("goes on where it was, running again", async () => {
    const { id } = await test.add("web");
    good(await test.machines.start(id));
    const steps: (number | null)[] = [];
    const taken = good(
      await snapshots.take(id, "läuft", { onProgress: ({ fraction }) => steps.push(fraction) }),
    );
    expect(taken.memoryBytes).toBeGreaterThan(0);
    // Nobody else holds the memory.
    expect(taken.bytes).toBeGreaterThanOrEqual(taken.memoryBytes);
    expect(steps[0]).toBeNull();
    expect((await test.view(id)).status).toBe("running");
    const before = await test.view(id);

    expect(await snapshots.restore(id, taken.id)).toEqual(
      ok({ runs: true, warning: appError("machine-without-lan", { name: "web" }) }),
    );
    const after = await test.view(id);
    expect(after.status).toBe("running");
    expect(after.pid).not.toBe(before.pid);
    expect(await names(id)).toEqual(["manual: läuft", "automatic: läuft"]);

    good(await test.machines.kill(id));
    expect(await snapshots.restore(id, taken.id, { keepPresent: false })).toMatchObject({
      ok: true,
      value: { runs: true },
    });
    // QEMU ends if it cannot load this memory, and does not boot instead.
    const words = readFileSync(`/proc/${(await test.view(id)).pid}/cmdline`, "utf8").split("\0");
    expect(words[words.indexOf("-loadvm") + 1]).toBe(`virtray-${taken.id}-m1 läuft`);
    good(await snapshots.delete(id, taken.id));
    expect(await names(id)).toEqual(["automatic: läuft"]);
    expect((await test.view(id)).status).toBe("running");
  });
});

describe("memory", () => {
  /** The machine type that this QEMU has for `pc`, and the one before it. */
  const types = async () => {
    const { stdout } = await execa("qemu-system-x86_64", ["-machine", "help"]);
    const [newest, before] = stdout.match(/^pc-i440fx-\S+/gm) ?? [];
    if (newest === undefined || before === undefined) throw new Error(stdout);
    return { newest, before };
  };
  const definition = async (id: string) => (await test.view(id)).definition;

  /** Starts a machine with the command line of earlier versions, which freed and recorded nothing. */
  async function startAsBefore(id: string, type: string): Promise<void> {
    const runtime = runtimeOf(test, id);
    good(prepareRuntime(test.paths, runtime, test.parts.uid));
    const args = buildQemuArgs(await definition(id), runtime.qemu, { kind: "tcg" }, null);
    const balloon = args.findIndex((word) => word.startsWith("virtio-balloon-pci"));
    const memory = args.findIndex((word) => word.startsWith("memory-backend-memfd"));
    const former = [...args.slice(0, memory - 1), ...args.slice(memory + 1, balloon - 1)].map(
      (word) =>
        word === "pc,memory-backend=pc.ram"
          ? type
          : word.replaceAll(/,"(discard|detect-zeroes)":"unmap"/g, ""),
    );
    expect(former.join()).not.toMatch(/unmap|balloon|rng|memfd|pc\.ram/);
    const started = await launchQemu(former, runtime);
    expect(started.ok).toBe(true);
  }

  /** Takes a snapshot as earlier versions did, which kept no record of the hardware. */
  async function takeAsBefore(id: string): Promise<string> {
    const taken = good(await snapshots.take(id, "before"));
    rmSync(join(test.paths.machines, id, `snapshot-${taken.id}.json`));
    return taken.id;
  }

  it("of an earlier version loads, and so does that of another machine type", async () => {
    const { newest, before } = await types();
    for (const type of [newest, before]) {
      const { id } = await test.add(`m-${type.replaceAll(/[^0-9]/g, "-")}`);
      await startAsBefore(id, type);
      const taken = await takeAsBefore(id);
      good(await test.machines.kill(id));
      expect((await definition(id)).machineType).toBeUndefined();
      expect(await snapshots.restore(id, taken, { keepPresent: false })).toMatchObject({
        ok: true,
        value: { runs: true },
      });
      expect((await definition(id)).machineType).toBe(type);
      good(await test.machines.kill(id));
    }
  });

  it("brings the hardware back that it was saved with, and tells so", async () => {
    const { id } = await test.add("web");
    good(await test.machines.start(id));
    const taken = good(await snapshots.take(id, "small"));
    good(await test.machines.kill(id));
    const changes = createChangesService(test.parts);
    good(await changes.set(id, { memoryMiB: 64, cpus: 2, nic: "e1000" }));
    const { memoryMiB, network } = (await test.view(id)).definition;
    expect({ memoryMiB, nic: network.nic }).toEqual({ memoryMiB: 64, nic: "e1000" });
    const restored = good(await snapshots.restore(id, taken.id, { keepPresent: false }));
    expect(restored.runs).toBe(true);
    const now = await definition(id);
    expect([now.memoryMiB, now.cpus, now.network.nic]).toEqual([32, 1, "virtio"]);
    // Without a LAN, that is the first thing to be told.
    expect(restored.warning?.code).toBe("machine-without-lan");

    const record = join(test.paths.machines, id, `snapshot-${taken.id}.json`);
    expect(JSON.parse(readFileSync(record, "utf8"))).toMatchObject({ memoryMiB: 32, cpus: 1 });
    good(await snapshots.delete(id, taken.id));
    expect(existsSync(record)).toBe(false);
  });

  it("is saved with the type of the first start, and a type that is gone is replaced", async () => {
    const { newest } = await types();
    const { id } = await test.add("web");
    good(await test.machines.start(id));
    const first = await definition(id);
    expect(first.machineType).toBe(newest);
    good(await test.machines.kill(id));
    good(await replaceMachine(test.paths.machines, { ...first, machineType: "pc-i440fx-0.9" }));
    good(await test.machines.start(id));
    expect((await definition(id)).machineType).toBe(newest);
  });
});
