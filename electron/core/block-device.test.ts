import { describe, expect, it } from "vitest";
import { lookAtDevice, type SystemFiles } from "./block-device.ts";

/** A disk with two partitions, as /sys tells of it. */
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
  it("is found by its number", () => {
    expect(whole()).toEqual({ node: "/dev/sdb", bytes: 1_048_576, refusal: null });
    expect(part()).toEqual({ node: "/dev/sdb1", bytes: 524_288, refusal: null });
    expect(lookAtDevice(system(), 8, 18)).toBeNull();
  });

  it("is not what the kernel would never name so", () => {
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

  it("whose neighbour is mounted may be given, the disk around both may not", () => {
    const other = {
      "/sys/dev/block/8:16/sdb2/partition": "2\n",
      "/sys/dev/block/8:16/sdb2/dev": "8:18\n",
      "/sys/dev/block/8:16/sdb2/uevent": "DEVNAME=sdb2\n",
      ...mounts("36 1 8:18 / / rw - ext4 /dev/sdb2 rw"),
    };
    expect(part(other)?.refusal).toBeNull();
    expect(whole(other)?.refusal?.code).toBe("device-mounted");
  });

  it("that is swapped to, or held by others, is refused", () => {
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
