import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildGuestDisk } from "../../../../e2e/rig/guest/disk.mjs";
import { guestRun } from "../../../../e2e/rig/guest/run.mjs";
import { sh } from "../../../../e2e/rig/lan/test-net.ts";
import {
  makeMachines,
  qemuProcesses,
  runtimeOf,
  type TestMachines,
} from "../../../../e2e/rig/machines.ts";
import { until } from "../../../../e2e/rig/until.ts";
import { askQmp } from "../../../adapters/qemu/qmp-client.ts";
import { createVdeSwitch, type VdeSwitch } from "../../../adapters/switch/vde-switch.ts";
import { appError, ok } from "../../../contract/errors/app-error.ts";
import { cable } from "../../../core/machine/qemu-parts.ts";
import { createChangesService } from "../change/edit.ts";

/** Real guests on a real switch; the host's side is made by hand, without netd. */
let test: TestMachines;
let vdeSwitch: VdeSwitch;
let web: string;

beforeAll(async () => {
  await sh("ip", "tuntap", "add", "vtap0", "mode", "tap");
  await sh("ip", "addr", "add", "192.168.100.254/24", "dev", "vtap0");
  await sh("ip", "link", "set", "vtap0", "up");
  test = makeMachines();
  vdeSwitch = createVdeSwitch(test.paths.switchFolder, 0);
  const path = join(test.folder, "guest.qcow2");
  await buildGuestDisk({ path, name: "web", address: "192.168.100.1" });
  web = (await test.add("web", { disk: path, memoryMiB: 256 })).id;
});

afterAll(async () => {
  // First: closing removes the files by which the switch is found.
  await vdeSwitch?.stop();
  await test?.close();
  await sh("ip", "link", "del", "vtap0");
});

/** The switch's process, found by its pid file, which is fresh here. */
function switchPid(): number {
  return Number(readFileSync(join(test.paths.switchFolder, "switch.pid"), "utf8"));
}

const answers = () =>
  sh("ping", "-c", "1", "-W", "1", "192.168.100.1").then(
    () => true,
    () => false,
  );

/** Seconds since the guest's kernel began. */
const guestUptime = async () =>
  Number((await guestRun("192.168.100.1", "cat /proc/uptime")).split(" ")[0]);

describe("a real guest", () => {
  it("starts unplugged while the LAN is off, and is plugged in when it comes", async () => {
    expect(await test.machines.start(web)).toMatchObject({
      ok: true,
      value: { warning: { code: "machine-without-lan" } },
    });
    expect((await test.view(web)).reachable).toBeNull();

    expect(await vdeSwitch.start("vtap0")).toEqual(ok(undefined));
    test.setSwitch(async () =>
      (await vdeSwitch.ports()) === null ? null : vdeSwitch.socketFolder,
    );
    await test.machines.plugAll();
    await until("its answer", async () => (await test.view(web)).reachable);
  });

  it("is told to be reachable by a watch, by itself", async () => {
    let told = 0;
    const end = test.machines.watch(() => {
      told += 1;
    });
    try {
      await until("reachable", async () => {
        const before = told;
        if ((await test.view(web)).reachable === true) return true;
        await until("a change", () => told > before);
        return false;
      });
    } finally {
      end();
    }
  });

  it("is plugged in again after kill -9 of the switch, and does not notice", async () => {
    const before = await test.view(web);
    const uptime = await guestUptime();
    process.kill(switchPid(), "SIGKILL");
    await until("silence", async () => !(await answers()));

    const mended = Date.now();
    expect(await vdeSwitch.start("vtap0")).toEqual(ok(undefined));
    await test.machines.plugAll();
    await until("its answer", answers);
    expect(Date.now() - mended).toBeLessThan(15_000);
    const after = await test.view(web);
    expect([after.pid, after.startedAt, after.status]).toEqual([
      before.pid,
      before.startedAt,
      "running",
    ]);
    expect(await guestUptime()).toBeGreaterThan(uptime);
  });

  it("keeps a single cable, however often it is plugged in", async () => {
    for (let round = 0; round < 40; round += 1) {
      await test.machines.plugAll();
      expect(await test.machines.setCable(web, true)).toEqual(ok(undefined));
    }
    // Its own and the tap: the switch has lost none of those that have gone.
    expect(await vdeSwitch.ports()).toHaveLength(2);
    const network = await askQmp(runtimeOf(test, web).qemu.commandQmp, "human-monitor-command", {
      "command-line": "info network",
    });
    const ports = String(network.ok && network.value).match(/(?<=\\ )\w+: \w+/g);
    expect(ports).toEqual(["lan0port: lan0", "nic0: virtio"]);
    await until("its answer", answers);
  });

  it("that took an address itself keeps it from others, who are told so", async () => {
    const address = "192.168.100.2";
    const error = appError("address-borrowed", { address, by: "web" });
    expect(await test.machines.checkAddress(address)).toEqual(ok(undefined));
    expect(await test.machines.propose()).toMatchObject({ address });
    await guestRun("192.168.100.1", `ip addr add ${address}/24 dev eth0`);
    await until("its answer", async () => !(await test.machines.checkAddress(address)).ok);
    expect(await test.machines.checkAddress(address)).toEqual({ ok: false, error });
    expect(await test.machines.propose()).toMatchObject({ address: "192.168.100.3" });
    await expect(test.add("rival", { address })).rejects.toThrow("address-borrowed");
    const other = await test.add("other");
    expect(other.network.address).toBe("192.168.100.3");
    expect(await createChangesService(test.parts).set(other.id, { address })).toEqual({
      ok: false,
      error,
    });
    expect(await test.machines.delete(other.id)).toEqual(ok(undefined));
    await guestRun("192.168.100.1", `ip addr del ${address}/24 dev eth0`);
    expect(await test.machines.checkAddress(address)).toEqual(ok(undefined));
  });

  it("sends again after its card was full while the cable was out", async () => {
    const { qemu } = runtimeOf(test, web);
    // Asks for 250 addresses, several times each: more than the card's ring holds (256). The card's
    // own count says whether it took them, and the guest says on its serial line how many.
    await guestRun(
      "192.168.100.1",
      `(while ping -c 1 -W 1 192.168.100.254; do :; done
        for n in $(seq 2 251); do ping -c 3 -W 1 192.168.100.$n & done; wait
        echo "sent: $(cat /sys/class/net/eth0/statistics/tx_packets)" >/dev/ttyS0
      ) >/dev/null 2>&1 &`,
    );
    for (const id of [cable.port, cable.netdev]) {
      expect(await askQmp(qemu.commandQmp, "netdev_del", { id })).toMatchObject({ ok: true });
    }
    const sent = await until(
      "the guest to have sent",
      () => /sent: (\d+)/.exec(readFileSync(qemu.serialLog, "utf8"))?.[1] ?? false,
    );
    expect(await answers()).toBe(false);
    await test.machines.plugAll();
    await until("its answer", answers);
    expect(Number(sent)).toBeGreaterThan(512);
  });

  it("may write to its serial line without end: the log stays short, and tells the latest", async () => {
    const { serialLog } = runtimeOf(test, web).qemu;
    await guestRun(
      "192.168.100.1",
      "yes much | head -c 1500000 >/dev/ttyS0; echo the end >/dev/ttyS0",
      {
        timeout: 60_000,
      },
    );
    expect(statSync(serialLog).size).toBeGreaterThan(1_500_000);
    await test.view(web);
    const end = readFileSync(serialLog, "utf8");
    expect(end.length).toBeLessThanOrEqual(256 * 1024);
    expect(end).toMatch(/much\r?\nthe end\r?\n$/);
    await guestRun("192.168.100.1", "echo still here >/dev/ttyS0");
    await until("the line", () => /still here\r?\n$/.test(readFileSync(serialLog, "utf8")));
  });

  it("powers down when asked to, and says so in time", async () => {
    expect(await test.machines.stop(web, { timeoutSeconds: 50 })).toEqual(ok(undefined));
    expect(await test.view(web)).toMatchObject({ status: "stopped", pid: null, problem: null });
    expect(qemuProcesses(web)).toEqual([]);
  });

  it("starts plugged in while the LAN is on, and restarts", async () => {
    expect(await test.machines.start(web)).toEqual(ok({ warning: null }));
    const { pid } = await test.view(web);
    await until("its answer", async () => (await test.view(web)).reachable);
    expect(await test.machines.restart(web, { timeoutSeconds: 50 })).toEqual(ok({ warning: null }));
    expect((await test.view(web)).pid).not.toBe(pid);
    await until("its answer", async () => (await test.view(web)).reachable);
  });
});

it("an old guest, with an IDE disk and an e1000 card, answers as well", async () => {
  const path = join(test.folder, "old.qcow2");
  await buildGuestDisk({ path, name: "old", address: "192.168.100.2", kernel: "full" });
  const { id } = await test.add("old", {
    ...{ disk: path, memoryMiB: 256, bus: "ide", nic: "e1000" },
    address: "192.168.100.2",
  });
  expect(await test.machines.start(id)).toEqual(ok({ warning: null }));
  await until("its answer", async () => (await test.view(id)).reachable);
  await sh("ping", "-c", "1", "-W", "5", "192.168.100.2");
  // It is what it was asked to be: the kernel names the drivers of card and disk.
  const hardware = await guestRun(
    "192.168.100.2",
    "readlink /sys/class/net/eth0/device/driver; ls /sys/block",
    { kernel: "full" },
  );
  expect(hardware.split("\n")).toEqual([expect.stringMatching(/\/e1000$/), "sda"]);
});
