import { describe, expect, it } from "vitest";
import { deviceFamily, listBlockDevices, lookAtDevice, type SystemFiles } from "./block-device.ts";

/** A disk with two partitions, as in /sys. */
const disk: Readonly<Record<string, string>> = {
  "/sys/dev/block/8:16/dev": "8:16\n",
  "/sys/dev/block/8:16/uevent": "MAJOR=8\nMINOR=16\nDEVNAME=sdb\nDEVTYPE=disk\n",
  "/sys/dev/block/8:16/size": "2048\n",
  "/sys/dev/block/8:16/sdb1/partition": "1\n",
  "/sys/dev/block/8:16/sdb1/dev": "8:17\n",
  "/sys/dev/block/8:16/sdb1/uevent": "DEVNAME=sdb1\n",
  "/sys/dev/block/8:16/queue/x": "",
  "/sys/dev/block/8:17/partition": "1\n",
  "/sys/dev/block/8:17/dev": "8:17\n",
  "/sys/dev/block/8:17/uevent": "DEVNAME=sdb1\n",
  "/sys/dev/block/8:17/size": "1024\n",
  "/sys/dev/block/8:17/../dev": "8:16\n",
  "/sys/dev/block/8:17/../uevent": "DEVNAME=sdb\n",
};

function system(more: Readonly<Record<string, string>> = {}): SystemFiles {
  const files = { ...disk, ...more };
  return {
    read: (path) => files[path] ?? null,
    list: (path) => [
      ...new Set(
        Object.keys(files).flatMap((file) =>
          file.startsWith(`${path}/`) ? [file.slice(path.length + 1).split("/")[0] ?? ""] : [],
        ),
      ),
    ],
  };
}

const whole = (more = {}) => lookAtDevice(system(more), 8, 16);
const part = (more = {}) => lookAtDevice(system(more), 8, 17);
const mounts = (line: string) => ({ "/proc/self/mountinfo": `${line}\n` });

describe("a block device", () => {
  it("is found by its numbers", () => {
    expect(whole()).toEqual({ node: "/dev/sdb", bytes: 1_048_576, refusal: null });
    expect(part()).toEqual({ node: "/dev/sdb1", bytes: 524_288, refusal: null });
    expect(lookAtDevice(system(), 8, 18)).toBeNull();
  });

  it("shares its blocks with its partitions, or with the disk that it is a part of", () => {
    expect(deviceFamily(system(), 8, 16)).toEqual(new Set(["8:16", "8:17"]));
    expect(deviceFamily(system(), 8, 17)).toEqual(new Set(["8:17", "8:16"]));
  });

  it("is refused if its node has a name that the kernel never gives", () => {
    for (const name of ["../x", "a/../../etc/shadow", "", "-x", "a b", "a\n"]) {
      expect(whole({ "/sys/dev/block/8:16/uevent": `DEVNAME=${name}` })?.node ?? null).toSatisfy(
        (node) => node === null || /^\/dev\/[a-z]+$/.test(String(node)),
      );
    }
  });

  it.each([
    ["by its number", "36 1 8:17 / /mnt/a\\040b rw - ext4 /dev/sdb1 rw", "/mnt/a b"],
    ["by its node", "36 1 0:44 / / rw,relatime - btrfs /dev/sdb1 rw", "/"],
  ])("that is mounted in any part is refused, %s", (_how, line, at) => {
    expect(whole(mounts(line))?.refusal).toEqual({
      code: "device-mounted",
      params: { path: "/dev/sdb", at },
    });
    expect(part(mounts(line))?.refusal?.code).toBe("device-mounted");
  });

  it("may be lent if its neighbour is mounted, but the disk around both may not", () => {
    const other = {
      "/sys/dev/block/8:16/sdb2/partition": "2\n",
      "/sys/dev/block/8:16/sdb2/dev": "8:18\n",
      "/sys/dev/block/8:16/sdb2/uevent": "DEVNAME=sdb2\n",
      ...mounts("36 1 8:18 / / rw - ext4 /dev/sdb2 rw"),
    };
    expect(part(other)?.refusal).toBeNull();
    expect(whole(other)?.refusal?.code).toBe("device-mounted");
  });

  it("is refused if it is swap space, or held by another device", () => {
    const swap = { "/proc/swaps": "Filename Type\n/dev/sdb1   partition 1 0 -2\n" };
    expect(whole(swap)?.refusal).toEqual({ code: "device-swap", params: { path: "/dev/sdb" } });
    const held = { "/sys/dev/block/8:16/sdb1/holders/dm-0": "" };
    expect(whole(held)?.refusal).toEqual({
      code: "device-held",
      params: { path: "/dev/sdb", by: "dm-0" },
    });
    expect(part({ "/sys/dev/block/8:17/../holders/md0": "" })?.refusal?.code).toBe("device-held");
  });
});

describe("the list of disks", () => {
  /**
   * The files of /sys, and udev's notes about a stick with a file system, and about members of
   * groups of disks.
   */
  const listed = (more: Readonly<Record<string, string>> = {}) =>
    listBlockDevices(
      system({
        "/sys/class/block/sdb/dev": "8:16\n",
        "/sys/class/block/sdb/ro": "0\n",
        "/sys/dev/block/8:16/device/model": "Flash Disk      \n",
        "/run/udev/data/b8:16": "S:disk/by-id/usb-x\nE:ID_PART_TABLE_TYPE=gpt\n",
        "/sys/class/block/sdb1/dev": "8:17\n",
        "/sys/class/block/sdb1/partition": "1\n",
        "/sys/class/block/sdb1/ro": "0\n",
        "/sys/dev/block/8:17/../device/model": "Flash Disk      \n",
        "/run/udev/data/b8:17": "E:ID_FS_LABEL=old\x1b[2Jphotos\nE:ID_FS_TYPE=ext4\n",
        ...more,
      }),
    );
  const both = { model: "Flash Disk", refusal: null };
  const disk = {
    ...both,
    node: "/dev/sdb",
    bytes: 1_048_576,
    kind: "disk",
    holds: { type: "gpt", label: null },
  };
  const part = {
    ...both,
    node: "/dev/sdb1",
    bytes: 524_288,
    kind: "part",
    holds: { type: "ext4", label: "old [2Jphotos" },
  };

  it("has each with its size, model and content, in printable text", () => {
    expect(listed()).toEqual([disk, part]);
  });

  it("leaves out read-only devices, and those that are not disks", () => {
    expect(listed({ "/sys/class/block/sdb/ro": "1\n" })).toEqual([part]);
    const memory = { "/sys/class/block/zram0/dev": "8:16\n", "/sys/class/block/x/dev": "junk" };
    expect(listed(memory)).toEqual([disk, part]);
  });

  it.each(["LVM2_member", "linux_raid_member", "crypto_LUKS", "swap"])(
    "shows %s that is not in use",
    (type) => {
      const found = listed({ "/run/udev/data/b8:17": `E:ID_FS_TYPE=${type}\n` });
      expect(found[1]).toEqual({ ...part, holds: { type, label: null } });
    },
  );

  it("keeps those that are refused, with the reason", () => {
    const swap = { "/proc/swaps": "Filename Type\n/dev/sdb1   partition 1 0 -2\n" };
    expect(listed(swap).map(({ refusal }) => refusal?.code)).toEqual([
      "device-swap",
      "device-swap",
    ]);
  });
});
