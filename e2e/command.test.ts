import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { ActionJson, LanJson, MachineJson, UplinkJson } from "../electron/contract/app/cli.ts";
import type { Instance } from "./rig/command.ts";
import { guestRun } from "./rig/guest/run.mjs";
import { guests, makePlace, type Place } from "./rig/images/place.ts";
import {
  anywhere,
  capture,
  networkState,
  sh,
  type TestUplink,
  tellPort,
} from "./rig/lan/test-net.ts";
import { until } from "./rig/until.ts";

/** A day with the command alone: each test continues where the previous one ended. */
let place: Place;
let cable: TestUplink;
let wifi: TestUplink;
let instance: Instance;

const { web, db } = guests;

/** Returns the guest's address as the far side sees it; empty if no packet came through. */
const seenFrom = (guest: string) =>
  guestRun(guest, `echo '?' | nc -w 30 ${anywhere} ${tellPort} || true`);

beforeAll(async () => {
  place = await makePlace();
  ({ cable, wifi, instance } = place);
});
afterAll(() => place?.close());

it("switches the LAN on", async () => {
  // Through npx, as users type it.
  const typed = await execa("npx", ["virtray", "lan", "up"], { env: instance.env });
  expect(typed.exitCode).toBe(0);
  const lan = await instance.json<LanJson>("lan", "status");
  expect([lan.status, lan.subnet, lan.problem]).toEqual(["on", "192.168.100.0/24", null]);
});

it("adds machines from disks; addresses are the next free ones", async () => {
  for (const name of ["web", "db"]) {
    const disk = join(instance.folder, `${name}.qcow2`);
    await instance.json("add", name, "--disk", disk, "--memory", "256", "--accel", "tcg");
  }
  const machines = await instance.json<readonly MachineJson[]>("list");
  expect(machines.map(({ name, status, address }) => [name, status, address])).toEqual([
    ["db", "stopped", db],
    ["web", "stopped", web],
  ]);
});

it("starts both, and the host reaches both at their addresses", async () => {
  const started = await instance.json<readonly ActionJson[]>("start", "web", "db");
  expect(started.map(({ name, ok, warning }) => [name, ok, warning])).toEqual([
    ["web", true, null],
    ["db", true, null],
  ]);
  for (const name of ["web", "db"]) {
    const machine = await instance.machine(name, (each) => each.reachable === true);
    expect([machine.status, machine.accelerator]).toEqual(["running", "tcg"]);
    await sh("ping", "-c", "1", "-W", "2", machine.address ?? "");
  }
});

it("lets the machines reach each other and the host", async () => {
  await guestRun(web, `ping -c 1 -W 2 ${db}`);
  await guestRun(db, `ping -c 1 -W 2 ${web}`);
  await guestRun(web, "ping -c 1 -W 2 192.168.100.254");
  expect(await guestRun(db, "hostname")).toBe("db");
});

it("leaves by the host's default route in automatic mode", async () => {
  expect(await seenFrom(web)).toBe(cable.address);
});

it("leaves by the chosen uplink with its address, and by no other, whatever the default route", async () => {
  const chosen = await instance.json<UplinkJson>("uplink", "set", "wlan0");
  expect([chosen.choice, chosen.active]).toEqual([{ mode: "pinned", interface: "wlan0" }, "wlan0"]);
  const onCable = await capture("eth0", `host ${anywhere} or net 192.168.100.0/24`);
  expect(await seenFrom(web)).toBe(wifi.address);
  expect(await seenFrom(db)).toBe(wifi.address);
  expect(await onCable.end()).toEqual([]);
});

it("refuses at once when the chosen uplink is lost, and works again when it returns", async () => {
  const onCable = await capture("eth0", `host ${anywhere} or net 192.168.100.0/24`);
  await sh("ip", "link", "set", "wlan0", "down");
  await until("nothing to leave", async () => {
    const uplink = await instance.json<UplinkJson>("uplink");
    return uplink.active === null;
  });
  const asked = Date.now();
  expect(await seenFrom(web)).toBe("");
  // A refusal arrives at once; nc would wait 30 s for a dropped packet.
  expect(Date.now() - asked).toBeLessThan(25_000);
  await sh("ip", "link", "set", "wlan0", "up");
  await until("the way out", async () => {
    // An attempt that begins before the uplink is open may hang for its whole time.
    return (await seenFrom(web).catch(() => "")) === wifi.address;
  });
  expect(await onCable.end()).toEqual([]);
  await guestRun(web, `ping -c 1 -W 2 ${db}`);
  // Taking the link down also removed the host's own route; only the host's owner restores it.
  await wifi.addDefaultRoute(600);
});

it("isolates host and machines from other networks with no uplink", async () => {
  await instance.json("uplink", "set", "none");
  expect(await seenFrom(web)).toBe("");
  await guestRun(web, `ping -c 1 -W 2 ${db}`);
  await sh("ping", "-c", "1", "-W", "2", web);
  await instance.json("uplink", "set", "auto");
  expect(await seenFrom(web)).toBe(cable.address);
});

it("pauses, resumes and restarts a machine", async () => {
  await instance.json("pause", "db");
  await instance.machine("db", (machine) => machine.status === "paused");
  await instance.json("resume", "db");
  const resumed = await instance.machine("db", (machine) => machine.reachable === true);
  await instance.json("restart", "db");
  const restarted = await instance.machine("db", (machine) => machine.reachable === true);
  expect([restarted.status, restarted.pid === resumed.pid]).toEqual(["running", false]);
});

it("powers the machines down", async () => {
  const stopped = await instance.json<readonly ActionJson[]>(
    "stop",
    "web",
    "db",
    "--timeout",
    "240",
  );
  expect(stopped.map(({ name, ok }) => [name, ok])).toEqual([
    ["web", true],
    ["db", true],
  ]);
  const machines = await instance.json<readonly MachineJson[]>("list");
  expect(machines.map(({ status, pid }) => [status, pid])).toEqual([
    ["stopped", null],
    ["stopped", null],
  ]);
});

it("switches the LAN off and leaves the host as it was before", async () => {
  await instance.json("lan", "down");
  expect(await networkState()).toBe(place.before);
});
