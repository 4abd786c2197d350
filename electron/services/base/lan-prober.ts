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

/** Probes of the LAN, sent from a plug of our own in its switch, as a machine would. */
export interface LanConversation {
  /** Returns the card that answers at an address; null if none does. */
  whoHas(address: string): Promise<string | null>;
  /**
   * Returns the cards that answer at some addresses, all probed at once. The host always answers,
   * so its answer shows the present delay; the others get longer than that.
   */
  occupants(addresses: readonly string[], host: string): Promise<ReadonlyMap<string, string>>;
  /**
   * Returns another address at which a card answers, after probing a whole subnet; null if there is
   * none.
   */
  whereElse(mac: string, address: string, subnet: Subnet): Promise<string | null>;
  /** Takes a free address, and sends by way of a card from then on; false if none is free. */
  settle(subnet: Subnet, taken: ReadonlySet<string>, via: string): Promise<boolean>;
  /** Sends a packet of `bytes`; returns `returned`, `lost`, or the size that would fit. */
  echo(address: string, bytes: number): Promise<"returned" | "lost" | number>;
  /** Tells whether a name server answers. */
  dns(server: string): Promise<boolean>;
  close(): void;
}

/** The number of tries for one probe, and the time (ms) for each answer. */
const tries = 4;
const patienceMs = 250;
/**
 * For probes of many addresses: the pause between tries, the least time beyond the host's answer,
 * and the most (ms).
 */
const askAgainMs = 50;
const leastMs = 100;
const mostMs = 1000;
/**
 * A guest that does not answer at the probed addresses sends something within some seconds, or
 * never.
 */
const listeningMs = 1500;
/** Larger subnets are not scanned: so many probes would flood the LAN. */
const mostAsked = 1024;
/** The number of addresses that are tried for our own. */
const mostTaken = 16;

/** The frames heard by one prober, and its own address. */
interface Conversation {
  readonly probe: ReturnType<typeof openLanProbe>;
  readonly mac: string;
  /** Addresses, and the cards from which they were heard. */
  readonly cards: Map<string, string>;
  readonly frames: ProbeFrame[];
  settled: { readonly who: ProbeIdentity; readonly via: string } | null;
}

/** Opens a plug of its own in the switch, and listens there until it is closed. */
export function converse(socketFolder: string): LanConversation {
  const state: Conversation = {
    probe: openLanProbe(socketFolder),
    mac: randomMac(),
    ...{ cards: new Map(), frames: [], settled: null },
  };
  state.probe.listen((frame) => hear(state, frame));
  return {
    whoHas: (address) => askForCard(state, parseIpv4(address) ?? 0),
    occupants: (addresses, host) => findOccupants(state, addresses, host),
    whereElse: (card, address, subnet) => findElsewhere(state, card, address, subnet),
    settle: (subnet, taken, via) => takeAddress(state, subnet, taken, via),
    echo: (address, bytes) => echo(state, address, bytes),
    dns: (server) => askDns(state, server),
    close: () => state.probe.close(),
  };
}

/** Locally administered and unicast (IEEE 802): the second-lowest bit of the first byte is set. */
function randomMac(): string {
  const bytes = [...randomBytes(5)].map((byte) => byte.toString(16).padStart(2, "0"));
  return `02:${bytes.join(":")}`;
}

function hear({ probe, mac, cards, frames, settled }: Conversation, frame: ProbeFrame): void {
  if (frame.kind !== "arp") {
    frames.push(frame);
    return;
  }
  if (frame.mac !== mac && frame.address !== "0.0.0.0") cards.set(frame.address, frame.mac);
  if (settled !== null && frame.to === formatIpv4(settled.who.address)) {
    probe.send(arpAnswer(settled.who, frame.mac, parseIpv4(frame.address) ?? 0));
  }
}

/** Probes by ARP without an address of its own, so that no guest caches one. */
function askArp({ probe, mac }: Conversation, address: number): void {
  probe.send(arpQuestion({ mac, address: 0 }, address));
}

/** Repeats a probe until an answer comes, and returns it; null after the last try. */
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

function askForCard(state: Conversation, address: number, times = tries): Promise<string | null> {
  return insist(
    () => askArp(state, address),
    () => state.cards.get(formatIpv4(address)) ?? null,
    times,
  );
}

async function findOccupants(
  state: Conversation,
  addresses: readonly string[],
  host: string,
): Promise<ReadonlyMap<string, string>> {
  const { cards } = state;
  const begun = Date.now();
  let end = begun + mostMs;
  for (let asked = 0; Date.now() < end; await delay(5)) {
    const now = Date.now();
    if (now - asked >= askAgainMs) {
      asked = now;
      for (const address of [host, ...addresses]) askArp(state, parseIpv4(address) ?? 0);
    }
    // Most of this time is the plug's start.
    if (cards.has(host)) end = Math.min(end, now + Math.max(leastMs, now - begun));
    if (cards.has(host) && addresses.every((address) => cards.has(address))) break;
  }
  return new Map([...cards].filter(([address]) => addresses.includes(address)));
}

async function findElsewhere(
  state: Conversation,
  card: string,
  address: string,
  subnet: Subnet,
): Promise<string | null> {
  const last = broadcastOf(subnet);
  if (last - subnet.network <= mostAsked) {
    for (let each = subnet.network + 1; each < last; each += 1) askArp(state, each);
  }
  const deadline = Date.now() + listeningMs;
  for (;;) {
    for (const [found, by] of state.cards) if (by === card && found !== address) return found;
    if (Date.now() >= deadline) return null;
    await delay(20);
  }
}

async function takeAddress(
  state: Conversation,
  subnet: Subnet,
  taken: ReadonlySet<string>,
  via: string,
): Promise<boolean> {
  const last = broadcastOf(subnet);
  for (let each = last - 1; each > Math.max(subnet.network, last - mostTaken); each -= 1) {
    if (taken.has(formatIpv4(each))) continue;
    if ((await askForCard(state, each, 2)) !== null) continue;
    state.settled = { who: { mac: state.mac, address: each }, via };
    return true;
  }
  return false;
}

async function echo(
  { probe, frames, settled }: Conversation,
  address: string,
  bytes: number,
): Promise<"returned" | "lost" | number> {
  if (settled === null) return "lost";
  const { who, via } = settled;
  frames.length = 0;
  const answer = await insist(
    () => probe.send(echoQuestion(who, via, parseIpv4(address) ?? 0, bytes)),
    () =>
      frames.find(
        (frame) =>
          (frame.kind === "echo-reply" && frame.bytes === bytes) ||
          (frame.kind === "refused" && frame.mtu !== null),
      ) ?? null,
  );
  if (answer?.kind === "echo-reply") return "returned";
  return answer?.kind === "refused" && answer.mtu !== null ? answer.mtu : "lost";
}

async function askDns({ probe, frames, settled }: Conversation, server: string): Promise<boolean> {
  if (settled === null) return false;
  const { who, via } = settled;
  const answer = await insist(
    () => probe.send(dnsQuestion(who, via, parseIpv4(server) ?? 0)),
    () =>
      frames.find(
        (frame) => frame.kind === "dns-answer" && frame.from === server && frame.isFine,
      ) ?? null,
  );
  return answer !== null;
}
