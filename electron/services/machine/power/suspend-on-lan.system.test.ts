import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { buildGuestDisk } from "../../../../e2e/rig/guest/disk.mjs";
import { guestRun } from "../../../../e2e/rig/guest/run.mjs";
import { sh } from "../../../../e2e/rig/lan/test-net.ts";
import { makeMachines, type TestMachines } from "../../../../e2e/rig/machines.ts";
import { until } from "../../../../e2e/rig/until.ts";
import { createVdeSwitch, type VdeSwitch } from "../../../adapters/switch/vde-switch.ts";
import { ok } from "../../../contract/errors/app-error.ts";

// Two real guests on a real switch, with the real guest agent.
const web = "192.168.100.1";
const db = "192.168.100.2";
let test: TestMachines;
let vdeSwitch: VdeSwitch;
let ids: readonly string[];

beforeAll(async () => {
  await sh("ip", "tuntap", "add", "vtap0", "mode", "tap");
  await sh("ip", "addr", "add", "192.168.100.254/24", "dev", "vtap0");
  await sh("ip", "link", "set", "vtap0", "up");
  test = makeMachines();
  vdeSwitch = createVdeSwitch(test.paths.switchFolder, 0);
  expect(await vdeSwitch.start("vtap0")).toEqual(ok(undefined));
  test.setSwitch(async () => vdeSwitch.socketFolder);
  const add = async (name: string, address: string) => {
    const path = join(test.folder, `${name}.qcow2`);
    await buildGuestDisk({ path, name, address, agent: true });
    const { id } = await test.add(name, { disk: path, memoryMiB: 256, address });
    expect(await test.machines.start(id)).toEqual(ok({ warning: null }));
    return id;
  };
  ids = [await add("web", web), await add("db", db)];
  for (const address of [web, db]) {
    await until(address, () => guestRun(address, "pidof qemu-ga").catch(() => null));
  }
});

afterAll(async () => {
  // This comes first, because closing removes the files by which the switch is found.
  await vdeSwitch?.stop();
  await test?.close();
  await sh("ip", "link", "del", "vtap0");
});

const boots = () =>
  Promise.all([web, db].map((at) => guestRun(at, "cat /proc/sys/kernel/random/boot_id")));

/** Runs a command in a guest that outlives the login. */
const inBackground = (at: string, command: string) =>
  guestRun(at, `(trap '' HUP; ${command}) </dev/null >/dev/null 2>&1 &`);

it("a connection between two machines outlives the sleep of both, with clock, files and address", async () => {
  const before = await boots();
  // The server writes what it gets to a file that it holds open; the client sends a line a second.
  await inBackground(db, "sleep 99999 | nc -l -p 7000 >/tmp/got");
  const listening = () => guestRun(db, "netstat -tln | grep :7000 || true");
  await until("the server", async () => (await listening()) !== "");
  await inBackground(
    web,
    "i=0; while :; do i=$((i+1)); echo $i; sleep 1; done | nc 192.168.100.2 7000",
  );
  const got = async () => Number(await guestRun(db, "cat /tmp/got 2>/dev/null | tail -n 1"));
  await until("the first lines", async () => (await got()) >= 3);
  const ports = await guestRun(web, "netstat -tn | grep :7000");

  for (const id of ids) expect(await test.machines.suspend(id)).toEqual(ok(undefined));
  // The kernel's neighbours and the switch may forget them.
  await sh("ip", "neigh", "flush", "dev", "vtap0");
  const slept = Date.now();
  await until("a while", () => Date.now() - slept > 5000);
  for (const id of ids) expect(await test.machines.start(id)).toEqual(ok({ warning: null }));

  expect(await boots()).toEqual(before);
  const asked = Math.floor(Date.now() / 1000);
  const now = Number(await guestRun(web, "date +%s"));
  expect(now).toBeGreaterThan(asked - 3);
  expect(now).toBeLessThan(Date.now() / 1000 + 3);
  const last = await got();
  await until("further lines", async () => (await got()) >= last + 3);
  // No line was lost, and it is the same connection.
  const lines = (await guestRun(db, "cat /tmp/got")).split("\n").map(Number);
  expect(lines).toEqual(lines.map((_line, at) => at + 1));
  expect(await guestRun(web, "netstat -tn | grep :7000")).toContain(
    /192\.168\.100\.1:\d+/.exec(ports)?.[0] ?? "no port",
  );
});
