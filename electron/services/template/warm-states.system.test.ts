import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import { sh } from "../../../e2e/rig/lan/test-net.ts";
import { makeWarmed, type WarmedRig, wellDone } from "../../../e2e/rig/warmed.ts";
import { inodeStamp } from "../../adapters/files/file-sum.ts";
import { fingerprintOf } from "../../adapters/image/base-image.ts";
import { mostWarmStates, warmFileNames } from "../../contract/template/warm.ts";

/** Real guests: which warmed state a machine goes on from, and whether that is the one that was written. */
let rig: WarmedRig;

beforeAll(async () => {
  rig = await makeWarmed();
});

afterAll(() => rig?.close(), 180_000);

it("a machine that is not like the warmed one boots, and is told why", async () => {
  const other = (what: string) => ({
    isAwake: false,
    whyCold: { code: "template-warm-other", params: { what } },
  });
  expect((await rig.create("large", { memoryMiB: 192 })).how).toMatchObject(other("size"));
  expect((await rig.create("pair", { cpus: 2 })).how).toMatchObject(other("size"));
  const roomy = await rig.create("roomy", { diskBytes: 2 ** 30 });
  expect(roomy.how).toMatchObject(other("disk"));
  expect((await rig.test.view(roomy.machine.id)).status).toBe("stopped");
  // The app makes the states that would have been of use.
  const wishes = async () => (await rig.templates.list()).templates[0]?.warmWishes;
  const [large, pair] = [
    { memoryMiB: 192, cpus: 1 },
    { memoryMiB: 128, cpus: 2 },
  ];
  expect(new Set(await wishes())).toEqual(new Set([large, pair]));
  for (const memoryMiB of [193, 194, 195]) await rig.create(`odd-${memoryMiB}`, { memoryMiB });
  expect(await wishes()).toHaveLength(mostWarmStates);
});

it("a state that is of use no more is told of once, and removed", async () => {
  const record = join(rig.folder, "warm.json");
  const saved = join(rig.test.folder, "saved");
  await execa("cp", ["-a", "--sparse=always", rig.folder, saved]);
  const restore = () => execa("cp", ["-a", "--sparse=always", saved, rig.folder]);
  const changes: readonly (readonly [string, "files" | "computer", () => void])[] = [
    ["cut", "files", () => truncateSync(join(rig.folder, "ram"), 64 * 2 ** 20)],
    ["in-place", "files", () => writeInPlace(join(rig.folder, "ram"))],
    ["state", "files", () => writeFileSync(join(rig.folder, "state"), "x", { flag: "a" })],
    [
      "qemu",
      "computer",
      () => {
        const now = JSON.parse(readFileSync(record, "utf8"));
        writeFileSync(record, JSON.stringify({ ...now, computer: "another" }));
      },
    ],
  ];
  for (const [name, what, change] of changes) {
    change();
    const first = await rig.create(name);
    expect(first.how).toMatchObject({
      isAwake: false,
      whyCold: { code: "template-warm-stale", params: { what } },
    });
    expect((await rig.create(`${name}-2`)).how).toEqual({ isAwake: false, whyCold: null });
    await restore();
  }
  const { machine, how } = await rig.create("whole");
  expect(how).toEqual({ isAwake: true, whyCold: null });
  wellDone(await rig.machines.kill(machine.id));
});

/** Changes a byte within a file, and gives it its old time back, so that only the inode tells of it. */
function writeInPlace(path: string): void {
  const { size, atimeMs, mtimeMs } = statSync(path);
  const file = openSync(path, "r+");
  const byte = Buffer.alloc(1);
  // Where no sample of an image is taken.
  const at = size / 2 + 4096 * 11 + 77;
  readSync(file, byte, 0, 1, at);
  byte.writeUInt8(byte.readUInt8() ^ 1);
  writeSync(file, byte, 0, 1, at);
  closeSync(file);
  utimesSync(path, atimeMs / 1000, mtimeMs / 1000);
}

it("files that were touched, moved, or recorded by an earlier version are read once", async () => {
  const record = join(rig.folder, "warm.json");
  const read = () => JSON.parse(readFileSync(record, "utf8")).files;
  const before = read();
  const ways: readonly (readonly [string, () => unknown])[] = [
    ["touched", () => utimesSync(join(rig.folder, "ram"), 1, 1)],
    [
      "moved",
      async () => {
        await execa("cp", ["--sparse=always", join(rig.folder, "ram"), join(rig.folder, "copy")]);
        renameSync(join(rig.folder, "copy"), join(rig.folder, "ram"));
      },
    ],
    [
      "earlier",
      async () => {
        // That version had one state, and samples instead of a checksum.
        const files: Record<string, unknown> = {};
        for (const name of warmFileNames) {
          const { size, mtimeMs } = statSync(join(rig.folder, name));
          const fingerprint = await fingerprintOf(join(rig.folder, name));
          files[name] = { bytes: size, modifiedAt: Math.floor(mtimeMs), fingerprint };
        }
        const now = JSON.parse(readFileSync(record, "utf8"));
        writeFileSync(record, JSON.stringify({ ...now, files }));
        renameSync(rig.folder, join(rig.folder, "../warm"));
      },
    ],
  ];
  for (const [name, change] of ways) {
    await change();
    const { machine, how } = await rig.create(name);
    expect(how).toEqual({ isAwake: true, whyCold: null });
    wellDone(await rig.machines.kill(machine.id));
    if (name === "earlier") renameSync(join(rig.folder, "../warm"), rig.folder);
    const now = read();
    expect(now.ram.sha256).toBe(before.ram.sha256);
    // The next one need not be read: with a wrong checksum it would be refused.
    expect(now.ram.stamp).toBe(await inodeStamp(join(rig.folder, "ram")));
  }
});

it("each size has a state of its own, and of too many the least used goes", async () => {
  const pairs = async () => {
    const [view] = (await rig.templates.list()).templates;
    return view?.warm.map(({ memoryMiB, cpus }) => `${memoryMiB}x${cpus}`);
  };
  const warm = async (memoryMiB: number, cpus: number) =>
    wellDone(await rig.templates.warm({ id: rig.template, memoryMiB, cpus }));
  await warm(144, 2);
  await warm(160, 1);
  await warm(176, 1);
  expect(await pairs()).toEqual(["176x1", "160x1", "144x2", "128x1"]);
  const { machine, how } = await rig.create("two", { memoryMiB: 144, cpus: 2 });
  expect(how).toEqual({ isAwake: true, whyCold: null });
  await rig.answers(machine);
  expect(await rig.inside(machine, "grep -c ^processor /proc/cpuinfo; hostname")).toBe("2\ntwo");
  wellDone(await rig.machines.kill(machine.id));
  const small = await rig.create("small");
  wellDone(await rig.machines.kill(small.machine.id));
  expect(await pairs()).toEqual(["128x1", "144x2", "176x1", "160x1"]);
  await warm(192, 1);
  expect(await pairs()).toEqual(["192x1", "128x1", "144x2", "176x1"]);
  expect(
    readdirSync(join(rig.folder, ".."))
      .filter((name) => name.startsWith("warm-1"))
      .sort(),
  ).toEqual(["warm-128x1", "warm-144x2", "warm-176x1", "warm-192x1"]);
});

it("where space is short, a template is warmed for another size in place of the least used", async () => {
  const small = join(rig.test.folder, "small");
  mkdirSync(small);
  await sh("mount", "-t", "tmpfs", "tmpfs", small);
  try {
    await execa("cp", ["-a", join(rig.folder, ".."), small]);
    for (const name of readdirSync(join(small, rig.template))) {
      if (/^warm-(?!128x1)/.test(name))
        rmSync(join(small, rig.template, name), { recursive: true });
    }
    const there = rig.templatesIn(small);
    const warmed = async () => {
      const [view] = (await there.list()).templates;
      return view?.warm.map(({ memoryMiB }) => memoryMiB);
    };
    expect(await warmed()).toEqual([128]);
    const { blocks, bfree, bsize } = statfsSync(small);
    // Less than the memory of the other size is free, and what there is takes the rest of it.
    const size = (blocks - bfree) * bsize + 100 * 2 ** 20;
    await sh("mount", "-o", `remount,size=${size}`, small);
    const other = { id: rig.template, cpus: 1 };
    expect(await there.warm({ ...other, memoryMiB: 2048 })).toMatchObject({
      error: { code: "disk-full" },
    });
    expect(await warmed()).toEqual([128]);
    wellDone(await there.warm({ ...other, memoryMiB: 120 }));
    expect(await warmed()).toEqual([120]);
  } finally {
    await sh("umount", small);
  }
});
