import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { openLanProbe } from "../../adapters/net/frame-probe.ts";
import { broadcastOf, formatIpv4, parseIpv4, type Subnet } from "../../core/base/ip-address.ts";
import {
  arpAnswer,
  arpQuestion,
  dnsQuestion,
  echoQuestion,
  type ProbeFrame,
  type ProbeIdentity,
} from "../../core/path-check/probe-frames.ts";

/** What is asked in the LAN, as a machine of it would, by a plug of our own in its switch. */
export interface LanConversation {
  /** The card that answers at an address; null: none. */
  whoHas(address: string): Promise<string | null>;
  /**
   * The cards of those that answer at some addresses, all asked at once. The host, which is always
   * there, shows how long an answer takes just now: others are given longer than that.
   */
  occupants(addresses: readonly string[], host: string): Promise<ReadonlyMap<string, string>>;
  /** The addresses, other than one, from which a card was heard, having asked for all of a subnet. */
  whereElse(mac: string, address: string, subnet: Subnet): Promise<string | null>;
  /** Takes an address that nobody has, and sends by way of a card from then on; false: none free. */
  settle(subnet: Subnet, taken: ReadonlySet<string>, via: string): Promise<boolean>;
  /** Sends a packet of so many bytes; `returned`, `lost`, or the size that would have fitted. */
  echo(address: string, bytes: number): Promise<"returned" | "lost" | number>;
  /** Whether a name server answers. */
  dns(server: string): Promise<boolean>;
  close(): void;
}

/** How often something is asked, and how long each time an answer is waited for (ms). */
const tries = 4;
const patienceMs = 250;
/** How often many are asked at once, what they are given beyond the host, and at most (ms). */
const askAgainMs = 50;
const leastMs = 100;
const mostMs = 1000;
/** A guest that was not asked by its address speaks up on its own within some seconds, or never. */
const listeningMs = 1500;
/** Larger subnets are not asked through: that would be a storm. */
const mostAsked = 1024;
/** So many addresses are tried for one of our own. */
const mostTaken = 16;

/** Plugs in and listens. */
export function converse(socketFolder: string): LanConversation {
  const probe = openLanProbe(socketFolder);
  // Locally administered and unicast (IEEE 802): the second-lowest bit of the first byte is set.
  const mac = `02:${[...randomBytes(5)].map((byte) => byte.toString(16).padStart(2, "0")).join(":")}`;
  const stranger: ProbeIdentity = { mac, address: 0 };
  const cards = new Map<string, string>();
  const frames: ProbeFrame[] = [];
  let settled: { readonly who: ProbeIdentity; readonly via: string } | null = null;
  probe.listen((frame) => {
    if (frame.kind !== "arp") {
      frames.push(frame);
      return;
    }
    if (frame.mac !== mac && frame.address !== "0.0.0.0") cards.set(frame.address, frame.mac);
    if (settled !== null && frame.to === formatIpv4(settled.who.address)) {
      probe.send(arpAnswer(settled.who, frame.mac, parseIpv4(frame.address) ?? 0));
    }
  });

  /** Asks until there is an answer; gives it, or null. */
  async function insist<T>(
    ask: () => void,
    answer: () => T | null,
    times = tries,
  ): Promise<T | null> {
    for (let round = 0; round < times; round += 1) {
      ask();
      const deadline = Date.now() + patienceMs;
      while (Date.now() < deadline) {
        const found = answer();
        if (found !== null) return found;
        await delay(5);
      }
    }
    return null;
  }

  const heard = (is: (frame: ProbeFrame) => boolean) => () => frames.find(is) ?? null;

  return {
    whoHas: (address) =>
      insist(
        () => probe.send(arpQuestion(stranger, parseIpv4(address) ?? 0)),
        () => cards.get(address) ?? null,
      ),
    async occupants(addresses, host) {
      const begun = Date.now();
      let end = begun + mostMs;
      for (let asked = 0; Date.now() < end; await delay(5)) {
        const now = Date.now();
        if (now - asked >= askAgainMs) {
          asked = now;
          for (const address of [host, ...addresses]) {
            probe.send(arpQuestion(stranger, parseIpv4(address) ?? 0));
          }
        }
        // Its plug takes most of this.
        if (cards.has(host)) end = Math.min(end, now + Math.max(leastMs, now - begun));
        if (cards.has(host) && addresses.every((address) => cards.has(address))) break;
      }
      return new Map([...cards].filter(([address]) => addresses.includes(address)));
    },
    async whereElse(card, address, subnet) {
      const last = broadcastOf(subnet);
      if (last - subnet.network <= mostAsked) {
        for (let each = subnet.network + 1; each < last; each += 1) {
          probe.send(arpQuestion(stranger, each));
        }
      }
      const deadline = Date.now() + listeningMs;
      for (;;) {
        for (const [found, by] of cards) if (by === card && found !== address) return found;
        if (Date.now() >= deadline) return null;
        await delay(20);
      }
    },
    async settle(subnet, taken, via) {
      const last = broadcastOf(subnet);
      for (let each = last - 1; each > Math.max(subnet.network, last - mostTaken); each -= 1) {
        const address = formatIpv4(each);
        if (taken.has(address)) continue;
        const owner = await insist(
          () => probe.send(arpQuestion(stranger, each)),
          () => cards.get(address) ?? null,
          2,
        );
        if (owner !== null) continue;
        settled = { who: { mac, address: each }, via };
        return true;
      }
      return false;
    },
    async echo(address, bytes) {
      if (settled === null) return "lost";
      const { who, via } = settled;
      frames.length = 0;
      const answer = await insist(
        () => probe.send(echoQuestion(who, via, parseIpv4(address) ?? 0, bytes)),
        heard(
          (frame) =>
            (frame.kind === "echo-reply" && frame.bytes === bytes) ||
            (frame.kind === "refused" && frame.mtu !== null),
        ),
      );
      if (answer?.kind === "echo-reply") return "returned";
      return answer?.kind === "refused" && answer.mtu !== null ? answer.mtu : "lost";
    },
    async dns(server) {
      if (settled === null) return false;
      const { who, via } = settled;
      const answer = await insist(
        () => probe.send(dnsQuestion(who, via, parseIpv4(server) ?? 0)),
        heard((frame) => frame.kind === "dns-answer" && frame.from === server && frame.isFine),
      );
      return answer !== null;
    },
    close: () => probe.close(),
  };
}
