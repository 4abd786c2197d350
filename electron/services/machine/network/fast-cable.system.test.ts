import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildGuestDisk } from "../../../../e2e/rig/guest/disk.mjs";
import { guestRun } from "../../../../e2e/rig/guest/run.mjs";
import { makeLan, type TestLan } from "../../../../e2e/rig/lan/test-lan.ts";
import { networkState, sh } from "../../../../e2e/rig/lan/test-net.ts";
import { makeMachines, runtimeOf, type TestMachines } from "../../../../e2e/rig/machines.ts";
import { until } from "../../../../e2e/rig/until.ts";
import { readMachineTap } from "../../../adapters/net/machine-tap.ts";
import { askQmp } from "../../../adapters/qemu/qmp-client.ts";
import { ok } from "../../../contract/errors/app-error.ts";
import type { MachineFile } from "../../../contract/machine/machine.ts";
import type { MachinesService } from "../../base/interfaces.ts";
import { machineTaps } from "./machine-taps.ts";
import { tellLanOfMachines } from "./publish-to-lan.ts";

/** Real guests whose cables are taps of the kernel's, on a real LAN with netd. */
let test: TestMachines;
let lan: TestLan;
let machines: MachinesService;
let before: string;
let fast: MachineFile;
let slow: MachineFile;

const addresses = { fast: "192.168.100.1", slow: "192.168.100.2" } as const;

beforeAll(async () => {
  before = await networkState();
  lan = await makeLan();
  test = makeMachines();
  machines = test.another(machineTaps(lan.netd));
  test.setSwitch(async () =>
    (await lan.vdeSwitch.ports()) === null ? null : lan.vdeSwitch.socketFolder,
  );
  const guest = async (name: keyof typeof addresses, nic: "virtio" | "e1000") => {
    const path = join(test.folder, `${name}-guest.qcow2`);
    const kernel = nic === "e1000" ? "full" : "cloud";
    await buildGuestDisk({ path, name, address: addresses[name], kernel });
    return test.add(name, { disk: path, memoryMiB: 256, address: addresses[name], nic });
  };
  fast = await guest("fast", "virtio");
  slow = await guest("slow", "e1000");
  expect(await lan.network.changeLan({ cables: "fast" })).toEqual(ok(undefined));
  await switchOn();
});

afterAll(async () => {
  await lan?.network.down();
  await test?.close();
});

/** Switches the LAN on as the app does, which then plugs running machines in. */
async function switchOn(): Promise<void> {
  expect(await lan.network.up()).toEqual(ok(undefined));
  await tellMachines();
}

/** Tells the LAN of the machines, whose folder is another than that of its own rig. */
async function tellMachines(): Promise<void> {
  const read = async () => ok([fast, slow]);
  expect(await tellLanOfMachines(lan.netd, read)).toEqual(ok(undefined));
  await machines.plugAll();
}

const answers = (address: string) =>
  sh("ping", "-c", "1", "-W", "1", address).then(
    () => true,
    () => false,
  );

/** The kind of the cable as QEMU tells it; empty if it is pulled. */
async function kindOfCable({ id }: MachineFile): Promise<string> {
  const told = await askQmp(runtimeOf(test, id).qemu.commandQmp, "human-monitor-command", {
    "command-line": "info network",
  });
  return /lan0: index=\d+,type=(\w+)/.exec(String(told.ok && told.value))?.[1] ?? "";
}

const hasTap = async () => (await readMachineTap(fast.network.mac)) !== null;

describe("a machine with a virtio card", () => {
  it("starts on a tap of its own, and one with another card on the switch; they reach each other", async () => {
    for (const { id } of [fast, slow]) {
      expect(await machines.start(id)).toEqual(ok({ warning: null }));
    }
    await until("its answer", () => answers(addresses.fast));
    await until("the other's answer", () => answers(addresses.slow));
    expect([await kindOfCable(fast), await kindOfCable(slow)]).toEqual(["tap", "vde"]);
    expect(await guestRun(addresses.fast, `ping -c 1 -W 2 ${addresses.slow}`)).toContain(
      "1 packets received",
    );
  });

  it("does not notice that the switch is killed", async () => {
    await lan.vdeSwitch.stop();
    expect(await answers(addresses.fast)).toBe(true);
    expect(await lan.network.mend()).toEqual(ok(true));
    await tellMachines();
    await until("the other's answer", () => answers(addresses.slow));
    expect(await kindOfCable(fast)).toBe("tap");
  });

  it("has its cable pulled and plugged in", async () => {
    expect(await machines.setCable(fast.id, false)).toEqual(ok(undefined));
    expect(await answers(addresses.fast)).toBe(false);
    await until("the tap's end", async () => !(await hasTap()));
    expect(await machines.setCable(fast.id, true)).toEqual(ok(undefined));
    await until("its answer", () => answers(addresses.fast));
    expect(await kindOfCable(fast)).toBe("tap");
  });

  it("has weather by way of the switch, and gets its tap back", async () => {
    const weather = { delayMs: 200, jitterMs: 0, lossPercent: 0, bitsPerSecond: null };
    expect(await machines.setWeather(fast.id, weather, { forMs: null, keep: false })).toEqual(
      ok(undefined),
    );
    expect(await kindOfCable(fast)).toBe("stream");
    await until("its answer", () => answers(addresses.fast));
    expect(await machines.setWeather(fast.id, null, { forMs: null, keep: false })).toEqual(
      ok(undefined),
    );
    await until("its answer", () => answers(addresses.fast));
    expect(await kindOfCable(fast)).toBe("tap");
  });

  it("is plugged in again once the LAN is switched off and on", async () => {
    await machines.letGoOfTaps();
    expect(await lan.network.down()).toEqual(ok(undefined));
    expect(await answers(addresses.fast)).toBe(false);
    expect(await networkState()).toBe(before);
    await switchOn();
    await until("its answer", () => answers(addresses.fast));
    await until("the other's answer", () => answers(addresses.slow));
    expect(await kindOfCable(fast)).toBe("tap");
  });

  it("leaves no tap after kill -9, and starts on a new one", async () => {
    expect(await machines.kill(fast.id)).toEqual(ok(undefined));
    await until("the tap's end", async () => !(await sh("ip", "-br", "link")).includes("vtap-5"));
    expect(await machines.start(fast.id)).toEqual(ok({ warning: null }));
    await until("its answer", () => answers(addresses.fast));
    expect(await kindOfCable(fast)).toBe("tap");
  });
});
