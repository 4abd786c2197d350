import { mkdirSync, rmSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildGuestDisk } from "../../../../e2e/rig/guest/disk.mjs";
import { guestRun } from "../../../../e2e/rig/guest/run.mjs";
import { sh } from "../../../../e2e/rig/lan/test-net.ts";
import { makeMachines, qemuProcesses, type TestMachines } from "../../../../e2e/rig/machines.ts";
import { until } from "../../../../e2e/rig/until.ts";
import { createVdeSwitch, type VdeSwitch } from "../../../adapters/switch/vde-switch.ts";
import { appError, ok } from "../../../contract/errors/app-error.ts";

/** Tests states that real guests bring about themselves, and a full disk. */
let test: TestMachines;
let vdeSwitch: VdeSwitch;
let web: string;

beforeAll(async () => {
  await sh("ip", "tuntap", "add", "vtap0", "mode", "tap");
  await sh("ip", "addr", "add", "192.168.100.254/24", "dev", "vtap0");
  await sh("ip", "link", "set", "vtap0", "up");
  test = makeMachines();
  vdeSwitch = createVdeSwitch(test.paths.switchFolder, 0);
  expect(await vdeSwitch.start("vtap0")).toEqual(ok(undefined));
  test.setSwitch(async () => vdeSwitch.socketFolder);
  const path = join(test.folder, "guest.qcow2");
  await buildGuestDisk({ path, name: "web", address: "192.168.100.1" });
  web = (await test.add("web", { disk: path, memoryMiB: 256 })).id;
  await test.machines.start(web);
  await ready();
});

afterAll(async () => {
  // First: closing removes the files by which the switch is found.
  await vdeSwitch?.stop();
  await test?.close();
  await sh("ip", "link", "del", "vtap0");
});

/** Has the guest restart or power down, which may end the connection before it answers. */
const leave = (command: "reboot" | "poweroff") =>
  guestRun("192.168.100.1", command).catch(() => {});

/** Another one with each start of the guest's kernel. */
const bootId = () => guestRun("192.168.100.1", "cat /proc/sys/kernel/random/boot_id");

/**
 * Waits until the guest can be talked to: the neighbour's last answer may still stand for this one.
 */
const ready = () => until("the guest", () => bootId().catch(() => null));

describe("a real guest", () => {
  it("stays the same machine when its guest restarts", async () => {
    const { pid } = await test.view(web);
    const before = await bootId();
    await leave("reboot");
    await until("another boot", async () => {
      const now = await bootId().catch(() => null);
      return now !== null && now !== before;
    });
    expect(await test.view(web)).toMatchObject({ pid, status: "running", problem: null });
  });

  it("is stopped, and not wanted any more, when its guest powers itself down", async () => {
    const end = test.machines.watch(() => {});
    try {
      await until("the watch to stand", async () => (await test.view(web)).reachable);
      expect(await test.machines.wanted()).toEqual(new Set([web]));
      await ready();
      await leave("poweroff");
      await until("its end", () => qemuProcesses(web).length === 0);
      expect(await test.view(web)).toMatchObject({ status: "stopped", problem: null });
      await until("the wish", async () => (await test.machines.wanted()).size === 0);
    } finally {
      end();
    }
  });

  it("has failed, says so and starts anew when its kernel panics", async () => {
    await test.machines.start(web);
    await ready();
    const { pid } = await test.view(web);
    // The answer to this never comes.
    const crash = guestRun("192.168.100.1", "echo c > /proc/sysrq-trigger", {
      timeout: 3000,
    }).catch(() => {});
    const failed = await until("the panic", async () => {
      const view = await test.view(web);
      return view.status === "failed" ? view : null;
    });
    expect(failed).toMatchObject({ pid, problem: appError("machine-panicked", { name: "web" }) });
    expect(await test.machines.start(web)).toEqual(ok({ warning: null }));
    expect((await test.view(web)).pid).not.toBe(pid);
    await crash;
    await ready();
  });

  it("is stopped at once after a panic: no guest is left to wait for", async () => {
    void guestRun("192.168.100.1", "echo c > /proc/sysrq-trigger", { timeout: 3000 }).catch(
      () => {},
    );
    await until("the panic", async () => (await test.view(web)).status === "failed");
    expect(await test.machines.stop(web, { timeoutSeconds: 50 })).toEqual(ok(undefined));
    expect(qemuProcesses(web)).toEqual([]);
  });
});

describe("a disk that is full", () => {
  const address = "192.168.100.2";
  let small: string;
  let full: string;

  beforeAll(async () => {
    small = join(test.folder, "small");
    mkdirSync(small);
    await sh("mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", small);
    const path = join(small, "full.qcow2");
    await buildGuestDisk({ path, name: "full", address });
    full = (await test.add("full", { disk: path, memoryMiB: 256, address })).id;
    await test.machines.start(full);
    await until("the guest", () => guestRun(address, "hostname").catch(() => null));
  });

  afterAll(async () => {
    await test.machines.kill(full);
    await sh("umount", "-l", small);
  });

  /** Takes all but so many KiB of what is free where the disk lies. */
  async function leave(kibibytes: number): Promise<void> {
    const { bavail, bsize } = await statfs(small);
    await sh("fallocate", "-l", `${bavail * bsize - kibibytes * 1024}`, join(small, "ballast"));
  }

  it("is warned of early", async () => {
    const { status, problem } = await test.view(full);
    expect([status, problem?.code]).toEqual(["running", "space-low"]);
  });

  it("pauses the machine; with room again it goes on, and nothing was lost", async () => {
    await leave(512);
    // At the disk's end, behind the files that it starts from.
    const write = guestRun(
      address,
      "dd if=/dev/urandom of=/tmp/new bs=1M count=4; dd if=/tmp/new of=/dev/vda bs=1M seek=34 conv=fsync; " +
        "sync; echo 3 > /proc/sys/vm/drop_caches; dd if=/dev/vda bs=1M skip=34 count=4 | cmp - /tmp/new && echo same",
    );
    const paused = await until("the pause", async () => {
      const view = await test.view(full);
      return view.status === "paused" ? view : null;
    });
    const path = join(small, "full.qcow2");
    expect(paused.problem).toEqual(
      appError("machine-disk-full", { name: "full", path, freeMiB: 0 }),
    );
    expect(await test.machines.resume(full)).toEqual({ ok: false, error: paused.problem });
    expect((await test.view(full)).status).toBe("paused");

    rmSync(join(small, "ballast"));
    expect((await test.view(full)).problem).toMatchObject({ code: "machine-disk-full" });
    expect(await test.machines.resume(full)).toEqual(ok(undefined));
    expect((await test.view(full)).status).toBe("running");
    expect(await write).toContain("same");
    await test.machines.kill(full);
    await sh("qemu-img", "check", "-q", path);
  });
});
