import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { type Instance, makeInstance } from "../../../e2e/rig/command.ts";
import {
  makeOtherComputer,
  type OtherComputer,
} from "../../../e2e/rig/computers/other-computer.ts";
import { beginning, giveUplink } from "../../../e2e/rig/computers/own-uplink.ts";
import { endChild } from "../../../e2e/rig/end-child.ts";
import {
  anywhere,
  capture,
  endCaptures,
  makeGuest,
  makeUplink,
  sh,
  type TestGuest,
  type TestUplink,
} from "../../../e2e/rig/lan/test-net.ts";
import { emptyDisk } from "../../../e2e/rig/small-machine.ts";
import { until } from "../../../e2e/rig/until.ts";
import type { ComputerJson } from "../../contract/app/cli.ts";
import { viaNet } from "../../contract/lan/via.ts";

/**
 * A LAN here with an uplink of its own, and another computer with an uplink of its own, whose user is not
 * root. The servers behind both tell who asks. Stand-ins for guests are plugged in here.
 */
const address = "192.168.100.81";
const [nowHere, nowThere] = ["10.0.1.2", "10.0.5.2"];
let here: Instance;
let far: OtherComputer;
let own: TestUplink;
let theirs: TestUplink;
let guest: TestGuest;
let other: TestGuest;

beforeAll(async () => {
  // The name server of the other computer, which only that can ask.
  mkdirSync("/etc/netns/pc3", { recursive: true });
  writeFileSync("/etc/netns/pc3/resolv.conf", `nameserver ${anywhere}\n`);
  here = makeInstance();
  far = await makeOtherComputer(3);
  own = await makeUplink("eth1", 1);
  await own.addDefaultRoute(100);
  theirs = await giveUplink(far, 5);
  const disk = await emptyDisk(here.folder, "web");
  await here.json("add", "web", "--disk", disk, "--memory", "32", "--address", address);
  await here.json("computer", "add", "big", far.host);
  await here.json("lan", "up");
  const sockets = join(here.env["XDG_RUNTIME_DIR"] ?? "", "virtray/switch/lan.ctl");
  guest = await makeGuest("guest1", address, sockets);
  other = await makeGuest("guest2", "192.168.100.82", sockets);
});
afterEach(endCaptures);
afterAll(async () => {
  for (const each of [guest, other, here, far, own, theirs]) await each?.close();
  rmSync("/etc/netns/pc3", { recursive: true, force: true });
});

const big = async () => (await here.json<readonly ComputerJson[]>("computer", "list"))[0];
const works = () => until("the uplink", async () => (await big())?.uplink?.works === true);
const use = (...words: readonly string[]) => here.json("uplink", "set", ...words);
const leavesBy = (source: string, who = guest) =>
  until(`leaving as ${source}`, async () => (await who.whoAmI()) === source);
const problems = async () => (await here.virtray("lan", "status", "--json")).stdout;
/** Lists the processes here and there that belong to the uplink. */
async function parts(): Promise<readonly string[]> {
  const { stdout } = await execa("pgrep", ["-af", "serve --uplink|via-big|uplink-[0-9a-f]{8}"], {
    reject: false,
  });
  return stdout.split("\n").filter((line) => line !== "" && !line.includes("pgrep"));
}

it("becomes an uplink beside those of this computer", async () => {
  const told = await here.json("computer", "uplink", "big");
  expect(told).toEqual({ name: "big", uplink: { interface: "via-big", works: true } });
  expect((await here.virtray("uplink")).stdout).toMatch(/via-big +another computer/);
  expect(await guest.whoAmI()).toBe(nowHere);
  // No interface of the LAN, and nothing of root's, is there.
  expect(await sh("ip", "-n", far.namespace, "-br", "link")).not.toMatch(/tap|via/);
});

it("leads machines out there with that computer's address, and changes live", async () => {
  const [seenHere, seenThere] = [
    await capture("eth1", beginning),
    await capture(theirs.farEnd, `host ${anywhere}`, theirs.namespace),
  ];
  await use("via-big");
  expect(await guest.whoAmI()).toBe(nowThere);
  expect(await guest.whoAmI("udp")).toBe(nowThere);
  expect(await seenHere.end()).toEqual([]);
  const sources = (await seenThere.end()).map((line) => /^IP ([\d.]+)\.\d+ >/.exec(line)?.[1]);
  expect([...new Set(sources)].sort()).toEqual([nowThere, anywhere].sort());
  await use("eth1");
  expect(await guest.whoAmI()).toBe(nowHere);
  await use("via-big");
  expect(await guest.whoAmI()).toBe(nowThere);
});

it("asks that computer's name server for machines that leave there", async () => {
  const words = ["--no-daemon", "--conf-file=/dev/null", "--no-resolv", "--no-hosts"];
  const server = execa("ip", [
    ...["netns", "exec", theirs.namespace, "dnsmasq", ...words, "--user=root"],
    ...["--bind-interfaces", `--listen-address=${anywhere}`, "--address=/there.test/192.0.2.7"],
  ]);
  server.catch(() => {});
  const ask = `require("node:dns").setServers(["192.168.100.254"]);
    require("node:dns").resolve4("there.test", (e, a) => console.log(e?.code ?? a[0]));`;
  await until("the answer", async () => {
    return (await guest.run(process.execPath, "-e", ask)).stdout === "192.0.2.7";
  });
  await endChild(server);
});

it("is the uplink of one machine alone, too", async () => {
  await use("eth1");
  await use("via-big", "--machine", "web");
  expect(await guest.whoAmI()).toBe(nowThere);
  expect(await other.whoAmI()).toBe(nowHere);
  await use("default", "--machine", "web");
  expect(await guest.whoAmI()).toBe(nowHere);
  await use("via-big");
});

it("does not let machines or programs here reach that computer's loopback", async () => {
  const net = viaNet("via-big");
  const listen = `require("node:net").createServer((s) => s.end("mine")).listen(7100, "127.0.0.1",
    () => console.log("ready"))`;
  const server = execa("ip", ["netns", "exec", far.namespace, process.execPath, "-e", listen]);
  server.catch(() => {});
  await new Promise((resolve) => server.stdout?.once("data", resolve));
  const ask = (to: string) => `const s = require("node:net").connect(7100, "${to}");
    s.setTimeout(2000, () => process.exit(3)); s.on("error", () => process.exit(2));
    s.on("data", (text) => { console.log(String(text)); process.exit(); });`;
  for (const to of [net?.gateway, net?.nameServer, net?.own]) {
    const words = ["-e", ask(to ?? "")];
    expect((await guest.run(process.execPath, ...words)).stdout).toBe("");
    expect((await execa(process.execPath, words, { reject: false })).stdout).toBe("");
  }
  await endChild(server);
});

it("is shut while the link is cut, with a sentence, and opens by itself", async () => {
  await use("via-big");
  const seenHere = await capture("eth1", `host ${anywhere}`);
  await far.cut();
  await until("the loss", async () => (await big())?.uplink?.works === false);
  expect((await big())?.problem?.code).toBe("computer-uplink-lost");
  await until("its sentence", async () => (await problems()).includes("uplink-computer-lost"));
  expect(await guest.whoAmI()).toBeNull();
  expect(await guest.whoAmI("udp")).toBeNull();
  await far.heal();
  await leavesBy(nowThere);
  expect(await seenHere.end()).toEqual([]);
  expect(await problems()).not.toContain("uplink-computer-lost");
});

it.each([
  ["the router there", "^qemu-system-x86_64 -machine none"],
  ["the switch there", "^vde_switch -s /tmp/computer-.*uplink-"],
  ["our command there", "virtray.mjs serve --uplink"],
  ["the switch here", "^vde_switch .*-tap via-big"],
  ["ssh", "^ssh .*serve --uplink"],
])(
  "never leaves by another way after a kill -9 of %s",
  async (_what, pattern) => {
    await works();
    const before = await parts();
    const seenHere = await capture("eth1", `host ${anywhere}`);
    const { stdout: pid } = await execa("pgrep", ["-f", pattern]);
    expect(pid).toMatch(/^\d+$/);
    process.kill(Number(pid), "SIGKILL");
    await until("others", async () => {
      const now = await parts();
      return now.length === before.length && !now.some((line) => before.includes(line));
    });
    await leavesBy(nowThere);
    expect(await seenHere.end()).toEqual([]);
  },
  120_000,
);

it("is a hop of the path check", async () => {
  const { stdout } = await here.virtray("doctor", "path", "web");
  expect(stdout).toContain("The router on the computer behind via-big answers (198.18.28.2).");
});

it("leaves nothing behind on either side, and the packets stay refused", async () => {
  await here.json("computer", "no-uplink", "big");
  await until("the end of all", async () => (await parts()).length === 0);
  await until("the end there", async () => (await far.processes()).length === 0);
  expect(await sh("ip", "-br", "link")).not.toContain("via-big");
  expect(await guest.whoAmI()).toBeNull();
  await use("eth1");
  expect(await guest.whoAmI()).toBe(nowHere);
});

it("comes with the LAN, and goes with it", async () => {
  await here.json("computer", "uplink", "big");
  await use("via-big");
  await here.json("lan", "down");
  await until("the end of all", async () => (await parts()).length === 0);
  expect(await sh("ip", "-br", "link")).not.toContain("via-big");
  await here.json("lan", "up");
  await works();
});
