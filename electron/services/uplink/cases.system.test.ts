import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { execa } from "execa";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { endChild } from "../../../e2e/rig/end-child.ts";
import type { TestLan } from "../../../e2e/rig/lan/test-lan.ts";
import {
  anywhere,
  capture,
  endCaptures,
  sh,
  type TestGuest,
  type TestUplink,
  tellEnd,
} from "../../../e2e/rig/lan/test-net.ts";
import {
  fine,
  makeTwoWays,
  pinned,
  plugGuest,
  switchOff,
  switchOn,
} from "../../../e2e/rig/lan/ways.ts";
import { until } from "../../../e2e/rig/until.ts";
import type { UplinkChoice } from "../../contract/uplink/choice.ts";

let lan: TestLan;
let guest: TestGuest;
let one: TestUplink;
let two: TestUplink;
let before: string;

beforeAll(async () => {
  ({ one, two, lan, before } = await makeTwoWays());
  await switchOn(lan);
  guest = await plugGuest(lan);
});

afterEach(async () => {
  await endCaptures();
  for (const end of loads.splice(0)) await end();
});

afterAll(async () => {
  await switchOff(lan, before, [guest], [one, two]);
});

async function choose(choice: UplinkChoice): Promise<void> {
  expect(await lan.network.setUplink(choice)).toEqual(fine);
}

const active = async () => (await lan.network.read()).uplink.active;

/** A server behind each uplink that only sends, and a guest that only receives. */
const loads: (() => Promise<void>)[] = [];
async function download(): Promise<{ readonly said: readonly string[] }> {
  const serve = `require("node:net").createServer((socket) => {
    socket.on("error", () => {});
    setInterval(() => socket.write("more "), 20);
  }).listen(8001, "${anywhere}", () => console.log("ready"));`;
  const servers = [one, two].map(({ namespace }) =>
    spawn("ip", ["netns", "exec", namespace, process.execPath, "-e", serve], {
      stdio: ["ignore", "pipe", "inherit"],
    }),
  );
  for (const server of servers) {
    await new Promise((resolve) => server.stdout.once("data", resolve));
  }
  const fetch = `const socket = require("node:net").connect(8001, "${anywhere}");
    socket.on("data", () => console.log("data"));
    ${tellEnd}`;
  const child = guest.start(process.execPath, "-e", fetch);
  const said: string[] = [];
  if (child.stdout !== null) createInterface(child.stdout).on("line", (line) => said.push(line));
  await until("the first data", () => said.includes("data"));
  loads.push(async () => {
    await endChild(child);
    await Promise.all(servers.map(endChild));
  });
  return { said };
}

describe("a download that only receives", () => {
  it.each([
    ["another uplink", pinned("eth2")],
    [
      "an order of preference with another first",
      { mode: "preferred", interfaces: ["eth2", "eth1"] },
    ],
    ["none", { mode: "none" }],
  ] as const)("ends at once when the uplink becomes %s", async (_what, choice) => {
    await choose(pinned("eth1"));
    const loading = await download();
    await choose(choice as UplinkChoice);
    await until("its end", () => loading.said.at(-1) === "closed");
  });

  it("goes on when the same uplink is chosen in another way", async () => {
    await choose({ mode: "automatic" });
    const loading = await download();
    await choose(pinned("eth1"));
    await choose({ mode: "automatic" });
    const count = loading.said.length;
    await until("more", () => loading.said.length > count + 10);
    expect(loading.said).not.toContain("closed");
  });
});

describe("an order of preference", () => {
  const order: UplinkChoice = { mode: "preferred", interfaces: ["usb9", "eth2", "eth1"] };

  it("uses the first that works, moves on by itself, returns, and leaks no packet", async () => {
    await choose(order);
    expect(await guest.whoAmI()).toBe(two.address);
    const onOne = await capture("eth1", `dst host ${anywhere}`);
    expect(await guest.whoAmI()).toBe(two.address);
    expect(await onOne.end()).toEqual([]);
    await sh("ip", "-n", two.namespace, "link", "set", two.farEnd, "down");
    await until("the next", async () => (await active()) === "eth1");
    await until("the way out", async () => (await guest.whoAmI()) === one.address);
    await sh("ip", "-n", two.namespace, "link", "set", two.farEnd, "up");
    await until("the first again", async () => (await active()) === "eth2");
    await until("the way out", async () => (await guest.whoAmI()) === two.address);
  });

  it("lets no packet out while none of them works", async () => {
    await choose({ mode: "preferred", interfaces: ["usb8", "usb9"] });
    const captures = await Promise.all(
      ["eth1", "eth2"].map((name) => capture(name, `dst host ${anywhere}`)),
    );
    expect(await guest.whoAmI()).toBeNull();
    for (const each of captures) expect(await each.end()).toEqual([]);
    expect((await lan.network.read()).lan.problems[0]).toEqual({
      code: "uplink-down",
      params: { interface: "usb8, usb9" },
    });
  });
});

describe("uplinks of all kinds", () => {
  it("clamps segments to a path of 1280 bytes", async () => {
    await choose(pinned("eth2"));
    await sh("ip", "link", "set", "eth2", "mtu", "1280");
    const server = await capture("eth2", "tcp[tcpflags] & tcp-syn != 0");
    expect(await guest.whoAmI()).toBe(two.address);
    const lines = await server.end();
    // 1280 less 20 bytes each of the headers of IP and TCP.
    expect(lines[0]).toContain("mss 1240");
    await sh("ip", "link", "set", "eth2", "mtu", "1500");
  });

  it("a renamed device is another one, and the chosen one again under its old name", async () => {
    await choose(pinned("eth2"));
    const onOne = await capture("eth1", `dst host ${anywhere}`);
    await sh("ip", "link", "set", "eth2", "down");
    await sh("ip", "link", "set", "eth2", "name", "wan2");
    await sh("ip", "link", "set", "wan2", "up");
    await until("the loss", async () => (await active()) === null);
    expect(await guest.whoAmI()).toBeNull();
    await sh("ip", "link", "set", "wan2", "down");
    await sh("ip", "link", "set", "wan2", "name", "eth2");
    await sh("ip", "link", "set", "eth2", "up");
    await until("the way back", async () => (await guest.whoAmI()) === two.address);
    expect(await onOne.end()).toEqual([]);
    await execa("ip", ["route", "del", "default", "dev", "eth2"], { reject: false });
    await two.addDefaultRoute(200);
  });

  it("a point-to-point link needs no gateway", async () => {
    await sh("ip", "netns", "add", "peer");
    await sh("ip", "link", "add", "ppp7", "type", "veth", "peer", "name", "ppp7", "netns", "peer");
    await sh("ip", "addr", "add", "10.77.0.2", "peer", "10.77.0.1", "dev", "ppp7");
    await sh("ip", "link", "set", "ppp7", "arp", "off", "addrgenmode", "none", "up");
    await sh("ip", "-n", "peer", "link", "set", "ppp7", "arp", "off", "up");
    const candidate = await until("the candidate", async () =>
      (await lan.network.read()).uplink.candidates.find(
        (each) => each.interface === "ppp7" && each.obstacle === null,
      ),
    );
    expect(candidate).toMatchObject({ addresses: ["10.77.0.2"], gateway: null });
    await choose(pinned("ppp7"));
    const others = await Promise.all(
      ["eth1", "eth2"].map((name) => capture(name, `dst host ${anywhere}`)),
    );
    const there = await capture("ppp7", `host ${anywhere}`, "peer");
    expect(await guest.whoAmI()).toBeNull();
    for (const each of others) expect(await each.end()).toEqual([]);
    expect((await there.end())[0]).toMatch(/^IP 10\.77\.0\.2\.\d+ > 203\.0\.113\.9\.7007/);
    await choose(pinned("eth1"));
    await sh("ip", "link", "del", "ppp7");
    await sh("ip", "netns", "del", "peer");
  });

  it("two with overlapping subnets do not disturb each other", async () => {
    await sh("ip", "addr", "add", "10.0.1.77/24", "dev", "eth2");
    await choose(pinned("eth1"));
    expect(await guest.whoAmI()).toBe(one.address);
    await choose(pinned("eth2"));
    expect(await guest.whoAmI()).toMatch(/^10\.0\.(?:2\.2|1\.77)$/);
    await sh("ip", "addr", "del", "10.0.1.77/24", "dev", "eth2");
  });

  it("40 of them are all listed, and the chosen one is right", async () => {
    const names = Array.from({ length: 40 }, (_, index) => `extra${index}`);
    for (const name of names) await sh("ip", "link", "add", name, "type", "veth");
    // Each veth has a peer of its own, which is an interface too.
    await choose(pinned("eth2"));
    const { candidates, active: now } = (await lan.network.read()).uplink;
    expect(candidates.map((each) => each.interface)).toEqual(
      expect.arrayContaining(["eth1", "eth2"]),
    );
    expect(now).toBe("eth2");
    expect(await guest.whoAmI()).toBe(two.address);
    for (const name of names) await sh("ip", "link", "del", name);
  });
});

it("the LAN goes on while a program of the host listens on port 53", async () => {
  const server = createServer().listen(53, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  expect(await lan.network.up()).toEqual(fine);
  expect((await lan.network.read()).lan.problems).toEqual([]);
  server.close();
});
