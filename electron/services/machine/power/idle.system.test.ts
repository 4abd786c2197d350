import { connect } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { buildGuestDisk } from "../../../../e2e/rig/guest/disk.mjs";
import { guestRun } from "../../../../e2e/rig/guest/run.mjs";
import { sh } from "../../../../e2e/rig/lan/test-net.ts";
import { makeMachines, qemuProcesses, type TestMachines } from "../../../../e2e/rig/machines.ts";
import { until } from "../../../../e2e/rig/until.ts";
import { machineRuntime, runningMachines } from "../../../adapters/qemu/runtime.ts";
import { createVdeSwitch, type VdeSwitch } from "../../../adapters/switch/vde-switch.ts";
import { ok } from "../../../contract/errors/app-error.ts";
import { createChangesService } from "../change/edit.ts";
import { createUsageReader } from "../view/usage.ts";
import { keepIdle } from "./idle.ts";

/** Real guests on a real switch, in minutes of two seconds. */
const names = ["rests", "powers-down", "computes", "reached", "shown", "never"] as const;
type Name = (typeof names)[number];
const ids = new Map<Name, string>();
let test: TestMachines;
let vdeSwitch: VdeSwitch;

const idOf = (name: Name) => ids.get(name) ?? "";
const addressOf = (name: Name) => `192.168.100.${names.indexOf(name) + 1}`;
/** Waits for a machine's end, without a look that would count as use, and for its status then. */
async function ended(name: Name, status: "suspended" | "stopped"): Promise<void> {
  await until(`the end of ${name}`, () => qemuProcesses(idOf(name)).length === 0, 120);
  await until(status, async () => (await statusOf(name)) === status);
}
const statusOf = async (name: Name) => (await test.view(idOf(name))).status;

beforeAll(async () => {
  await sh("ip", "tuntap", "add", "vtap0", "mode", "tap");
  await sh("ip", "addr", "add", "192.168.100.254/24", "dev", "vtap0");
  await sh("ip", "link", "set", "vtap0", "up");
  test = makeMachines();
  vdeSwitch = createVdeSwitch(test.paths.switchFolder, 0);
  expect(await vdeSwitch.start("vtap0")).toEqual(ok(undefined));
  test.setSwitch(async () => vdeSwitch.socketFolder);
  const changes = createChangesService(test.parts);
  for (const name of names) {
    const path = join(test.folder, `${name}.qcow2`);
    await buildGuestDisk({ path, name, address: addressOf(name) });
    const { id } = await test.add(name, { disk: path, memoryMiB: 128, address: addressOf(name) });
    ids.set(name, id);
    const idle = name === "never" ? "never" : name === "powers-down" ? "stop" : "suspend";
    expect(await changes.set(id, { idle, idleMinutes: 3 })).toMatchObject({ ok: true });
    expect(await test.machines.start(id)).toEqual(ok({ warning: null }));
  }
  for (const name of names) {
    await until(
      name,
      () =>
        guestRun(addressOf(name), "true").then(
          () => true,
          () => null,
        ),
      120,
    );
  }
});

afterAll(async () => {
  // This comes first, because closing removes the files by which the switch is found.
  await vdeSwitch?.stop();
  await test?.close();
  await sh("ip", "link", "del", "vtap0");
});

it("what nothing uses is suspended or powered down as it is set, and all else runs on", async () => {
  await guestRun(
    addressOf("computes"),
    "(trap '' HUP; while :; do :; done) </dev/null >/dev/null 2>&1 &",
  );
  const reached = connect(22, addressOf("reached"));
  const shown = connect(machineRuntime(test.paths, idOf("shown")).qemu.serial);
  const end = keepIdle({
    machines: test.parts,
    readUsage: createUsageReader(test.paths, vdeSwitch),
    running: () => runningMachines(test.paths),
    minuteMs: 2000,
  });
  try {
    await ended("rests", "suspended");
    await ended("powers-down", "stopped");
    for (const name of ["computes", "reached", "shown", "never"] as const) {
      expect([name, await statusOf(name)]).toEqual([name, "running"]);
    }
    // Its only user has gone.
    reached.destroy();
    await ended("reached", "suspended");
    expect(await statusOf("shown")).toBe("running");
    shown.destroy();
    await ended("shown", "suspended");
    expect([await statusOf("computes"), await statusOf("never")]).toEqual(["running", "running"]);
  } finally {
    end();
    reached.destroy();
    shown.destroy();
  }
}, 600_000);
