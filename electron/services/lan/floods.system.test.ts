import { afterAll, beforeAll, expect, it } from "vitest";
import { type Attacker, attackerAddress, openAttacker } from "../../../e2e/rig/lan/attacker.ts";
import { attackerCard, bytes, ipv4Number, provoking4, word } from "../../../e2e/rig/lan/frames.ts";
import type { TestLan } from "../../../e2e/rig/lan/test-lan.ts";
import {
  anywhere,
  capture,
  networkState,
  sh,
  type TestGuest,
  type TestUplink,
} from "../../../e2e/rig/lan/test-net.ts";
import {
  fine,
  makeTwoWays,
  pinned,
  plugGuest,
  switchOff,
  switchOn,
} from "../../../e2e/rig/lan/ways.ts";
import { ethernet, ipv4 } from "../../core/path-check/probe-frames.ts";

const host = "192.168.100.254";
const everybody = "ff:ff:ff:ff:ff:ff";

let lan: TestLan;
let guest: TestGuest;
let attacker: Attacker;
let one: TestUplink;
let two: TestUplink;
let before: string;

beforeAll(async () => {
  ({ one, two, lan, before } = await makeTwoWays());
  await switchOn(lan);
  guest = await plugGuest(lan);
  attacker = openAttacker(lan);
});

afterAll(async () => {
  attacker.close();
  await switchOff(lan, before, [guest], [one, two]);
});

/** Returns the computer's network without counters. */
async function state(): Promise<string> {
  return (await networkState()).replace(/packets \d+ bytes \d+/g, "");
}

/** Returns numbers from 0 to 1 that are the same each time (mulberry32). */
function numbers(seed: number): () => number {
  let at = seed;
  return () => {
    at = (at + 0x6d2b79f5) | 0;
    let mixed = Math.imul(at ^ (at >>> 15), 1 | at);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Builds a fragment: its offset in steps of 8 bytes, and whether more follow. */
function fragment(from: string, to: string, at: number, more: boolean, payload: Uint8Array) {
  const packet = Buffer.from(ipv4(17, ipv4Number(from), ipv4Number(to), payload));
  packet.writeUInt16BE((more ? 0x2000 : 0) | at, 6);
  return packet;
}

/** Frames that switches and stacks have failed on, with addresses of the guest's choice. */
function strangeFrames(card: string): readonly Uint8Array[] {
  const forged = provoking4(anywhere, "10.0.1.2");
  const redirect = bytes(5, 1, 0, 0, Buffer.from([192, 168, 100, 66]), forged[0] ?? "");
  const packets = [
    ...forged,
    ...provoking4(attackerAddress, "10.0.2.1"),
    // Fragments that never end, overlap, and begin beyond their header.
    fragment(attackerAddress, "10.0.2.1", 0, true, bytes("x".repeat(16))),
    fragment(attackerAddress, "10.0.2.1", 1, true, bytes("y".repeat(64))),
    fragment(anywhere, "10.0.2.1", 8189, true, bytes("z".repeat(64))),
    // Redirects from two gateways and its own address, for the route to a third party.
    ...["10.0.1.1", "10.0.2.1", attackerAddress].map((from) =>
      ipv4(1, ipv4Number(from), ipv4Number(host), redirect),
    ),
  ];
  return packets.flatMap((packet) => [
    ethernet(card, attackerCard, 0x0800, packet),
    ethernet(everybody, attackerCard, 0x0800, packet),
    // In a VLAN, with a priority alone, and in one inside another.
    ...[5, 0].map((id) =>
      ethernet(card, attackerCard, 0x8100, bytes(word(id), word(0x0800), packet)),
    ),
    ethernet(
      card,
      attackerCard,
      0x88a8,
      bytes(word(7), word(0x8100), word(5), word(0x0800), packet),
    ),
    // Larger than the switch and the card take.
    ethernet(card, attackerCard, 0x0800, bytes(packet, "g".repeat(9_000))),
  ]);
}

const types = [0x0800, 0x86dd, 0x0806, 0x8100, 0x88a8, 0x888e, 0x88cc, 0x8847, 0x0000, 0xffff];

it.each(["all", "dns-and-ping"] as const)(
  "strange frames and 20,000 random ones change nothing and are not delivered, with access %s",
  async (hostAccess) => {
    expect(await lan.network.changeLan({ hostAccess })).toEqual(fine);
    expect(await lan.network.setUplink({ mode: "none" })).toEqual(fine);
    const desired = await state();
    const seen = await Promise.all(
      [one, two].map((each) => capture(each.interface, "ip or (ip6 and not dst net ff00::/8)")),
    );
    const card = (await sh("cat", "/sys/class/net/vtap0/address")).trim();
    for (const frame of strangeFrames(card)) attacker.frame(frame);
    const next = numbers(20_000);
    for (let count = 0; count < 20_000; count += 1) {
      const payload = Uint8Array.from({ length: Math.floor(next() * 120) }, () => next() * 256);
      // Half of them look like packets of IP.
      if (next() < 0.5) payload[0] = next() < 0.5 ? 0x45 : 0x60;
      const type = types[Math.floor(next() * types.length)] ?? 0;
      attacker.frame(ethernet(next() < 0.8 ? card : everybody, attackerCard, type, payload));
      // No more than the switch takes at a time.
      if (count % 500 === 0) await attacker.settle();
    }
    await attacker.settle();
    for (const each of seen) expect(await each.end()).toEqual([]);
    expect(await state()).toBe(desired);
    expect(await lan.network.setUplink({ mode: "automatic" })).toEqual(fine);
    expect(await guest.whoAmI()).toBe(one.address);
  },
);

it("floods of cards and flows do not block the LAN, and are gone with the switch of the uplink", async () => {
  const next = numbers(7);
  const card = (await sh("cat", "/sys/class/net/vtap0/address")).trim();
  const anyCard = () =>
    [
      "02",
      ...Array.from({ length: 5 }, () =>
        Math.floor(next() * 256)
          .toString(16)
          .padStart(2, "0"),
      ),
    ].join(":");
  for (let count = 0; count < 5_000; count += 1) {
    const udp = bytes(word(1024 + count), word(9), word(12), 0, 0, "flow");
    const from = ipv4Number("192.168.100.0") + 1 + Math.floor(next() * 200);
    attacker.frame(ethernet(card, anyCard(), 0x0800, ipv4(17, from, ipv4Number(anywhere), udp)));
    if (count % 500 === 0) await attacker.settle();
  }
  await attacker.settle();
  const flows = async () => {
    const listed = await sh("conntrack", "-L", "-p", "udp", "-d", anywhere);
    return listed.split("\n").filter((line) => / dport=9 /.test(line)).length;
  };
  expect(await flows()).toBeGreaterThan(1_000);
  expect(await guest.whoAmI()).toBe(one.address);
  expect(await lan.network.setUplink(pinned("eth2"))).toEqual(fine);
  expect(await flows()).toBe(0);
  expect(await guest.whoAmI()).toBe(two.address);
});
