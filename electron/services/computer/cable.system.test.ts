import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Instance, makeInstance } from "../../../e2e/rig/command.ts";
import {
  makeOtherComputer,
  type OtherComputer,
} from "../../../e2e/rig/computers/other-computer.ts";
import { makeGuest, sh, type TestGuest } from "../../../e2e/rig/lan/test-net.ts";
import { until } from "../../../e2e/rig/until.ts";
import type { ComputerJson, MachineJson } from "../../contract/app/cli.ts";

/**
 * A LAN here, which another computer joins, whose user is not root. A namespace that is plugged into the
 * switch there stands in for a guest.
 */
const address = "192.168.100.78";
let here: Instance;
let far: OtherComputer;
let guest: TestGuest;

beforeAll(async () => {
  here = makeInstance();
  far = await makeOtherComputer(2);
  await here.json("computer", "add", "big", far.host);
  await here.json("lan", "up");
});
afterAll(async () => {
  await guest?.close();
  await here?.close();
  await far?.close();
});

/** Plugs the stand-in into the present switch there. */
async function plugGuest(): Promise<void> {
  await guest?.close();
  guest = await makeGuest("farguest", address, join(far.home, "../run/virtray/switch/lan.ctl"));
}

const pings = async () =>
  (await execa("ping", ["-c", "1", "-W", "1", address], { reject: false })).exitCode === 0;
/**
 * Plugs the stand-in in until it is reached: a switch there that is found may be the one of the former
 * cable, which is about to end.
 */
const reachGuest = () =>
  until("the guest", async () => {
    await plugGuest();
    for (let tries = 0; tries < 5; tries += 1) if (await pings()) return true;
    return false;
  });
const big = async () => {
  const [one] = await here.json<readonly ComputerJson[]>("computer", "list");
  return one;
};
/** Lists the processes here that belong to the cable, by their numbers and command lines. */
async function own(): Promise<readonly string[]> {
  const { stdout } = await execa("pgrep", ["-af", "serve --cable|vde_plug "], { reject: false });
  const there = (await execa("ip", ["netns", "pids", far.namespace])).stdout.split("\n");
  return stdout
    .split("\n")
    .filter((line) => line !== "" && !line.includes("pgrep"))
    .filter((line) => !there.includes(line.split(" ")[0] ?? ""));
}
/** Waits until nothing but one cable is left: ssh and a plug here; our command, switch and plug there. */
const settled = () =>
  until(
    "one cable",
    async () => (await own()).length === 2 && (await far.processes()).length === 3,
  );
const gone = () =>
  until(
    "the end of all",
    async () => (await own()).length === 0 && (await far.processes()).length === 0,
  );

it("carries the LAN to a switch there, once, without root or an interface of the LAN there", async () => {
  expect(await here.json("computer", "join", "big")).toEqual({
    ...{ name: "big", joined: true, plugged: true },
  });
  await reachGuest();
  // A cable that came twice would bring each packet twice.
  const { stdout } = await execa("ping", ["-c", "5", "-i", "0.2", address]);
  expect(stdout).not.toContain("DUP!");
  expect(await sh("ip", "-n", far.namespace, "-br", "link")).not.toMatch(/tap/);
});

it("comes back soon after a link that was cut for long", async () => {
  await far.cut();
  await until("the loss", async () => (await big())?.problem?.code !== undefined);
  const began = Date.now();
  await here.json<readonly MachineJson[]>("list");
  expect(Date.now() - began).toBeLessThan(10_000);
  await far.heal();
  await until("the cable", async () => (await big())?.plugged === true);
  await settled();
  await reachGuest();
});

it.each([
  ["ssh", "^ssh .*serve --cable"],
  ["our command there", "virtray.mjs serve --cable"],
  ["the switch there", "^vde_switch -s /tmp/computer-"],
  ["the plug there", "^vde_plug /tmp/computer-"],
  ["the plug here", "^vde_plug /tmp/virtray-"],
])(
  "comes back after a kill -9 of %s, once only",
  async (_what, pattern) => {
    await settled();
    const before = await own();
    const { stdout: pid } = await execa("pgrep", ["-f", pattern]);
    expect(pid).toMatch(/^\d+$/);
    process.kill(Number(pid), "SIGKILL");
    const killed = Date.now();
    await until("another cable", async () => {
      const now = await own();
      return now.length > 0 && !now.some((line) => before.includes(line));
    });
    await until("the cable", async () => (await big())?.plugged === true);
    expect(Date.now() - killed).toBeLessThan(30_000);
    await settled();
  },
  120_000,
);

it("refuses a second cable, which would be a loop", async () => {
  await here.json("computer", "add", "twice", far.host);
  const { stdout } = await here.virtray("computer", "join", "twice", "--json");
  expect(JSON.parse(stdout).error.code).toBe("computer-joined");
  await here.json("computer", "remove", "twice");
  await settled();
  await reachGuest();
});

it("leaves no process on either side after it has left", async () => {
  await here.json("computer", "leave", "big");
  await gone();
});

it("refuses a computer with a LAN of its own", async () => {
  const place = join(far.home, "../run/virtray/switch");
  await sh("ip", "-n", far.namespace, "tuntap", "add", "vtap0", "mode", "tap", "user", "4242");
  // Files of the former switch keep another from starting.
  for (const name of ["lan.ctl", "lan.mgmt"])
    rmSync(join(place, name), { recursive: true, force: true });
  const sockets = ["-s", join(place, "lan.ctl"), "-M", join(place, "lan.mgmt")];
  const words = [...sockets, "-tap", "vtap0", "-d", "-p", join(place, "tap.pid")];
  const user = ["setpriv", "--reuid=4242", "--regid=4242", "--clear-groups", "--"];
  await sh("ip", "netns", "exec", far.namespace, ...user, "vde_switch", ...words);
  const { stdout } = await here.virtray("computer", "join", "big", "--json");
  expect(JSON.parse(stdout).error.code).toBe("computer-lan-on");
  process.kill(Number(readFileSync(join(place, "tap.pid"), "utf8")));
  await until("the cable", async () => (await big())?.plugged === true);
});

it("ends with the LAN", async () => {
  await here.json("lan", "down");
  await gone();
});
