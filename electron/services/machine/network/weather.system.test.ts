import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import { buildGuestDisk } from "../../../../e2e/rig/guest/disk.mjs";
import { guestRun } from "../../../../e2e/rig/guest/run.mjs";
import { sh } from "../../../../e2e/rig/lan/test-net.ts";
import { makeMachines, runtimeOf, type TestMachines } from "../../../../e2e/rig/machines.ts";
import { until } from "../../../../e2e/rig/until.ts";
import { beginCapture, isCaptureAbandoned } from "../../../adapters/qemu/capture.ts";
import { createVdeSwitch, type VdeSwitch } from "../../../adapters/switch/vde-switch.ts";
import { fail, ok } from "../../../contract/errors/app-error.ts";
import { fairWeather } from "../../../contract/lan/weather.ts";

/** Real guests on a real switch; the host's side is made by hand, without netd. */
let test: TestMachines;
let vdeSwitch: VdeSwitch;
const addresses = { web: "192.168.100.1", db: "192.168.100.2" } as const;
const ids = { web: "", db: "" };

const forEver = { forMs: null, keep: false };
const far = { ...fairWeather, delayMs: 100 };

beforeAll(async () => {
  await sh("ip", "tuntap", "add", "vtap0", "mode", "tap");
  await sh("ip", "addr", "add", "192.168.100.254/24", "dev", "vtap0");
  await sh("ip", "link", "set", "vtap0", "up");
  test = makeMachines();
  vdeSwitch = createVdeSwitch(test.paths.switchFolder, 0);
  expect(await vdeSwitch.start("vtap0")).toEqual(ok(undefined));
  test.setSwitch(async () => ((await vdeSwitch.ports()) === null ? null : vdeSwitch.socketFolder));
  for (const name of ["web", "db"] as const) {
    const path = join(test.folder, `${name}.qcow2`);
    await buildGuestDisk({ path, name, address: addresses[name] });
    ids[name] = (await test.add(name, { disk: path, memoryMiB: 256, address: addresses[name] })).id;
    expect(await test.machines.start(ids[name])).toEqual(ok({ warning: null }));
  }
  for (const name of ["web", "db"] as const) await until(name, () => answers(name));
});

afterAll(async () => {
  await vdeSwitch?.stop();
  await test?.close();
  await sh("ip", "link", "del", "vtap0");
});

const answers = (name: keyof typeof addresses) =>
  sh("ping", "-c", "1", "-W", "2", addresses[name]).then(
    () => true,
    () => false,
  );

/** The median of 15 round trips, in milliseconds. */
async function roundTrip(name: keyof typeof addresses): Promise<number> {
  const { stdout } = await execa("ping", ["-c", "15", "-i", "0.1", addresses[name]]);
  const times = [...stdout.matchAll(/time=([\d.]+)/g)].map(([, time]) => Number(time));
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
}

const weatherProcesses = async () =>
  (await execa("pgrep", ["-f", "weather\\.js /"], { reject: false })).stdout
    .split("\n")
    .filter(Boolean)
    .map(Number);

/** Its one machine is as far away as asked, both ways, within 10 %. */
async function isFar(name: keyof typeof addresses, fair: number): Promise<void> {
  const added = (await roundTrip(name)) - fair;
  expect(added).toBeGreaterThan(180);
  expect(added).toBeLessThan(220);
}

it("makes the cable of one running machine slow, and takes that back without a trace", async () => {
  const fair = await roundTrip("web");
  expect(await test.machines.setWeather(ids.web, far, forEver)).toEqual(ok(undefined));
  expect((await test.view(ids.web)).cable).toMatchObject({
    weather: { is: far, until: null },
    cuts: [],
    plugPid: expect.any(Number),
  });
  await isFar("web", fair);
  expect(await roundTrip("db")).toBeLessThan(50);
  expect(await vdeSwitch.ports()).toHaveLength(3);

  // Another weather needs no other plug.
  const [process] = await weatherProcesses();
  const lost = { ...fairWeather, lossPercent: 100 };
  expect(await test.machines.setWeather(ids.web, lost, forEver)).toEqual(ok(undefined));
  expect(await weatherProcesses()).toEqual([process]);
  expect(await answers("web")).toBe(false);

  expect(await test.machines.setWeather(ids.web, null, forEver)).toEqual(ok(undefined));
  await until("its answer", () => answers("web"));
  expect(await roundTrip("web")).toBeLessThan(50);
  await until("the end of the process", async () => (await weatherProcesses()).length === 0);
  expect(await vdeSwitch.ports()).toHaveLength(3);
  expect((await test.view(ids.web)).cable).toBeUndefined();
  const { record, socket, control, plug } = runtimeOf(test, ids.web).cable;
  expect([record, socket, control, plug].filter(existsSync)).toEqual([]);
});

it("loses no more than the moment of the change", async () => {
  const pings = execa("ping", ["-c", "100", "-i", "0.05", "-W", "2", addresses.web], {
    reject: false,
  });
  const slight = { ...fairWeather, delayMs: 10 };
  expect(await test.machines.setWeather(ids.web, slight, forEver)).toEqual(ok(undefined));
  expect(await test.machines.setWeather(ids.web, null, forEver)).toEqual(ok(undefined));
  const received = Number(/(\d+) received/.exec((await pings).stdout)?.[1]);
  expect(received).toBeGreaterThanOrEqual(94);
});

it("cuts machines off from each other only, until that is healed", async () => {
  const reaches = (from: keyof typeof addresses, to: keyof typeof addresses) =>
    guestRun(addresses[from], `ping -c 1 -W 2 ${addresses[to]}`).then(
      () => true,
      () => false,
    );
  expect(await reaches("web", "db")).toBe(true);
  expect(await test.machines.partition([ids.web], [ids.web], null)).toEqual(
    fail("partition-same", { name: "web" }),
  );
  expect(await test.machines.partition([ids.web], [ids.db], null)).toEqual(ok(undefined));
  expect([await reaches("web", "db"), await reaches("db", "web")]).toEqual([false, false]);
  expect((await test.view(ids.db)).cable?.cuts).toMatchObject([{ name: "web" }]);
  expect([await answers("web"), await answers("db")]).toEqual([true, true]);
  expect(await test.machines.heal([ids.web])).toEqual(ok(undefined));
  await until("the way there", () => reaches("web", "db"));
  await until("the end of the processes", async () => (await weatherProcesses()).length === 0);
  // The switch takes a port back once it has noticed the end of the plug.
  await until("the ports of before", async () => (await vdeSwitch.ports())?.length === 3);
});

it("stays through kill -9 of its process and of the switch", async () => {
  const fair = await roundTrip("web");
  expect(await test.machines.setWeather(ids.web, far, forEver)).toEqual(ok(undefined));
  const [first = 0] = await weatherProcesses();
  process.kill(first, "SIGKILL");
  await until("silence", async () => !(await answers("web")));
  await test.machines.settleCables();
  await until("its answer", () => answers("web"));
  await isFar("web", fair);

  const { switchFolder } = test.paths;
  process.kill(Number(readFileSync(join(switchFolder, "switch.pid"), "utf8")), "SIGKILL");
  await until("silence", async () => !(await answers("web")));
  expect(await vdeSwitch.start("vtap0")).toEqual(ok(undefined));
  await test.machines.plugAll();
  await until("its answer", () => answers("web"));
  await isFar("web", fair);
  expect(await vdeSwitch.ports()).toHaveLength(3);
});

it("lets the cable be pulled and plugged in, with its weather", async () => {
  expect(await test.machines.setCable(ids.web, false)).toEqual(ok(undefined));
  expect(await answers("web")).toBe(false);
  expect(await test.machines.setCable(ids.web, true)).toEqual(ok(undefined));
  await until("its answer", () => answers("web"));
  expect(await roundTrip("web")).toBeGreaterThan(180);
  expect(await test.machines.setWeather(ids.web, null, forEver)).toEqual(ok(undefined));
});

it("captures what passes over the cable, with its end at the size, by signal, and after kill -9", async () => {
  const file = join(test.folder, "web.pcap");
  const abort = new AbortController();
  const options = { signal: abort.signal, forMs: null, mostBytes: 1024 ** 2 };
  const captured = test.machines.capture(ids.web, file, options);
  await until("the file", () => existsSync(file) && statSync(file).size > 0);
  expect(await test.machines.capture(ids.web, `${file}2`, options)).toEqual(
    fail("capture-busy", { name: "web" }),
  );
  await sh("ping", "-c", "3", "-i", "0.2", "-p", "c0ffee", addresses.web);
  abort.abort();
  const done = await captured;
  const bytes = readFileSync(file);
  expect(done).toEqual(ok(bytes.length));
  // Magic number and link type of pcap, and the pattern of each echo, there and back.
  expect([bytes.readUInt32LE(0), bytes.readUInt32LE(20)]).toEqual([0xa1b2c3d4, 1]);
  const echoes = bytes.toString("hex").match(/(?:c0ffee){8}/g);
  expect(echoes?.length).toBe(6);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(await answers("web")).toBe(true);
  expect(readFileSync(file)).toHaveLength(bytes.length);

  expect(await test.machines.capture(ids.web, file, options)).toMatchObject({ ok: false });
  const small = test.machines.capture(ids.web, `${file}3`, { forMs: null, mostBytes: 4000 });
  await sh("ping", "-c", "20", "-i", "0.05", "-s", "1000", addresses.web);
  expect(await small).toMatchObject({ ok: true });

  // As one whose program was killed leaves it.
  expect(await beginCapture(runtimeOf(test, ids.web), `${file}4`)).toBeNull();
  expect(await isCaptureAbandoned(runtimeOf(test, ids.web))).toBe(true);
  await test.machines.endAbandonedCaptures();
  expect(await isCaptureAbandoned(runtimeOf(test, ids.web))).toBe(false);
  const { size } = statSync(`${file}4`);
  expect(await answers("web")).toBe(true);
  expect(statSync(`${file}4`).size).toBe(size);
});

it("ends at its time", async () => {
  const brief = { forMs: 1500, keep: false };
  expect(await test.machines.setWeather(ids.db, far, brief)).toEqual(ok(undefined));
  const { record } = runtimeOf(test, ids.db).cable;
  await until("its end", () => !existsSync(record));
  expect(await roundTrip("db")).toBeLessThan(50);
  await test.machines.settleCables();
  await until("the end of the processes", async () => (await weatherProcesses()).length === 0);
  expect(await answers("db")).toBe(true);
});

it("is there after a restart only if that was asked for", async () => {
  expect(await test.machines.setWeather(ids.web, far, { forMs: null, keep: true })).toEqual(
    ok(undefined),
  );
  expect(await test.machines.setWeather(ids.db, far, forEver)).toEqual(ok(undefined));
  for (const id of [ids.web, ids.db]) {
    expect(await test.machines.restart(id, { timeoutSeconds: 50 })).toEqual(ok({ warning: null }));
  }
  await until("web", () => answers("web"));
  await until("db", () => answers("db"));
  expect(await roundTrip("web")).toBeGreaterThan(180);
  expect(await roundTrip("db")).toBeLessThan(50);
  expect(await test.machines.setWeather(ids.web, null, forEver)).toEqual(ok(undefined));
  expect((await test.view(ids.web)).definition.network.weather).toBeUndefined();
});
