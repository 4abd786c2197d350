import { Resolver } from "node:dns/promises";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Instance, makeInstance } from "../../../e2e/rig/command.ts";
import {
  makeOtherComputer,
  type OtherComputer,
} from "../../../e2e/rig/computers/other-computer.ts";
import { buildGuestDisk } from "../../../e2e/rig/guest/disk.mjs";
import { guestRun } from "../../../e2e/rig/guest/run.mjs";
import {
  anywhere,
  makeUplink,
  sh,
  type TestUplink,
  tellPort,
} from "../../../e2e/rig/lan/test-net.ts";
import { until } from "../../../e2e/rig/until.ts";
import type { ComputerJson, MachineJson } from "../../contract/app/cli.ts";

/** A LAN here, and a guest on another computer, whose user is not root, that joins it. */
const address = "192.168.100.77";
let here: Instance;
let far: OtherComputer;
let cable: TestUplink;
let phone: TestUplink;

beforeAll(async () => {
  here = makeInstance();
  far = await makeOtherComputer(2);
  cable = await makeUplink("eth1", 1);
  phone = await makeUplink("usb0", 2);
  await cable.addDefaultRoute(100);
  await phone.addDefaultRoute(700);
  const disk = join(far.home, "web.qcow2");
  await buildGuestDisk({ path: disk, name: "web", address: "dhcp" });
  await execa("chown", ["4242:4242", disk]);
  const words = ["--disk", disk, "--memory", "192", "--accel", "tcg", "--address", address];
  await far.json("add", "web", ...words);
  await here.json("computer", "add", "big", far.host);
});
afterAll(async () => {
  await here?.close();
  await far?.close();
  await cable?.close();
  await phone?.close();
});

const pings = async () =>
  (await execa("ping", ["-c", "1", "-W", "1", address], { reject: false })).exitCode === 0;
const big = async () => {
  const [one] = await here.json<readonly ComputerJson[]>("computer", "list");
  return one;
};
const asks = (server: string) =>
  guestRun(address, `echo '?' | nc -w 20 ${server} ${tellPort}`, { timeout: 40_000 });
const uptime = async () => Number((await guestRun(address, "cut -d. -f1 /proc/uptime")).trim());

it("waits for the LAN, and then gives a guest there its address and name", async () => {
  expect(await here.json("computer", "join", "big")).toEqual({
    ...{ name: "big", joined: true, plugged: false },
  });
  await here.json("start", "big/web");
  await here.json("lan", "up");
  await until("the cable", async () => (await big())?.plugged === true);
  await until("the guest", pings);
  const resolver = new Resolver();
  resolver.setServers(["192.168.100.254"]);
  expect(await resolver.resolve4("web.vm.internal")).toEqual([address]);
  expect(await guestRun(address, "hostname")).toContain("web");
  // A cable that came twice would bring each packet twice.
  const { stdout } = await execa("ping", ["-c", "5", "-i", "0.2", address]);
  expect(stdout).not.toContain("DUP!");
  // Neither side has root's part, nor an interface of the LAN, there.
  expect(await sh("ip", "-n", far.namespace, "-br", "link")).not.toMatch(/tap/);
});

it("lets it leave by the uplink that is chosen here, changed live and shut when none is", async () => {
  await here.json("uplink", "set", "eth1");
  expect(await asks(anywhere)).toContain(cable.address);
  await here.json("uplink", "set", "usb0");
  expect(await asks(anywhere)).toContain(phone.address);
  await here.json("uplink", "set", "none");
  await expect(asks(anywhere)).rejects.toThrow();
  await here.json("uplink", "set", "auto");
  expect(await asks(anywhere)).toContain(cable.address);
});

it("is not told to the user as a stranger’s plug", async () => {
  const { stdout } = await here.virtray("list");
  expect(stdout).toMatch(/web +big +running/);
  expect(stdout).not.toContain("vde_plug");
});

it("comes back soon after a cut link, and no guest notices", async () => {
  const before = await uptime();
  await far.cut();
  await until("the loss", async () => (await big())?.problem?.code !== undefined);
  const began = Date.now();
  const rows = await here.json<readonly MachineJson[]>("list");
  expect(rows).toMatchObject([{ name: "web", computer: "big" }]);
  expect(Date.now() - began).toBeLessThan(10_000);
  await far.heal();
  await until("the guest", pings);
  expect(await uptime()).toBeGreaterThanOrEqual(before);
  expect((await big())?.plugged).toBe(true);
});
