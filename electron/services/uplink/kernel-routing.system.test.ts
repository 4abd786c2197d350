import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { endChild } from "../../../e2e/rig/end-child.ts";
import { makeLan, type TestLan } from "../../../e2e/rig/lan/test-lan.ts";
import {
  anywhere,
  capture,
  makeUplink,
  networkState,
  sh,
  type TestGuest,
  type TestUplink,
} from "../../../e2e/rig/lan/test-net.ts";
import {
  fine,
  makeTwoUplinks,
  pinned,
  plugGuest,
  switchOff,
  switchOn,
} from "../../../e2e/rig/lan/ways.ts";
import { until } from "../../../e2e/rig/until.ts";
import type { UplinkChoice } from "../../contract/uplink/choice.ts";
import type { LanStateFile } from "../../core/lan/plan/state-file.ts";

let one: TestUplink;
let two: TestUplink;
let lan: TestLan;
let before: string;
let guests: TestGuest[];

/** Undoes what a test did to the computer before the LAN was on, the last first. */
let undoes: (() => Promise<unknown>)[];
/** Rules that came later. */
const wgRules = ["table 51820", "table main suppress_prefixlength 0"];

beforeEach(async () => {
  ({ one, two } = await makeTwoUplinks());
  guests = [];
  undoes = [];
  lan = await makeLan();
});

afterEach(async () => {
  for (const each of wgRules) await ip(`-4 rule delete ${each}`).catch(() => {});
  try {
    await switchOff(lan, before, guests, []);
  } finally {
    for (const undo of undoes.reverse()) await undo();
    await one.close();
    await two.close();
  }
});

async function start(choice: UplinkChoice): Promise<TestGuest> {
  before = await networkState();
  expect(await lan.network.setUplink(choice)).toEqual(fine);
  await switchOn(lan);
  return plugIn("guest", "192.168.100.7");
}

async function plugIn(name: string, address: string): Promise<TestGuest> {
  const guest = await plugGuest(lan, name, address);
  guests.push(guest);
  return guest;
}

const ip = (line: string) => sh("ip", ...line.split(" "));
const state = async () => {
  const { lan: view, uplink } = await lan.network.read();
  return { active: uplink.active, problems: view.problems, uplink };
};
const codes = async () => (await state()).problems.map(({ code }) => code);

/** A tunnel to which nobody listens, with a table of its own, as wg-quick(8) makes it. */
async function makeTunnel(name = "wg0"): Promise<void> {
  await ip(`tuntap add ${name} mode tun`);
  await ip(`addr add 10.66.66.2/32 dev ${name}`);
  await ip(`link set ${name} up`);
  await ip(`route add 0.0.0.0/0 dev ${name} table 51820`);
}

/** The rules of wg-quick(8) for AllowedIPs = 0.0.0.0/0, in its order, which the kernel places. */
async function runWgQuick(): Promise<void> {
  await ip("-4 rule add not fwmark 51820 table 51820");
  await ip("-4 rule add table main suppress_prefixlength 0");
}

async function endWgQuick(): Promise<void> {
  for (const each of wgRules) await ip(`-4 rule delete ${each}`);
}

describe("rules of others that land before ours", () => {
  it("do not keep the LAN from its uplink, nor a machine from its own", async () => {
    await makeTunnel();
    undoes.push(() => ip("link delete wg0"));
    const guest = await start(pinned("eth2"));
    const alone = await plugIn("alone", "192.168.100.8");
    const own = { verb: "set-machine-uplink", address: "192.168.100.8" } as const;
    expect(await lan.netd.apply({ ...own, uplink: pinned("eth1") })).toMatchObject({ ok: true });
    for (let round = 0; round < 3; round += 1) {
      const inTunnel = await capture("wg0", `dst host ${anywhere}`);
      await runWgQuick();
      await until("the uplink", async () => (await guest.whoAmI()) === two.address);
      await until("its own", async () => (await alone.whoAmI()) === one.address);
      expect(await state()).toMatchObject({ active: "eth2", problems: [] });
      // Only what left before our rules were in front again, and our table refused it.
      expect(await inTunnel.end()).toEqual([]);
      await endWgQuick();
      await until("the usual place", async () => (await sh("ip", "rule")).includes("5100:"));
    }
    expect(await guest.ping("192.168.100.254")).toBe(true);
    await sh("ping", "-c", "1", "-W", "2", guest.address);
  });

  it("are given way to in a fight, which is told, and passed when a person says so", async () => {
    await makeTunnel();
    undoes.push(() => ip("link delete wg0"));
    const guest = await start(pinned("eth2"));
    // It moves its rule before all others whenever another one is there.
    const fight = `while :; do
      first=$(ip rule | sed -n 2p)
      case "$first" in *"lookup 51820"*) ;; *)
        ip rule delete table 51820 2>&-; ip rule add iif vtap0 table 51820 ;;
      esac
    done`;
    const fighter = spawn("bash", ["-c", fight], { stdio: "ignore" });
    try {
      await until("the problem", async () => (await codes()).includes("uplink-overruled"));
      const log = () => readFileSync(`${lan.folder}/log.jsonl`, "utf8");
      const { active, problems } = await until("the truce", async () => {
        const counted = log().length;
        await guest.whoAmI();
        return counted === log().length ? state() : null;
      });
      expect(active).toBeNull();
      expect(problems).toMatchObject([
        { code: "uplink-overruled", params: { interface: "eth2", found: "wg0" } },
      ]);
      const rule = problems.flatMap(({ params }) => ("rule" in params ? [params.rule] : []));
      expect(rule[0]).toMatch(/^\d+: from all iif vtap0 lookup 51820$/);
      expect(log().match(/"rule","add"/g)?.length).toBeLessThan(40);
    } finally {
      await endChild(fighter);
    }
    expect(await lan.network.setUplink(pinned("eth2"))).toEqual(fine);
    expect(await guest.whoAmI()).toBe(two.address);
    expect(await state()).toMatchObject({ active: "eth2", problems: [] });
  });

  it("are told while netd is not there to pass them", async () => {
    await makeTunnel();
    undoes.push(() => ip("link delete wg0"));
    await start(pinned("eth2"));
    const status = await lan.netd.status();
    if (!status.ok || status.value === null) throw new Error("there is no netd");
    process.kill(status.value.pid, "SIGKILL");
    await until("its end", async () => (await codes()).includes("netd-gone"));
    await runWgQuick();
    expect(await codes()).toEqual(["netd-gone", "uplink-overruled"]);
    expect((await state()).active).toBeNull();
    await endWgQuick();
    expect(await lan.network.up()).toEqual(fine);
  });
});

describe("a default route of another kind can be pinned", () => {
  it("by a router that is known by its IPv6 address", async () => {
    await ip("addr add fe80::2/64 dev eth2 nodad");
    await sh("ip", "-n", two.namespace, "addr", "add", "fe80::1/64", "dev", two.farEnd, "nodad");
    await ip("-4 route replace default via inet6 fe80::1 dev eth2 metric 200");
    await ip("-4 route delete default via 10.0.2.1 dev eth2").catch(() => {});
    const guest = await start(pinned("eth2"));
    expect(await guest.whoAmI()).toBe(two.address);
    expect(await state()).toMatchObject({ active: "eth2", problems: [] });
    expect((await state()).uplink.candidates).toContainEqual({
      ...{ interface: "eth2", kind: "ethernet", addresses: [two.address] },
      ...{ gateway: "fe80::1", obstacle: null },
    });
  });

  it("without any router", async () => {
    await ip("route delete default dev eth2");
    await ip("route add default dev eth2 scope link metric 200");
    const guest = await start(pinned("eth2"));
    expect(await guest.whoAmI()).toBe(two.address);
    expect(await state()).toMatchObject({ active: "eth2", problems: [] });
  });
});

it.each([
  ...["auto", "none", "order", "wg+us", "_wan", "a=b", "fifteen-letters"],
  ...["constructor", "__proto__"],
])("an uplink called %s carries packets once pinned", async (name) => {
  const third = await makeUplink(name, 3);
  undoes.push(() => third.close());
  await third.addDefaultRoute(300);
  const guest = await start(pinned(name));
  expect(await guest.whoAmI()).toBe(third.address);
  expect(await state()).toMatchObject({ active: name, problems: [] });
  expect(await lan.network.setUplink({ mode: "none" })).toEqual(fine);
  expect((await state()).active).toBeNull();
});

it.each(["wän0", "veth@1", "ü,x;#", "-x"])(
  "an uplink called %s, which cannot be chosen, carries packets where it is the computer’s own",
  async (name) => {
    const third = await makeUplink(name, 3);
    undoes.push(() => third.close());
    await third.addDefaultRoute(50);
    const guest = await start({ mode: "automatic" });
    expect(await guest.whoAmI()).toBe(third.address);
    const seen = await state();
    expect(seen).toMatchObject({ active: name, problems: [] });
    expect(seen.uplink.candidates).toContainEqual({
      ...{ interface: name, kind: "ethernet", addresses: [third.address] },
      ...{ gateway: third.gateway, obstacle: "odd-name" },
    });
    expect(await lan.network.setUplink(pinned(name))).toMatchObject({ ok: false });
    // Its book can be read, by which all is taken back, as the end of the test sees.
    const named = ({ wish, flags }: LanStateFile) => [
      wish !== null,
      flags.map((each) => each.interface),
    ];
    const book = await lan.netd.stateFile();
    expect(book === null ? null : named(book)).toEqual([true, expect.arrayContaining([name])]);
  },
);

it.each(['a"b', "a\\b", "eth*"])(
  "an uplink called %s, which no rule can hold, is told, and the others work",
  async (name) => {
    const third = await makeUplink(name, 3);
    undoes.push(() => third.close());
    await third.addDefaultRoute(50);
    const guest = await start({ mode: "automatic" });
    expect(await guest.whoAmI()).toBeNull();
    expect(await state()).toMatchObject({
      active: null,
      problems: [{ code: "uplink-odd-name", params: { interface: name } }],
    });
    expect(await lan.network.setUplink(pinned("eth2"))).toEqual(fine);
    expect(await guest.whoAmI()).toBe(two.address);
  },
);

it("an uplink with IPv6 addresses alone is told to be so", async () => {
  await ip("addr flush dev eth2 scope global");
  await ip("addr add 2001:db8:2::2/64 dev eth2 nodad");
  await start(pinned("eth2"));
  expect(await state()).toMatchObject({
    active: null,
    problems: [{ code: "uplink-ipv6-only", params: { interface: "eth2" } }],
  });
  expect((await state()).uplink.candidates).toContainEqual({
    ...{ interface: "eth2", kind: "ethernet", addresses: [], gateway: null },
    obstacle: "ipv6-only",
  });
});

it("two uplinks in one subnet work under strict rp_filter, each with its own packets", async () => {
  // The second one is plugged into the first one's network, behind a bridge there.
  const far = (line: string) => sh("ip", "-n", one.namespace, ...line.split(" "));
  await far("link add br0 type bridge");
  await far("addr flush dev far1");
  await far("addr add 10.0.1.1/24 dev br0");
  await ip("link delete eth2");
  await ip(`link add eth2 type veth peer name far2 netns ${one.namespace}`);
  for (const name of ["far1", "far2"]) await far(`link set ${name} master br0 up`);
  await far("link set br0 up");
  // As a router asks: by its address in this network, not by the one that it answers for.
  await sh(
    "ip",
    "netns",
    "exec",
    one.namespace,
    "sysctl",
    "-qw",
    "net.ipv4.conf.all.arp_announce=2",
  );
  await ip("addr add 10.0.1.3/24 dev eth2");
  await ip("link set eth2 addrgenmode none up");
  await ip("route add default via 10.0.1.1 dev eth2 metric 200");
  const strict = ["all", "eth1", "eth2"].map((name) => `/proc/sys/net/ipv4/conf/${name}/rp_filter`);
  for (const file of strict) writeFileSync(file, "1");
  undoes.push(async () => writeFileSync(strict[0] ?? "", "0"));
  const guest = await start(pinned("eth2"));
  const card = JSON.parse(await sh("ip", "-j", "link", "show", "eth2"))[0].address;
  const onOne = await capture("eth1", `host ${anywhere}`);
  for (let round = 0; round < 4; round += 1) {
    // The router has forgotten where the addresses are, and asks everybody.
    await far("neigh flush dev br0");
    expect(await guest.whoAmI()).toBe("10.0.1.3");
    expect(await guest.whoAmI("udp")).toBe("10.0.1.3");
    expect(await far("neigh show 10.0.1.3 dev br0")).toContain(card);
  }
  expect(await onOne.end()).toEqual([]);
  await sh("ping", "-c", "1", "-W", "2", "-I", "eth2", "10.0.1.1");
  expect(await lan.network.setUplink(pinned("eth1"))).toEqual(fine);
  const onTwo = await capture("eth2", `host ${anywhere}`);
  await far("neigh flush dev br0");
  expect(await guest.whoAmI()).toBe("10.0.1.2");
  expect(await onTwo.end()).toEqual([]);
});

describe("tables and rules", () => {
  it("of others stay untouched, whatever their numbers are", async () => {
    const lines = [
      "route add default via 10.0.1.1 dev eth1 table 7100",
      "route add 10.99.0.0/16 via 10.0.1.1 dev eth1 table 7150",
      "route add unreachable default metric 4278198272 table 7199",
      "rule add pref 5100 from 10.0.1.2 table 7100",
      "rule add pref 6000 iif eth1 table 7101",
      "rule add pref 6001 to 10.99.0.0/16 table 7150",
    ];
    for (const line of lines) await ip(line);
    undoes.push(async () => {
      for (const line of lines) await ip(line.replace(" add ", " delete "));
    });
    const guest = await start(pinned("eth2"));
    expect(await guest.whoAmI()).toBe(two.address);
    const rules = await sh("ip", "rule");
    for (const part of ["from 10.0.1.2 lookup 7100", "lookup 7101", "lookup 7150"]) {
      expect(rules).toContain(part);
    }
    expect(rules).toContain("iif vtap0 lookup 7102 proto 118");
    for (const table of ["7100", "7150", "7199"]) {
      expect(await sh("ip", "route", "show", "table", table)).not.toContain("proto 118");
    }
    expect(await lan.network.setUplink(pinned("eth1"))).toEqual(fine);
    expect(await guest.whoAmI()).toBe(one.address);
  });

  it("of an earlier version, which have no protocol, are taken over and taken back", async () => {
    const guest = await start(pinned("eth2"));
    const status = await lan.netd.status();
    if (!status.ok || status.value === null) throw new Error("there is no netd");
    process.kill(status.value.pid, "SIGKILL");
    await until("its end", async () => (await codes()).includes("netd-gone"));
    // This is the file that the netd of that version would have left.
    const file = `${lan.folder}/state.json`;
    const { routing: _, ...former } = JSON.parse(readFileSync(file, "utf8"));
    writeFileSync(file, JSON.stringify(former));
    await ip("rule delete pref 5100");
    await ip("route flush table 7100");
    await ip("route add unreachable default metric 4278198272 table 7100");
    await ip("route add default via 10.0.2.1 dev eth2 table 7100");
    await ip("rule add pref 5100 iif vtap0 table 7100");
    await ip("rule add pref 5000 to 192.168.100.0/24 table main");
    expect(await guest.whoAmI()).toBe(two.address);
    expect(await lan.network.up()).toEqual(fine);
    expect(await guest.whoAmI()).toBe(two.address);
    const rules = (await sh("ip", "rule")).split("\n").filter((line) => /^5[01]\d\d/.test(line));
    expect(rules).toEqual([expect.stringMatching(/^5100:.* lookup 7100 proto 118/)]);
  });
});

it("all problems of the LAN are told, not the first alone", async () => {
  await start(pinned("eth2"));
  await ip("route add 192.168.100.128/25 dev eth1");
  await sh("ip", "-n", two.namespace, "link", "set", two.farEnd, "down");
  await until("both", async () => (await codes()).join() === "lan-overlap,uplink-down");
  await ip("route delete 192.168.100.128/25 dev eth1");
  await sh("ip", "-n", two.namespace, "link", "set", two.farEnd, "up");
  await until("none", async () => (await codes()).length === 0);
});
