import { mkdtempSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  addressQuestion,
  bytes,
  ipv4Number,
  neighbourAdvertisement,
  routerAdvertisement,
  word,
} from "../../../e2e/rig/lan/frames.ts";
import { makeTapGuest, type TapGuest } from "../../../e2e/rig/lan/tap-guest.ts";
import { makeLan, type TestLan } from "../../../e2e/rig/lan/test-lan.ts";
import {
  capture,
  linkSettled,
  makeGuest,
  makeUplink,
  networkState,
  sh,
  type TestGuest,
  type TestUplink,
} from "../../../e2e/rig/lan/test-net.ts";
import { until } from "../../../e2e/rig/until.ts";
import { openLanProbe } from "../../adapters/net/frame-probe.ts";
import { createVdeSwitch } from "../../adapters/switch/vde-switch.ts";
import { ok } from "../../contract/errors/app-error.ts";
import { defaultLan } from "../../contract/lan/network.ts";
import { bridgeMac, tapOfCard } from "../../core/lan/plan/bridge.ts";
import { arpAnswer, arpQuestion, ethernet, ipv4 } from "../../core/path-check/probe-frames.ts";

/** A packet of UDP with a payload of its own. */
const udp = (from: string, source: number, target: number) =>
  ipv4(17, ipv4Number(from), 0xffffffff, bytes(word(source), word(target), word(8), 0, 0));

/** ARP, UDP, and of IPv6 what advertises something, or asks for an address that is not a card's own. */
const advertised = `arp or udp or ip6[40] == 134 or ip6[40] == 136 or (ip6[40] == 135 and ip6[48:4] == 0xfe800000 and ip6[60:4] == 0x99)`;

/** Leaves out by what machines and this computer find each other: each kernel asks again now and then. */
const withoutQuestions = (lines: readonly string[]) => {
  const asked = /who-has 192.168.100.([12]) tell 192.168.100.(?!\1,)(?:[12]|254),/;
  const answered = /Reply 192.168.100.([12]) is-at 52:54:00:00:00:0\1,/;
  return lines.filter((line) => !asked.test(line) && !answered.test(line));
};

/** Other firewalls that drop what is forwarded, of both families and of both ages of iptables. */
const blocking = ["iptables", "ip6tables", "iptables-legacy", "ip6tables-legacy"];

let uplink: TestUplink;
let lan: TestLan;
let before: string;

beforeAll(async () => {
  uplink = await makeUplink("eth1", 1);
  await uplink.addDefaultRoute(100);
  before = await networkState();
  lan = await makeLan();
  expect(await lan.network.changeLan({ cables: "fast" })).toEqual(ok(undefined));
});

const guests: TestGuest[] = [];
afterEach(async () => {
  await Promise.all(guests.splice(0).map((guest) => guest.close()));
});
afterAll(async () => {
  await lan?.network.down();
  await uplink?.close();
});

const cards = { one: "52:54:00:00:00:01", two: "52:54:00:00:00:02" };

async function tapGuest(
  name: keyof typeof cards,
  address: string,
  others = false,
): Promise<TapGuest> {
  const guest = await makeTapGuest(lan.netd, { name, address, mac: cards[name], others });
  guests.push(guest);
  return guest;
}

async function vdeGuest(name: string, address: string): Promise<TestGuest> {
  const guest = await makeGuest(name, address, lan.vdeSwitch.socketFolder);
  guests.push(guest);
  return guest;
}

describe("a LAN with fast cables", () => {
  it("is a bridge, by which machines at taps and at the switch reach each other and the outside", async () => {
    expect(await lan.network.up()).toEqual(ok(undefined));
    await linkSettled("vtap0");
    const one = await tapGuest("one", "192.168.100.1");
    const two = await tapGuest("two", "192.168.100.2");
    const old = await vdeGuest("old", "192.168.100.3");
    await until("the first answer", () => one.ping("192.168.100.254"));
    expect(await one.ping("192.168.100.2")).toBe(true);
    expect(await two.ping("192.168.100.3")).toBe(true);
    expect(await old.ping("192.168.100.1")).toBe(true);
    expect(await old.ping("192.168.100.254")).toBe(true);
    expect(await one.whoAmI()).not.toBeNull();
    expect(await old.whoAmI("udp")).not.toBeNull();
  });

  it("lets nobody behind a port send as another machine, as this computer, or as a server", async () => {
    const one = await tapGuest("one", "192.168.100.1");
    const two = await tapGuest("two", "192.168.100.2");
    await until("an answer", () => one.ping("192.168.100.2"));
    const seen = await capture("eth0", advertised, "two");
    const probe = openLanProbe(one.socketFolder);
    const own = { mac: one.mac, address: ipv4Number(one.address) };
    const host = ipv4Number("192.168.100.254");
    const all = "ff:ff:ff:ff:ff:ff";
    const hostCard = bridgeMac(defaultLan);
    const dhcp = udp("192.168.100.1", 67, 68);
    const forged = [
      // A wrong card, another's address, a second gateway, and answers that are not its own.
      arpQuestion({ ...own, mac: "02:66:6f:65:00:01" }, ipv4Number("192.168.100.66")),
      arpQuestion({ ...own, address: ipv4Number("192.168.100.3") }, ipv4Number("192.168.100.66")),
      arpAnswer({ ...own, address: host }, two.mac, ipv4Number(two.address)),
      arpAnswer({ mac: hostCard, address: host }, two.mac, ipv4Number(two.address)),
      ethernet(all, one.mac, 0x0800, dhcp),
      ethernet(all, one.mac, 0x0800, udp("192.168.100.3", 4000, 4001)),
      ethernet(two.mac, hostCard, 0x0800, udp("192.168.100.254", 4000, 4001)),
      routerAdvertisement([]),
      neighbourAdvertisement("fe80::5054:ff:fe00:1", one.mac, "fe80::99"),
      addressQuestion(one.mac, "fe80::99"),
      ethernet(all, one.mac, 0x88b5, bytes(udp("192.168.100.3", 4000, 4001))),
    ];
    for (const frame of forged) probe.send(frame);
    probe.send(arpQuestion(own, ipv4Number("192.168.100.77")));
    await until("the last frame", () => seen.lines.some((line) => line.includes(".77 tell")));
    probe.close();
    expect(withoutQuestions(await seen.end())).toEqual([
      expect.stringContaining("who-has 192.168.100.77 tell 192.168.100.1"),
    ]);
    const status = await lan.netd.status();
    const counted = (status.ok ? status.value?.refusedFrames : null) ?? [];
    const ofOne = counted.find(({ mac }) => mac === one.mac);
    expect(ofOne?.frames).toBe(forged.length);
    expect(await two.ping("192.168.100.254")).toBe(true);
  });

  it("lets nobody at the switch send as a machine at a port, or as this computer", async () => {
    const one = await tapGuest("one", "192.168.100.1");
    const two = await tapGuest("two", "192.168.100.2");
    await until("an answer", () => one.ping("192.168.100.2"));
    const seen = await capture("eth0", advertised, "two");
    const probe = openLanProbe(lan.vdeSwitch.socketFolder);
    const own = { mac: "02:66:6f:65:00:01", address: ipv4Number("192.168.100.66") };
    const all = "ff:ff:ff:ff:ff:ff";
    const forged = [
      arpQuestion({ ...own, mac: one.mac }, ipv4Number("192.168.100.66")),
      arpQuestion({ ...own, address: ipv4Number(one.address) }, ipv4Number("192.168.100.66")),
      arpAnswer(
        { ...own, address: ipv4Number("192.168.100.254") },
        two.mac,
        ipv4Number(two.address),
      ),
      ethernet(all, own.mac, 0x0800, udp(one.address, 4000, 4001)),
      ethernet(all, own.mac, 0x0800, udp("192.168.100.66", 67, 68)),
      ethernet(all, bridgeMac(defaultLan), 0x0800, udp("192.168.100.66", 4000, 4001)),
      neighbourAdvertisement("fe80::66", own.mac, "fe80::5054:ff:fe00:1"),
      neighbourAdvertisement("fe80::5054:ff:fe00:1", own.mac, "fe80::66"),
    ];
    for (const frame of forged) probe.send(frame);
    probe.send(arpQuestion(own, ipv4Number("192.168.100.77")));
    await until("the last frame", () => seen.lines.some((line) => line.includes(".77 tell")));
    probe.close();
    expect(withoutQuestions(await seen.end())).toEqual([
      expect.stringContaining("who-has 192.168.100.77 tell 192.168.100.66"),
    ]);
  });

  it("lets a machine that is set so send from other addresses, but not as this computer", async () => {
    const one = await tapGuest("one", "192.168.100.1", true);
    await tapGuest("two", "192.168.100.2");
    const seen = await capture("eth0", "arp", "two");
    const probe = openLanProbe(one.socketFolder);
    const who = { mac: "02:66:6f:65:00:01", address: ipv4Number("192.168.100.66") };
    probe.send(arpQuestion({ ...who, address: ipv4Number("192.168.100.254") }, who.address));
    await until("its frame", () => {
      probe.send(arpQuestion(who, ipv4Number("192.168.100.77")));
      return seen.lines.some((line) => line.includes(".77 tell 192.168.100.66"));
    });
    probe.close();
    expect((await seen.end()).filter((line) => line.includes("tell 192.168.100.254"))).toEqual([]);
  });

  it("goes on where another firewall drops what it does not know, and takes that back", async () => {
    for (const program of blocking) await sh(program, "-P", "FORWARD", "DROP");
    const one = await tapGuest("one", "192.168.100.1");
    const two = await tapGuest("two", "192.168.100.2");
    await until("an answer", () => one.ping("192.168.100.2"));
    expect(await two.ping("192.168.100.1")).toBe(true);
    // Their own addresses of IPv6 take a second to be theirs.
    await until("an answer by IPv6", () => one.ping("fe80::5054:ff:fe00:2%eth0"));
    expect(await two.ping("fe80::5054:ff:fe00:1%eth0")).toBe(true);
    for (const program of blocking) {
      expect(await sh(program, "-S", "FORWARD")).toContain("-i vtap0 -o vtap0");
    }
    await Promise.all(guests.splice(0).map((guest) => guest.close()));
    expect(await lan.network.down()).toEqual(ok(undefined));
    for (const program of blocking) {
      expect(await sh(program, "-S", "FORWARD")).toBe("-P FORWARD DROP");
      await sh(program, "-P", "FORWARD", "ACCEPT");
    }
    for (const family of ["ip", "ip6"]) await sh("nft", "delete", "table", family, "filter");
    for (const program of blocking.filter((each) => each.endsWith("legacy")))
      await sh(program, "-X");
    expect(await lan.network.up()).toEqual(ok(undefined));
  });

  it("goes on after kill -9 of netd, and is known to the next one", async () => {
    const one = await tapGuest("one", "192.168.100.1");
    await until("an answer", () => one.ping("192.168.100.254"));
    const living = await lan.netd.status();
    process.kill(living.ok ? (living.value?.pid ?? 0) : 0, "SIGKILL");
    expect(await one.ping("192.168.100.254")).toBe(true);
    // Its QEMU ends while no netd lives.
    await one.letGo();
    expect(await links()).toContain(one.tap);
    expect(await lan.network.up()).toEqual(ok(undefined));
    await until("the tap's end", async () => !(await links()).includes(one.tap));
  });

  it("takes a tap away once nobody has it open", async () => {
    const one = await tapGuest("one", "192.168.100.1");
    await until("an answer", () => one.ping("192.168.100.254"));
    await one.letGo();
    await until("the tap's end", async () => !(await links()).includes(one.tap));
  });

  it("takes a tap away that was opened and closed while nobody looked", async () => {
    const told = await lan.netd.apply({ verb: "plug", mac: cards.one, others: false });
    const netd = (told.ok && told.value?.pid) || 0;
    const tap = tapOfCard(cards.one);
    const inside = createVdeSwitch(join(mkdtempSync("/tmp/qemu-"), "switch"), 0);
    process.kill(netd, "SIGSTOP");
    try {
      expect(await inside.start(tap)).toMatchObject({ ok: true });
      await inside.stop();
      expect(await links()).toContain(tap);
    } finally {
      process.kill(netd, "SIGCONT");
    }
    await until("the tap's end", async () => !(await links()).includes(tap));
  });

  it("leaves nothing behind once it is off", async () => {
    const one = await tapGuest("one", "192.168.100.1");
    await until("an answer", () => one.ping("192.168.100.254"));
    await one.close();
    guests.splice(0);
    expect(await lan.network.down()).toEqual(ok(undefined));
    expect(await networkState()).toBe(before);
    await expect(readFile(`${lan.folder}/state.json`)).rejects.toThrow("ENOENT");
  });
});

const links = () => sh("ip", "-br", "link");
