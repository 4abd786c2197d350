import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeLan, type TestLan } from "../../../e2e/rig/lan/test-lan.ts";
import {
  anywhere,
  capture,
  endCaptures,
  networkState,
  plug,
  sh,
  type TestGuest,
  type TestUplink,
  tellEnd,
  tellPort,
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

async function makeWorld(): Promise<void> {
  ({ one, two, lan, before } = await makeTwoWays());
}

async function endWorld(): Promise<void> {
  await endCaptures();
  await one.close();
  await two.close();
}

/** Restores the route as the host's own configuration would, after a link was down. */
async function restoreRoutes(): Promise<void> {
  await sh("ip", "link", "set", "eth2", "up");
  await execa("ip", ["addr", "add", "10.0.2.2/24", "dev", "eth2"], { reject: false });
  await execa("ip", ["route", "del", "default", "dev", "eth2"], { reject: false });
  await two.addDefaultRoute(200);
}

async function choose(choice: UplinkChoice): Promise<void> {
  expect(await lan.network.setUplink(choice)).toEqual(fine);
}

/** Returns how the guest's attempt to leave ended, and after how many milliseconds. */
async function attempt(): Promise<{ readonly reason: string; readonly took: number }> {
  const started = Date.now();
  const script = `require("node:net").connect(${tellPort}, "${anywhere}", () => console.log("connected"))
    .setTimeout(30_000, () => { console.log("silence"); process.exit(); })
    .on("error", (error) => console.log(error.code)).on("connect", () => process.exit())`;
  const { stdout } = await guest.run(process.execPath, "-e", script);
  return { reason: stdout.trim(), took: Date.now() - started };
}

/** The host refuses at once instead of dropping: the guest's programs fail, but do not hang. */
async function isRefusedAtOnce(): Promise<void> {
  const { reason, took } = await attempt();
  expect(["EHOSTUNREACH", "ENETUNREACH", "ECONNREFUSED", "EACCES"]).toContain(reason);
  // The kernel sends about one such message a second to each sender (icmp_ratelimit): after many
  // refused packets, only the second attempt of a connection may get one.
  expect(took).toBeLessThan(20_000);
}

/** Sends over one socket again and again, and prints each answer and each error. */
function talk(protocol: "tcp" | "udp") {
  const script =
    protocol === "tcp"
      ? `const socket = require("node:net").connect(${tellPort}, "${anywhere}");
         socket.on("data", (text) => process.stdout.write(text));
         ${tellEnd}
         setInterval(() => socket.write("?"), 20);`
      : `const socket = require("node:dgram").createSocket("udp4");
         socket.on("message", (text) => process.stdout.write(text));
         socket.on("error", () => {});
         setInterval(() => socket.send("?", ${tellPort}, "${anywhere}", () => {}), 5);`;
  const child = guest.start(process.execPath, "-e", script);
  const said: string[] = [];
  if (child.stdout === null) throw new Error("no output");
  createInterface(child.stdout).on("line", (line) => said.push(line));
  return {
    latest: () => said.at(-1),
    end: () => child.kill(),
  };
}

describe("with the LAN on", () => {
  beforeEach(async () => {
    await makeWorld();
    await switchOn(lan);
    guest = await plugGuest(lan);
  });

  afterEach(() => switchOff(lan, before, [guest], [one, two]));

  it("leaves by the chosen uplink with its address, although the default route is another", async () => {
    expect(await guest.whoAmI()).toBe(one.address);
    await choose(pinned("eth2"));
    const onOne = await capture("eth1", `host ${anywhere}`);
    expect(await guest.whoAmI()).toBe(two.address);
    expect(await guest.whoAmI("udp")).toBe(two.address);
    expect(await onOne.end()).toEqual([]);
    expect((await lan.network.read()).uplink).toMatchObject({
      choice: pinned("eth2"),
      active: "eth2",
      candidates: [
        { interface: "eth1", kind: "ethernet", addresses: ["10.0.1.2"], obstacle: null },
        { interface: "eth2", kind: "ethernet", gateway: "10.0.2.1", obstacle: null },
      ],
    });
  });

  it("resets old connections when switched to and fro, and routes new ones right", async () => {
    await choose(pinned("eth1"));
    for (const [uplink, name] of [
      [two, "eth2"],
      [one, "eth1"],
    ] as const) {
      const old = talk("tcp");
      await until("the first answer", () => old.latest());
      await choose(pinned(name));
      await until("its end", () => old.latest() === "closed");
      expect(await guest.whoAmI()).toBe(uplink.address);
    }
  });

  it("keeps UDP going over a switch", async () => {
    await choose(pinned("eth1"));
    const talking = talk("udp");
    await until("an answer by the first", () => talking.latest() === one.address);
    await choose(pinned("eth2"));
    await until("an answer by the second", () => talking.latest() === two.address);
    talking.end();
  });

  it("refuses at once while the uplink is down, leaks no packet, and recovers by itself", async () => {
    await choose(pinned("eth2"));
    // Not ICMP: the host itself answers late packets of a dropped flow.
    const onOne = await capture("eth1", `(host ${anywhere} and not icmp) or net 192.168.100.0/24`);
    const talking = talk("udp");
    await until("an answer", () => talking.latest() === two.address);
    await sh("ip", "link", "set", "eth2", "down");
    await until("the uplink is known to be lost", async () => {
      const { lan: view, uplink } = await lan.network.read();
      return uplink.active === null && view.problems[0]?.code === "uplink-down";
    });
    talking.end();
    await isRefusedAtOnce();
    await sh("ip", "link", "set", "eth2", "up");
    // The host's default route over it is gone; its gateway is remembered.
    await until("the way back", async () => (await guest.whoAmI()) === two.address);
    expect(await onOne.end()).toEqual([]);
    await restoreRoutes();
  });

  it("behaves the same when only the carrier is lost", async () => {
    await choose(pinned("eth2"));
    const onOne = await capture("eth1", `host ${anywhere}`);
    await sh("ip", "-n", two.namespace, "link", "set", two.farEnd, "down");
    await until(
      "the loss is noticed",
      async () => (await lan.network.read()).uplink.active === null,
    );
    await isRefusedAtOnce();
    await sh("ip", "-n", two.namespace, "link", "set", two.farEnd, "up");
    await until("the way back", async () => (await guest.whoAmI()) === two.address);
    expect(await onOne.end()).toEqual([]);
  });

  it("follows when the uplink's address changes", async () => {
    await choose(pinned("eth2"));
    await sh("ip", "addr", "del", "10.0.2.2/24", "dev", "eth2");
    await until(
      "the loss is noticed",
      async () => (await lan.network.read()).uplink.active === null,
    );
    await isRefusedAtOnce();
    await sh("ip", "addr", "add", "10.0.2.77/24", "dev", "eth2");
    await until("the new address", async () => (await guest.whoAmI()) === "10.0.2.77");
    await sh("ip", "addr", "del", "10.0.2.77/24", "dev", "eth2");
    await restoreRoutes();
  });

  it("survives unplugging, and recognises the interface by its name", async () => {
    await choose(pinned("eth2"));
    const onOne = await capture("eth1", `host ${anywhere}`);
    await sh("ip", "link", "del", "eth2");
    await until(
      "the loss is noticed",
      async () => (await lan.network.read()).uplink.active === null,
    );
    await isRefusedAtOnce();
    await plug("eth2", 2);
    await until("the way back", async () => (await guest.whoAmI()) === two.address);
    expect(await onOne.end()).toEqual([]);
    await restoreRoutes();
    // Its index and MAC address are new, so the expected final state is, too.
    await lan.network.down();
    before = await networkState();
  });

  it("lets host and machine reach each other with each uplink", async () => {
    for (const choice of [
      { mode: "automatic" },
      pinned("eth1"),
      pinned("eth2"),
      { mode: "none" },
    ] as const) {
      await choose(choice);
      expect(await guest.ping("192.168.100.254")).toBe(true);
      await sh("ping", "-c", "1", "-W", "2", guest.address);
    }
  });

  it.each(["0", "1", "2"])("works with rp_filter %s", async (value) => {
    const files = ["all", "eth1", "eth2", "vtap0"].map(
      (name) => `/proc/sys/net/ipv4/conf/${name}/rp_filter`,
    );
    const old = files.map((file) => readFileSync(file, "utf8"));
    for (const file of files) writeFileSync(file, value);
    await choose(pinned("eth2"));
    expect(await guest.whoAmI()).toBe(two.address);
    expect(await guest.ping("192.168.100.254")).toBe(true);
    files.forEach((file, index) => {
      writeFileSync(file, old[index] ?? "");
    });
  });

  it("lets no IPv6 out", async () => {
    await sh("sysctl", "-qw", "net.ipv6.conf.all.forwarding=1");
    await sh("ip", "addr", "add", "2001:db8:1::2/64", "dev", "eth1", "nodad");
    await sh("ip", "-n", "guest", "addr", "add", "fd00::7/64", "dev", "eth0", "nodad");
    const card = readFileSync("/sys/class/net/vtap0/address", "utf8").trim();
    const gateway = ["fd00::fe", "lladdr", card, "dev", "eth0", "nud", "permanent"];
    await sh("ip", "-n", "guest", "neigh", "add", ...gateway);
    await sh("ip", "-n", "guest", "route", "add", "default", "via", "fd00::fe");
    const onOne = await capture("eth1", "icmp6[0] == 128");
    const { stdout } = await guest.run("ping", "-6", "-c", "1", "-W", "1", "2001:db8:1::1");
    expect(stdout).toContain("100% packet loss");
    expect(await onOne.end()).toEqual([]);
    await sh("ip", "addr", "del", "2001:db8:1::2/64", "dev", "eth1");
    await sh("sysctl", "-qw", "net.ipv6.conf.all.forwarding=0");
  });

  it("lets no packet out with a private address when it stops in mid-flow", async () => {
    await choose(pinned("eth2"));
    const captures = await Promise.all(
      ["eth1", "eth2"].map((name) => capture(name, "net 192.168.100.0/24")),
    );
    const talking = talk("udp");
    await until("an answer", () => talking.latest() === two.address);
    // Stop netd alone: the switch still delivers the packets.
    expect(await lan.netd.apply({ verb: "down" })).toMatchObject({ ok: true });
    talking.end();
    for (const each of captures) expect(await each.end()).toEqual([]);
  });

  it("doubles nothing when switched on twice", async () => {
    await choose(pinned("eth2"));
    const once = await networkState();
    expect(await lan.network.up()).toEqual(fine);
    expect(withoutCounts(await networkState())).toBe(withoutCounts(once));
  });

  it("leaves ip_forward alone, and forwards again after others toggled it", async () => {
    const all = "/proc/sys/net/ipv4/ip_forward";
    expect(readFileSync(all, "utf8")).toBe("0\n");
    writeFileSync(all, "1");
    expect(await guest.whoAmI()).toBe(one.address);
    // This also sets the flag of every interface.
    writeFileSync(all, "0");
    await until("the way back", async () => (await guest.whoAmI()) === one.address);
    expect(readFileSync(all, "utf8")).toBe("0\n");
  });

  it("does not make the host a router between its uplinks", async () => {
    const onTwo = await capture("eth2", "host 10.0.1.1");
    await sh("ip", "-n", one.namespace, "route", "add", "10.0.2.0/24", "via", one.address);
    const args = ["netns", "exec", one.namespace, "ping", "-c", "1", "-W", "1", two.gateway];
    await expect(sh("ip", ...args)).rejects.toThrow("100% packet loss");
    expect(await onTwo.end()).toEqual([]);
    await sh("ip", "-n", one.namespace, "route", "del", "10.0.2.0/24");
  });

  it.each([
    ["with", ["sh", "-c", "iptables -N DOCKER-USER && iptables -I FORWARD -j DOCKER-USER"]],
    ["without", ["true"]],
  ])(
    "names the firewall that blocks it, %s DOCKER-USER, and the rules that would let it pass",
    async (_what, make) => {
      await sh("iptables", "-P", "FORWARD", "DROP");
      const [program = "", ...args] = make;
      await sh(program, ...args);
      const problem = await until(
        "it is said",
        async () => (await lan.network.read()).lan.problems[0],
      );
      expect(await guest.whoAmI()).toBeNull();
      expect(problem.code).toBe("lan-forward-blocked");
      const { commands = "" } = problem.params as { readonly commands?: string };
      await sh("sh", "-c", commands.replaceAll("sudo ", ""));
      expect(await guest.whoAmI()).toBe(one.address);
      expect((await lan.network.read()).lan.problems).toEqual([]);
      await sh("nft", "delete", "table", "ip", "filter");
    },
  );

  it.each([
    ["the rule", ["ip", "rule", "del", "pref", "5100"]],
    ["the whole ruleset", ["nft", "flush", "ruleset"]],
    ["the table's route", ["ip", "route", "del", "default", "dev", "eth2", "table", "7100"]],
    ["the whole routing table", ["ip", "route", "flush", "table", "7100"]],
    ["one rule of the ruleset", ["nft", "flush", "chain", "inet", "virtray", "out"]],
    ["the LAN's address", ["ip", "addr", "del", "192.168.100.254/24", "dev", "vtap0"]],
    ["the tap's forwarding", ["sh", "-c", "echo 0 > /proc/sys/net/ipv4/conf/vtap0/forwarding"]],
    ["the uplink's forwarding", ["sh", "-c", "echo 0 > /proc/sys/net/ipv4/conf/eth2/forwarding"]],
  ])("repairs %s soon, and logs it", async (_what, command) => {
    await choose(pinned("eth2"));
    const desired = withoutCounts(await networkState());
    const onOne = await capture("eth1", `host ${anywhere}`);
    const [program = "", ...args] = command;
    await sh(program, ...args);
    const meddled = Date.now();
    await until("the repair", async () => withoutCounts(await networkState()) === desired);
    const repairs = (await lan.network.log()).filter((entry) => entry.cause === "reconcile");
    expect(Date.parse(repairs.at(-1)?.at ?? "") - meddled).toBeLessThan(10_000);
    expect(await guest.whoAmI()).toBe(two.address);
    expect(await onOne.end()).toEqual([]);
  });

  it("lets machines reach the host's services, or only its DNS and ping, as set", async () => {
    const server = createServer((socket) => socket.end("here")).listen(8080, "192.168.100.254");
    const reach = async () => {
      const script = `require("node:net").connect(8080, "192.168.100.254")
        .on("data", (text) => process.stdout.write(text)).on("error", (error) => console.log(error.code))`;
      return (await guest.run(process.execPath, "-e", script)).stdout.trim();
    };
    expect(await reach()).toBe("here");
    expect(await lan.network.changeLan({ hostAccess: "dns-and-ping" })).toEqual(fine);
    expect(await reach()).not.toBe("here");
    expect(await guest.ping("192.168.100.254")).toBe(true);
    expect(await guest.whoAmI()).toBe(one.address);
    // An answer to the host's own request passes.
    await sh("ping", "-c", "1", "-W", "2", guest.address);
    expect(await lan.network.changeLan({ hostAccess: "all" })).toEqual(fine);
    expect(await reach()).toBe("here");
    server.close();
    expect(await lan.network.changeLan({ interface: "virtray-lab" })).toMatchObject({
      error: { code: "lan-must-be-off" },
    });
  });

  it("drops packets from an address outside the LAN", async () => {
    await sh("ip", "-n", "guest", "addr", "add", "10.0.1.9/32", "dev", "eth0");
    const captures = await Promise.all(["eth1", "eth2"].map((name) => capture(name, "icmp")));
    for (const to of [anywhere, "192.168.100.254"]) {
      const pinged = await guest.run("ping", "-I", "10.0.1.9", "-c", "1", "-W", "1", to);
      expect(pinged.stdout).toContain("100% packet loss");
    }
    for (const each of captures) expect(await each.end()).toEqual([]);
  });

  it("routes a machine by its own uplink, with each uplink of the LAN", async () => {
    const machine = guest.address;
    const desired = (uplink: UplinkChoice | null) =>
      lan.netd.apply({ verb: "set-machine-uplink", address: machine, uplink });
    await choose(pinned("eth1"));
    expect(await desired(pinned("eth2"))).toMatchObject({ ok: true });
    expect(await guest.whoAmI()).toBe(two.address);
    expect(await desired({ mode: "none" })).toMatchObject({ ok: true });
    await isRefusedAtOnce();
    // Automatic is the host's own routing, also while the LAN is pinned elsewhere.
    await choose(pinned("eth2"));
    expect(await desired({ mode: "automatic" })).toMatchObject({ ok: true });
    expect(await guest.whoAmI()).toBe(one.address);
    expect(await guest.ping("192.168.100.254")).toBe(true);
    const onTwo = await capture("eth2", `host ${anywhere}`);
    await sh("ip", "route", "del", "default", "dev", "eth1");
    await sh("ip", "route", "del", "default", "dev", "eth2");
    expect(await guest.whoAmI()).toBeNull();
    expect(await onTwo.end()).toEqual([]);
    await one.addDefaultRoute(100);
    await two.addDefaultRoute(200);
    expect(await desired(null)).toMatchObject({ ok: true });
    expect(await guest.whoAmI()).toBe(two.address);
    for (const [address, code] of [
      ["10.0.0.1", "address-outside"],
      ["192.168.100.254", "address-host"],
      ["192.168.100.255", "address-reserved"],
    ] as const) {
      const refused = await lan.netd.apply({
        verb: "set-machine-uplink",
        address,
        uplink: { mode: "none" },
      });
      expect(refused).toMatchObject({ error: { code } });
    }
  });

  it("lets no packet out with the uplink none", async () => {
    await choose({ mode: "none" });
    const captures = await Promise.all(["eth1", "eth2"].map((name) => capture(name, "ip")));
    await isRefusedAtOnce();
    for (const each of captures) expect(await each.end()).toEqual([]);
    expect((await lan.network.read()).lan.problems).toEqual([]);
  });

  it("follows the host's own default route when automatic", async () => {
    await sh("ip", "route", "del", "default", "dev", "eth1");
    await until("the other one", async () => (await lan.network.read()).uplink.active === "eth2");
    expect(await guest.whoAmI()).toBe(two.address);
    await one.addDefaultRoute(100);
    expect(await guest.whoAmI()).toBe(one.address);
  });

  it("switches also if the choice cannot be saved, and says why", async () => {
    await choose(pinned("eth1"));
    const file = join(lan.home, "settings.json");
    await sh("mount", "--bind", file, file);
    const switched = await lan.network.setUplink(pinned("eth2"));
    const seen = await guest.whoAmI();
    await sh("umount", file);
    expect(switched).toMatchObject({
      ok: true,
      value: { code: "file-failed", params: { path: file } },
    });
    expect(seen).toBe(two.address);
    expect((await lan.network.read()).uplink).toMatchObject({
      choice: pinned("eth2"),
      active: "eth2",
    });
    expect((await lan.settings.read()).uplink).toEqual(pinned("eth1"));
    expect(await lan.network.setUplink(pinned("eth2"))).toEqual(fine);
    expect((await lan.settings.read()).uplink).toEqual(pinned("eth2"));
  });

  it("another instance finds its state", async () => {
    await choose(pinned("eth2"));
    const { network } = await makeLan(lan.home);
    expect(await network.read()).toEqual(await lan.network.read());
    expect(await network.setUplink(pinned("eth1"))).toEqual(fine);
    expect((await lan.network.read()).uplink).toMatchObject({ active: "eth1" });
  });

  it("reports changes", async () => {
    let changes = 0;
    const end = lan.network.watch(() => {
      changes += 1;
    });
    // A change before the watch has begun is not reported.
    await until("a call", async () => {
      for (const state of ["up", "down"]) await sh("ip", "link", "set", "eth2", state);
      return changes > 0;
    });
    end();
    await restoreRoutes();
  });

  it("refuses an unknown uplink, its own, and lo, and changes nothing", async () => {
    const desired = withoutCounts(await networkState());
    expect(await lan.network.setUplink(pinned("nope0"))).toMatchObject({
      error: { code: "uplink-unknown" },
    });
    for (const name of ["vtap0", "lo"]) {
      expect(await lan.network.setUplink(pinned(name))).toMatchObject({
        error: { code: "uplink-is-lan" },
      });
    }
    expect(withoutCounts(await networkState())).toBe(desired);
    expect((await lan.settings.read()).uplink).toEqual({ mode: "automatic" });
  });

  it("is complete again, when switched on, after its tap was deleted", async () => {
    await sh("ip", "link", "del", "vtap0");
    await until("the loss is said", async () => {
      return (await lan.network.read()).lan.problems[0]?.code === "switch-gone";
    });
    expect(await lan.network.up()).toEqual(fine);
    expect((await lan.network.read()).lan.problems).toEqual([]);
    await guest.close();
    guest = await plugGuest(lan);
    expect(await guest.whoAmI()).toBe(one.address);
  });

  it("recovers from a switch that was killed, with its pid file left behind", async () => {
    const starts = lan.switchStarts();
    process.kill(Number(readFileSync(`${lan.switchFolder}/switch.pid`, "utf8")), "SIGKILL");
    await until("the loss is said", async () => {
      return (await lan.network.read()).lan.problems[0]?.code === "switch-gone";
    });
    expect(await lan.network.up()).toEqual(fine);
    expect(lan.switchStarts()).toBe(starts + 1);
    await guest.close();
    guest = await plugGuest(lan);
    expect(await guest.whoAmI()).toBe(one.address);
  });
});

describe("with the LAN off", () => {
  beforeEach(makeWorld);
  afterEach(endWorld);

  it("refuses a subnet that overlaps, proposes a free one, and changes nothing", async () => {
    await sh("ip", "route", "add", "192.168.0.0/16", "via", one.gateway);
    const untouched = await networkState();
    expect(await lan.network.up()).toEqual({
      ok: false,
      error: {
        code: "lan-overlap",
        params: {
          subnet: "192.168.100.0/24",
          other: "192.168.0.0/16",
          interface: "eth1",
          proposal: "172.16.0.0/24",
        },
      },
    });
    expect(await networkState()).toBe(untouched);
    await sh("ip", "route", "del", "192.168.0.0/16");
  });

  it("refuses an interface that is not its own, and leaves it", async () => {
    await sh("ip", "tuntap", "add", "vtap0", "mode", "tap");
    expect(await lan.network.up()).toMatchObject({ error: { code: "lan-interface-taken" } });
    expect(await lan.network.down()).toEqual(fine);
    await sh("ip", "link", "del", "vtap0");
  });

  it("remembers the uplink for the next start", async () => {
    await choose(pinned("eth2"));
    expect(await lan.network.read()).toMatchObject({
      lan: { status: "off", subnet: "192.168.100.0/24", problems: [] },
      uplink: { choice: pinned("eth2"), active: null },
    });
    expect(await lan.network.up()).toEqual(fine);
    expect((await lan.network.read()).uplink.active).toBe("eth2");
    expect(await lan.network.down()).toEqual(fine);
    await choose({ mode: "automatic" });
    expect(await networkState()).toBe(before);
  });

  it("names its interface as set from the next start", async () => {
    expect(await lan.network.changeLan({ interface: "virtray-lab" })).toEqual(fine);
    expect(await lan.network.up()).toEqual(fine);
    expect(await sh("ip", "-br", "address", "show", "virtray-lab")).toContain("192.168.100.254/24");
    expect((await lan.network.read()).lan).toMatchObject({ status: "on", problems: [] });
    expect(await lan.network.down()).toEqual(fine);
    expect(await lan.network.changeLan({ interface: "vtap0" })).toEqual(fine);
    for (const name of ["../x", "lab0", "tun0"]) {
      expect(await lan.network.changeLan({ interface: name })).toMatchObject({
        error: { code: "input-invalid" },
      });
    }
    expect(await networkState()).toBe(before);
  });

  it("does nothing on switching off, and starts no process to find that out", async () => {
    const entries = (await lan.network.log()).length;
    expect(await lan.network.down()).toEqual(fine);
    expect((await lan.network.log()).length).toBe(entries);
  });
});

/** Compares two states, apart from counters. */
function withoutCounts(state: string): string {
  return state.replace(/packets \d+ bytes \d+/g, "").replace(/^.*linkdown.*\n/gm, "");
}
