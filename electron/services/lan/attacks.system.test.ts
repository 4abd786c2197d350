import { createSocket } from "node:dgram";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { endChild } from "../../../e2e/rig/end-child.ts";
import { type Attacker, attackerAddress, openAttacker } from "../../../e2e/rig/lan/attacker.ts";
import {
  bytes,
  ipv4Number,
  provoking4,
  provoking6,
  routerAdvertisement,
  word,
} from "../../../e2e/rig/lan/frames.ts";
import type { TestLan } from "../../../e2e/rig/lan/test-lan.ts";
import {
  anywhere,
  capture,
  sh,
  type TestGuest,
  type TestUplink,
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
import type { HostAccess } from "../../contract/lan/network.ts";
import type { UplinkChoice } from "../../contract/uplink/choice.ts";
import { checksum, ipv4 } from "../../core/path-check/probe-frames.ts";

/** A third party on the Internet, whose traffic a guest tries to get or to reach. */
const third = { v6: "2001:db8:77::7", prefix: "2001:db8:77::" };
/** This computer's IPv6 address, behind its first uplink. */
const own6 = "2001:db8:1::2";
const accesses: readonly HostAccess[] = ["all", "dns-and-ping"];
const ipv6Flag = "/proc/sys/net/ipv6/conf/vtap0/disable_ipv6";

let lan: TestLan;
let guest: TestGuest;
let attacker: Attacker;
let one: TestUplink;
let two: TestUplink;
let before: string;

beforeAll(async () => {
  ({ one, two, lan, before } = await makeTwoWays());
  await switchOn(lan);
  await plugIn();
});

async function plugIn(): Promise<void> {
  guest = await plugGuest(lan);
  attacker = openAttacker(lan);
}

afterAll(async () => {
  attacker.close();
  await haveIpv6(false);
  await switchOff(lan, before, [guest], [one, two]);
});

async function allow(hostAccess: HostAccess): Promise<void> {
  expect(await lan.network.changeLan({ hostAccess })).toEqual(fine);
}

/** Gives this computer IPv6 by its first uplink, or takes it away. */
async function haveIpv6(has: boolean): Promise<void> {
  await sh("ip", "-6", "route", "flush", "dev", "eth1");
  await sh("ip", "-6", "addr", "flush", "dev", "eth1");
  await sh("ip", "-6", "neigh", "flush", "nud", "all", "dev", "eth1");
  if (!has) return;
  await sh("ip", "addr", "add", `${own6}/64`, "dev", "eth1", "nodad");
  // The far side does not have to answer: every packet that leaves is seen.
  const card = ["lladdr", "02:00:00:00:00:09", "dev", "eth1", "nud", "permanent"];
  await sh("ip", "-6", "neigh", "replace", "2001:db8:1::1", ...card);
  await sh(
    "ip",
    "-6",
    "route",
    "add",
    "default",
    "via",
    "2001:db8:1::1",
    "dev",
    "eth1",
    "metric",
    "100",
  );
}

/** Returns this computer's route to the third party, and all its IPv6 state on the LAN. */
async function ipv6State(): Promise<string> {
  const routes = await sh("ip", "-6", "route", "show", "table", "all");
  const addresses = await sh("ip", "-6", "addr", "show", "dev", "vtap0");
  return [...routes.split("\n").filter((line) => line.includes("vtap0")), addresses].join("\n");
}

/** Advertises until the host has seen it. */
async function advertise(): Promise<void> {
  for (let count = 0; count < 3; count += 1) {
    attacker.frame(routerAdvertisement([third.prefix, "2001:db8:66::"]));
  }
  await attacker.settle();
}

async function killNetd(): Promise<void> {
  const status = await lan.netd.status();
  process.kill(status.ok ? (status.value?.pid ?? 0) : 0, "SIGKILL");
  await until("netd's end", async () => {
    const now = await lan.netd.status();
    return now.ok && now.value === null;
  });
}

describe("a guest that advertises itself as the router of IPv6", () => {
  beforeEach(() => haveIpv6(false));

  it.each(accesses.flatMap((access) => [false, true].map((has) => [access, has] as const)))(
    "changes nothing, with access %s and IPv6 of the host's own: %s",
    async (access, has) => {
      await allow(access);
      await haveIpv6(has);
      await advertise();
      expect(await ipv6State()).toBe("");
    },
  );

  it("changes nothing while our rules are gone, nor while others switch on IPv6 there", async () => {
    await killNetd();
    await sh("nft", "delete", "table", "inet", "virtray");
    await advertise();
    expect(await ipv6State()).toBe("");
    // Now the rules alone.
    expect(await lan.netd.apply({ verb: "status" })).toMatchObject({ ok: true });
    for (const access of accesses) {
      await allow(access);
      await killNetd();
      writeFileSync(ipv6Flag, "0");
      await until("IPv6 to be on", async () => (await ipv6State()).includes("fe80::"));
      await advertise();
      const state = await ipv6State();
      expect(state).not.toContain("default via");
      expect(state).not.toContain("2001:db8");
      expect(await lan.netd.apply({ verb: "status" })).toMatchObject({ ok: true });
      await until("IPv6 to be off again", async () => (await ipv6State()) === "");
    }
  });

  it("switches IPv6 off again after others switched it on, for all interfaces, and with a new tap", async () => {
    writeFileSync(ipv6Flag, "0");
    await until("the flag", () => readFileSync(ipv6Flag, "utf8") === "1\n");
    writeFileSync("/proc/sys/net/ipv6/conf/all/disable_ipv6", "0");
    await until("the flag", () => readFileSync(ipv6Flag, "utf8") === "1\n");
    await sh("ip", "link", "delete", "vtap0");
    attacker.close();
    await guest.close();
    await switchOn(lan);
    await plugIn();
    expect(readFileSync(ipv6Flag, "utf8")).toBe("1\n");
    await advertise();
    expect(await ipv6State()).toBe("");
  });
});

describe("a guest that answers to names", () => {
  it("is ignored where everyone is asked, by this computer's programs or its resolver", async () => {
    await allow("all");
    const ports = [137, 5353, 5355];
    const heard: string[] = [];
    const sockets = [...ports, 45_000].map((port) => {
      const socket = createSocket({ type: "udp4", reuseAddr: true });
      socket.on("message", (text) => heard.push(text.subarray(12).toString())).bind(port);
      return socket;
    });
    await Promise.all(sockets.map((socket) => once(socket, "listening")));
    for (const group of ["224.0.0.251", "224.0.0.252"]) {
      for (const socket of sockets) socket.addMembership(group, "192.168.100.254");
    }
    const datagram = (from: number, to: number, flags: number, text: string) =>
      bytes(
        word(from),
        word(to),
        word(8 + 12 + text.length),
        0,
        0,
        word(7),
        flags,
        ...Array(9).fill(0),
        text,
      );
    const tell = (to: string, payload: Uint8Array) => {
      attacker.packets([ipv4(17, ipv4Number(attackerAddress), ipv4Number(to), payload)]);
    };
    for (const to of ["192.168.100.254", "224.0.0.251", "224.0.0.252", "192.168.100.255"]) {
      for (const port of ports) {
        tell(to, datagram(port, 45_000, 0x84, "an answer"));
        tell(to, datagram(40_000, port, 0x84, "an answer"));
      }
    }
    // A machine is allowed to ask.
    tell("192.168.100.254", datagram(5353, 5353, 0, "a question"));
    await until("the question", () => heard.length > 0);
    await attacker.settle();
    expect(heard).toEqual(["a question"]);
    for (const socket of sockets) socket.close();
  });

  it("is heard where it alone was asked", async () => {
    const answer = `require("node:dgram").createSocket("udp4").on("message", function (_text, from) {
      this.send(Buffer.from([0, 7, 0x84, 0]), from.port, from.address);
    }).bind(5353, () => console.log("ready"));`;
    const child = guest.start(process.execPath, "-e", answer);
    await once(child.stdout ?? child, "data");
    const asker = createSocket("udp4");
    asker.send("?", 5353, guest.address);
    expect((await once(asker, "message"))[0]).toEqual(Buffer.from([0, 7, 0x84, 0]));
    asker.close();
    await endChild(child);
  });
});

describe("a guest that reports errors about packets", () => {
  // The owner of the address answers, so all errors come from the guest.
  const card = { port: 40_400, far: anywhere, farPort: tellPort };
  const closes: (() => void)[] = [];
  afterEach(() => {
    for (const close of closes.splice(0)) close();
  });

  /**
   * Builds an ICMP message with the head of a datagram that this computer sent from `from` to `to`.
   */
  const error = (type: number, code: number, from: string, to: string) => {
    const head = bytes(word(card.port), word(card.farPort), word(16), 0, 0);
    const inner = ipv4(17, ipv4Number(from), ipv4Number(to), head);
    // The MTU of the next link, for "too large".
    const message = Buffer.from(bytes(type, code, 0, 0, 0, 0, word(600), inner));
    message.writeUInt16BE(checksum(message), 2);
    attacker.packets([ipv4(1, ipv4Number(attackerAddress), ipv4Number(from), message)]);
  };
  /** A datagram of this computer, and the error about it. */
  async function sendTo(to: string) {
    const socket = createSocket("udp4");
    const failures: string[] = [];
    socket.on("error", ({ message }) => failures.push(message));
    socket.bind(card.port);
    await once(socket, "listening");
    closes.push(() => socket.close());
    socket.connect(card.farPort, to);
    await once(socket, "connect");
    socket.send("????????");
    return failures;
  }

  it.each(accesses)(
    "is ignored about other flows, and does not lower their MTU: %s",
    async (access) => {
      await allow(access);
      const failures = await sendTo(card.far);
      for (const [type, code] of [
        ...[0, 1, 3, 4, 10, 13].map((each) => [3, each] as const),
        [11, 0] as const,
        [12, 0] as const,
      ]) {
        error(type, code, one.address, card.far);
        // The kernel does not know this flow.
        error(type, code, one.address, "10.0.1.9");
      }
      await attacker.settle();
      expect(failures).toEqual([]);
      expect(await sh("ip", "route", "get", card.far)).not.toContain("mtu 600");
      expect(await sh("ip", "route", "get", "10.0.1.9")).not.toContain("mtu 600");
    },
  );

  it.each(accesses)("is heard about packets for machines: %s", async (access) => {
    await allow(access);
    const failures = await sendTo(attackerAddress);
    await until("the error", () => {
      error(3, 3, "192.168.100.254", attackerAddress);
      return failures.length > 0;
    });
    expect(failures[0]).toContain("ECONNREFUSED");
  });
});

/** The choices, with their set-up: no packet from a guest may leave by them. */
const choices: readonly (readonly [string, UplinkChoice, () => Promise<unknown>])[] = [
  ["none", { mode: "none" }, async () => {}],
  ["automatic", { mode: "automatic" }, async () => {}],
  ["pinned", pinned("eth2"), async () => {}],
  [
    "pinned and lost",
    pinned("eth2"),
    () => sh("ip", "-n", two.namespace, "link", "set", two.farEnd, "down"),
  ],
  [
    "automatic, with this guest isolated",
    { mode: "automatic" },
    async () => {
      const isolate = { verb: "set-machine-uplink", address: attackerAddress } as const;
      expect(await lan.netd.tell({ ...isolate, uplink: { mode: "none" } })).toMatchObject({
        ok: true,
      });
    },
  ],
];

describe("packets that a guest sends with the address of another", () => {
  it.each(choices)("are not answered: uplink %s", async (_what, choice, make) => {
    await haveIpv6(true);
    const files = ["all", "vtap0"].map((name) => `/proc/sys/net/ipv4/conf/${name}/rp_filter`);
    const old = files.map((file) => readFileSync(file, "utf8"));
    expect(await lan.network.setUplink(choice)).toEqual(fine);
    await make();
    const forged = [
      anywhere,
      "192.168.100.254",
      "10.0.1.2",
      "10.0.2.1",
      "127.0.0.1",
      "0.0.0.0",
      "192.168.100.255",
      "224.0.0.1",
    ];
    const targets = [
      "192.168.100.254",
      "10.0.1.2",
      guest.address,
      "192.168.100.99",
      "203.0.113.77",
    ];
    const packets4 = forged.flatMap((from) => targets.flatMap((to) => provoking4(from, to)));
    const targets6 = [own6, "fe80::1", "2001:db8:5::5", "ff02::1", third.v6];
    const packets6 = targets6.flatMap((to) => provoking6(third.v6, to));
    const filter = "not arp and not port 7007 and not (ip6 and dst net ff00::/8)";
    const seen = await Promise.all([one, two].map((each) => capture(each.interface, filter)));
    for (const access of accesses) {
      await allow(access);
      for (const strict of ["0", "1"]) {
        for (const file of files) writeFileSync(file, strict);
        attacker.packets([...packets4, ...packets6]);
        await attacker.settle();
      }
    }
    for (const each of seen) expect(await each.end()).toEqual([]);
    files.forEach((file, index) => {
      writeFileSync(file, old[index] ?? "");
    });
    await sh("ip", "-n", two.namespace, "link", "set", two.farEnd, "up");
  });
});
