import {
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
} from "node:fs";
import { execa } from "execa";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { makeTesterPlace, type TesterPlace } from "../../../../e2e/rig/app/tester-place.ts";
import { tester } from "../../../../e2e/rig/desktop/polkit.ts";
import { type LoopDisk, makeLoopDisk } from "../../../../e2e/rig/images/loop-disk.ts";
import { sh } from "../../../../e2e/rig/lan/test-net.ts";
import { until } from "../../../../e2e/rig/until.ts";
import { netdFolder } from "../../../adapters/root/netd-folder.ts";
import type { MachineDetailJson } from "../../../contract/app/cli.ts";
import type { FindingJson } from "../../../contract/app/cli-care.ts";
import type { DeviceJson } from "../../../contract/app/cli-storage.ts";

/** A loop device stands for a disk of this computer, which a test must not touch. */
const image = "/tmp/disk.raw";
const folder = netdFolder(tester.uid);

let place: TesterPlace;
let disk: LoopDisk;
let device: string;
/** Owner and mode of the node before. */
let before: string;

beforeAll(async () => {
  place = await makeTesterPlace();
});
afterAll(() => place?.close());

const access = () => disk.access();

beforeEach(async () => {
  disk = await makeLoopDisk(image);
  device = disk.node;
  before = await access();
  await place.polkit.answer("yes");
});

afterEach(async () => {
  await place.virtray("kill", "other");
  await place.virtray("delete", "other");
  await until("the end of the lending", () => lent().length === 0);
  disk.close();
});

/** Returns the lent devices, read from the files that record them. */
function lent(): readonly string[] {
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith("lent-")) : [];
}

async function add(): Promise<void> {
  const added = await place.virtray("add", "other", "--device", device, "--accel", "tcg");
  expect(added).toMatchObject({
    exitCode: 0,
    stderr: `Warning: The machine will read and write ${device} directly (24 MiB, content unknown). Changes are permanent, and nothing on this computer may use that disk while the machine is running.`,
  });
}

async function shown(): Promise<MachineDetailJson> {
  return JSON.parse((await place.virtray("show", "other", "--json")).stdout) as MachineDetailJson;
}

describe("a disk of this computer as a machine’s", () => {
  it("is lent while the machine runs, after one question, and is as before when it ends", async () => {
    await add();
    const started = await place.virtray("start", "other");
    expect([started.exitCode, started.stderr]).toEqual([
      0,
      expect.stringContaining(`To run “other” from ${device}, your password is needed.`),
    ]);
    expect(started.stderr).toContain(`let your account open ${device} until the machine ends`);
    expect(place.polkit.elevations()).toHaveLength(1);
    expect(await access()).toContain(`user:${tester.uid}:rw-`);
    const { status, pid, definition } = await shown();
    expect([status, definition.disk]).toEqual([
      "running",
      { path: device, format: "raw", bus: "virtio", device: { bytes: 24 * 1024 ** 2 } },
    ]);
    expect(readFileSync(`/proc/${pid}/cmdline`, "utf8")).toContain(`"host_device"`);
    // It cannot be mounted by mistake while it is lent.
    mkdirSync("/tmp/at", { recursive: true });
    await expect(sh("mount", "-t", "ext4", device, "/tmp/at")).rejects.toThrow(
      /already mounted|busy/,
    );

    expect(await place.virtray("kill", "other")).toMatchObject({ exitCode: 0 });
    await until("the end of the lending", () => lent().length === 0);
    expect(await access()).toBe(before);
    expect(place.polkit.elevations()).toHaveLength(1);
  });

  it("is taken back when QEMU is killed with -9", async () => {
    await add();
    expect(await place.virtray("start", "other")).toMatchObject({ exitCode: 0 });
    await sh("kill", "-9", String((await shown()).pid));
    await until("the end of the lending", () => lent().length === 0);
    expect(await access()).toBe(before);
  });

  it("is found and taken back when root’s supervisor of it was killed too", async () => {
    await add();
    expect(await place.virtray("start", "other")).toMatchObject({ exitCode: 0 });
    const lease = lent().find((name) => !name.endsWith(".pipe")) ?? "";
    const supervisor = readFileSync(`${folder}/${lease}`, "utf8").split(" ")[0] ?? "";
    await sh("kill", "-9", supervisor, String((await shown()).pid));
    expect(await access()).toContain(`user:${tester.uid}:rw-`);
    const found = JSON.parse((await place.virtray("doctor", "--json")).stdout) as FindingJson[];
    expect(found.find(({ id }) => id === "device-lent")).toMatchObject({
      level: "warning",
      what: `Your account may still open ${device}, which was lent to a machine that has ended.`,
      repair: "device-lent",
    });
    const repaired = await place.virtray("doctor", "--repair", "device-lent", "--yes");
    expect(repaired).toMatchObject({ exitCode: 0, stderr: "" });
    expect([await access(), lent()]).toEqual([before, []]);
  });

  it("is not lent to whom polkit refuses, and nothing changes", async () => {
    await add();
    await place.polkit.answer("no");
    expect(await place.virtray("start", "other")).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("You have no administrator rights on this computer."),
    });
    expect([await access(), lent()]).toEqual([before, []]);
  });

  it("is refused, also by root itself, while something uses it", async () => {
    await add();
    // Another claim, which the user cannot see: as by a mount in another namespace.
    const claim = openSync(device, constants.O_RDONLY | constants.O_EXCL);
    expect(await place.virtray("start", "other")).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining(`${device} is in use by the kernel or another machine.`),
    });
    closeSync(claim);
    await sh("mkfs.ext4", "-q", device);
    mkdirSync("/tmp/at", { recursive: true });
    await sh("mount", device, "/tmp/at");
    const asked = place.polkit.elevations().length;
    expect(await place.virtray("start", "other")).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining(`${device} or a part of it is mounted at /tmp/at.`),
    });
    expect(place.polkit.elevations()).toHaveLength(asked);
    await sh("umount", "/tmp/at");
    expect([await access(), lent()]).toEqual([before, []]);
  });

  it("is refused while this computer swaps to it, and the list of disks says so", async () => {
    const listed = async () => {
      const { stdout } = await place.virtray("device", "list", "--json");
      return (JSON.parse(stdout) as DeviceJson[]).find(({ node }) => node === device);
    };
    const found = { path: device, node: device, bytes: 24 * 1024 ** 2, kind: "disk", model: null };
    expect(await listed()).toMatchObject({ ...found, refusal: null });
    await sh("mkswap", device);
    // As the last of all that this computer swaps to.
    await sh("swapon", "--priority", "0", device);
    try {
      expect(await listed()).toMatchObject({ ...found, refusal: { code: "device-swap" } });
      const added = await place.virtray("add", "other", "--device", device);
      expect([added.exitCode, added.stderr]).toEqual([
        1,
        expect.stringContaining(`This computer uses ${device} or a part of it as swap space.`),
      ]);
      expect(place.polkit.elevations()).toEqual([]);
    } finally {
      await sh("swapoff", device);
    }
  });

  it("is refused where it is none, or holds the system that runs", async () => {
    const refusal = async (path: string) =>
      (await place.virtray("add", "other", "--device", path)).stderr.split("\n")[0];
    expect(await refusal("/etc/hosts")).toMatch(/^\/etc\/hosts is not a disk or partition/);
    expect(await refusal("/dev/null")).toMatch(/^\/dev\/null is not a disk or partition/);
    expect(await refusal("/dev/none")).toMatch(/^There is no file \/dev\/none\./);
    const { stdout } = await execa("findmnt", ["-no", "SOURCE", "/"]);
    const system = stdout.replace(/\[.*/, "");
    // A container sees neither its disk nor, perhaps, that it is one.
    if (existsSync(system)) {
      expect(await refusal(system)).toMatch(/contains the system that is running now/);
    }
    expect(await place.virtray("add", "other")).toMatchObject({ exitCode: 2 });
  });

  it("is refused when it is another disk than before", async () => {
    await add();
    await sh("truncate", "-s", "32M", image);
    await sh("losetup", "--set-capacity", device);
    expect(await place.virtray("start", "other")).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("its size is 32 MiB instead of 24 MiB"),
    });
    expect(place.polkit.elevations()).toEqual([]);
  });
});
