import { type ChildProcessByStdio, spawn } from "node:child_process";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Instance, makeInstance } from "../../../../e2e/rig/command.ts";
import {
  makeOtherComputer,
  type OtherComputer,
} from "../../../../e2e/rig/computers/other-computer.ts";
import { endChild } from "../../../../e2e/rig/end-child.ts";
import { buildGuestDisk } from "../../../../e2e/rig/guest/disk.mjs";
import { guestRun, sshOptions } from "../../../../e2e/rig/guest/run.mjs";
import { sh } from "../../../../e2e/rig/lan/test-net.ts";
import { emptyDisk } from "../../../../e2e/rig/small-machine.ts";
import { until } from "../../../../e2e/rig/until.ts";
import type { ComputerJson, MachineJson } from "../../../contract/app/cli.ts";

/** A real guest with a connection that is open while it moves to another computer in the same LAN, and back. */
const address = "192.168.100.78";
let here: Instance;
let far: OtherComputer;
let talk: ChildProcessByStdio<Writable, Readable, null>;
let said = "";

beforeAll(async () => {
  here = makeInstance();
  far = await makeOtherComputer(7);
  const disk = join(here.folder, "web.qcow2");
  await buildGuestDisk({ path: disk, name: "web", address: "dhcp" });
  await here.json("lan", "up");
  await here.json("computer", "add", "big", far.host);
  const words = ["--disk", disk, "--memory", "192", "--accel", "tcg", "--address", address];
  await here.json("add", "web", ...words);
  await here.json("start", "web");
  await until("the guest", pings);
  const words2 = [...(await sshOptions()), `root@${address}`, "cat"];
  talk = spawn("ssh", words2, { stdio: ["pipe", "pipe", "inherit"] });
  talk.stdout.on("data", (chunk) => {
    said += String(chunk);
  });
  await echoes("the beginning");
});
afterAll(async () => {
  if (talk !== undefined) await endChild(talk);
  await here?.close();
  await far?.close();
});

const pings = async () =>
  (await execa("ping", ["-c", "1", "-W", "1", address], { reject: false })).exitCode === 0;
const uptime = async () => Number((await guestRun(address, "cut -d. -f1 /proc/uptime")).trim());
const rows = async (one: Pick<Instance, "json">) =>
  (await one.json<readonly MachineJson[]>("list"))
    .filter(({ computer }) => computer === null)
    .map(({ name, status }) => `${name} ${status}`);

/** Sends a line through the connection that was opened first, and waits until it comes back. */
async function echoes(line: string): Promise<void> {
  talk.stdin.write(`${line}\n`);
  await until(`the echo of ${line}`, () => said.includes(`${line}\n`));
  expect(talk.exitCode).toBeNull();
}

it("does not move while its connections would be lost", async () => {
  const done = await here.virtray("move", "web", "--to", "big", "--json");
  expect([done.exitCode, JSON.parse(done.stdout).error.code]).toEqual([1, "move-live-lan"]);
  await here.json("computer", "join", "big");
  await until("the cable", async () => {
    const [big] = await here.json<readonly ComputerJson[]>("computer", "list");
    return big?.plugged === true;
  });
  await echoes("not moved");
});

it("moves there and back while it runs, and its connection goes on", async () => {
  const much = "dd if=/dev/urandom of=/tmp/much bs=64k count=32 2>/dev/null";
  await guestRun(address, `echo here > /tmp/mark; ${much}`);
  const sum = await guestRun(address, "md5sum < /tmp/much");
  const before = await uptime();
  await here.json("move", "web", "--to", "big");
  expect([await rows(here), await rows(far)]).toEqual([[], ["web running"]]);
  await echoes("there");
  await until("the guest", pings);
  expect(await guestRun(address, "cat /tmp/mark; md5sum < /tmp/much")).toBe(`here\n${sum}`);
  expect(await here.json<readonly ComputerJson[]>("computer", "list")).toMatchObject([
    { plugged: true, machines: 1 },
  ]);
  await here.json("move", "big/web");
  expect([await rows(here), await rows(far)]).toEqual([["web running"], []]);
  await echoes("back");
  expect(await guestRun(address, "cat /tmp/mark; md5sum < /tmp/much")).toBe(`here\n${sum}`);
  expect(await uptime()).toBeGreaterThanOrEqual(before);
});

it("a link that is cut on the way costs it nothing", async () => {
  await sh("tc", "qdisc", "add", "dev", far.host, "root", "tbf", ...slowly);
  const move = here.virtray("move", "web", "--to", "big", "--json");
  const isComing = async () => (await far.processes()).some((line) => line.includes("guest=web"));
  await until("its QEMU there", isComing).catch(async (error) => {
    throw new Error(`${error}: ${JSON.stringify(await move)}`);
  });
  await echoes("on the way");
  await far.cut();
  await echoes("cut");
  expect((await move).exitCode).toBe(1);
  await echoes("still here");
  await far.heal();
  await until("the cable", async () => {
    const [big] = await here.json<readonly ComputerJson[]>("computer", "list");
    return big?.plugged === true;
  });
  await until("the end there", async () => !(await isComing()));
  await here.json("move", "web", "--to", "big");
  await echoes("there again");
  expect([await rows(here), await rows(far)]).toEqual([[], ["web running"]]);
});

it("boots again there when it is shut down for the move, and here when it cannot go", async () => {
  const begun = await uptime();
  await here.json("move", "big/web", "--stop");
  expect([await rows(here), await rows(far)]).toEqual([["web running"], []]);
  await until("the guest", pings);
  expect(await uptime()).toBeLessThan(begun);
  const other = await emptyDisk(far.home, "other");
  await execa("chown", ["4242:4242", other]);
  await far.json("add", "web", "--disk", other, "--memory", "32");
  const done = await here.virtray("move", "web", "--to", "big", "--stop", "--json");
  expect([done.exitCode, JSON.parse(done.stdout).error.code]).toEqual([1, "computer-refused"]);
  expect([await rows(here), await rows(far)]).toEqual([["web running"], ["web stopped"]]);
  await until("the guest", pings);
  await far.json("delete", "web");
  await here.json("move", "web", "--to", "big", "--stop");
  expect([await rows(here), await rows(far)]).toEqual([[], ["web running"]]);
  await until("the guest", pings);
});
const slowly = ["rate", "16mbit", "burst", "64kb", "latency", "50ms"];
