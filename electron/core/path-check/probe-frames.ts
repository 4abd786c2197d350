import { formatIpv4, type Ipv4 } from "../base/ip-address.ts";

/**
 * Ethernet frames for requests and answers: ARP (RFC 826), ICMP echo (RFC 792), and a DNS query
 * over UDP (RFC 1035). Only frames that a probe of the LAN sends and waits for.
 */
export type ProbeFrame =
  /** An ARP packet in which a card answers for an address, or asks from it. */
  | { readonly kind: "arp"; readonly mac: string; readonly address: string; readonly to: string }
  | { readonly kind: "echo-reply"; readonly from: string; readonly bytes: number }
  | { readonly kind: "dns-answer"; readonly from: string; readonly isFine: boolean }
  | { readonly kind: "refused"; readonly by: string; readonly mtu: number | null };

/** The addresses that a probe sends from. */
export interface ProbeIdentity {
  readonly mac: string;
  /** 0 while it only asks for an address, so that no host stores the sender (RFC 5227). */
  readonly address: Ipv4;
}

const etherTypes = { arp: 0x0806, ipv4: 0x0800 } as const;
const protocols = { icmp: 1, udp: 17 } as const;
const broadcast = "ff:ff:ff:ff:ff:ff";
const nobody = "00:00:00:00:00:00";
const ethernetBytes = 14;
const ipBytes = 20;
/** The identifier of our echoes, and the source port of our queries; both are arbitrary. */
const echoId = 0x5654;
const askingPort = 53_535;

function macBytes(mac: string): readonly number[] {
  return mac.split(":").map((part) => Number.parseInt(part, 16));
}

function formatMac(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(":");
}

/** Builds an Ethernet frame between two cards; `type` is its EtherType. */
export function ethernet(to: string, from: string, type: number, payload: Uint8Array): Uint8Array {
  // Shorter frames are padded to 60 bytes, as cards do (IEEE 802.3).
  const frame = new Uint8Array(Math.max(60, ethernetBytes + payload.length));
  frame.set(macBytes(to), 0);
  frame.set(macBytes(from), 6);
  new DataView(frame.buffer).setUint16(12, type);
  frame.set(payload, ethernetBytes);
  return frame;
}

/** Returns the Internet checksum (RFC 1071). */
export function checksum(bytes: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 2) {
    sum += ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
  }
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}

/** Builds an IPv4 packet that must not be fragmented. */
export function ipv4(protocol: number, from: Ipv4, to: Ipv4, payload: Uint8Array): Uint8Array {
  const packet = new Uint8Array(ipBytes + payload.length);
  const view = new DataView(packet.buffer);
  view.setUint8(0, 0x45);
  view.setUint16(2, packet.length);
  // Don't fragment: a hop with a smaller MTU must report it.
  view.setUint16(6, 0x4000);
  view.setUint8(8, 64);
  view.setUint8(9, protocol);
  view.setUint32(12, from);
  view.setUint32(16, to);
  view.setUint16(10, checksum(packet.subarray(0, ipBytes)));
  packet.set(payload, ipBytes);
  return packet;
}

/** Builds an ARP request for an address, sent to all. */
export function arpQuestion(who: ProbeIdentity, address: Ipv4): Uint8Array {
  return arp(1, who, nobody, address, broadcast);
}

/** Builds the answer to such a request, so that frames to the probe arrive. */
export function arpAnswer(who: ProbeIdentity, mac: string, address: Ipv4): Uint8Array {
  return arp(2, who, mac, address, mac);
}

function arp(
  operation: 1 | 2,
  who: ProbeIdentity,
  mac: string,
  address: Ipv4,
  to: string,
): Uint8Array {
  const body = new Uint8Array(28);
  const view = new DataView(body.buffer);
  view.setUint16(0, 1);
  view.setUint16(2, etherTypes.ipv4);
  view.setUint8(4, 6);
  view.setUint8(5, 4);
  view.setUint16(6, operation);
  body.set(macBytes(who.mac), 8);
  view.setUint32(14, who.address);
  body.set(macBytes(mac), 18);
  view.setUint32(24, address);
  return ethernet(to, who.mac, etherTypes.arp, body);
}

/** Builds a ping of as many bytes as an MTU counts, sent to a card. */
export function echoQuestion(
  who: ProbeIdentity,
  via: string,
  address: Ipv4,
  bytes: number,
): Uint8Array {
  const message = new Uint8Array(bytes - ipBytes);
  const view = new DataView(message.buffer);
  view.setUint8(0, 8);
  view.setUint16(4, echoId);
  view.setUint16(6, bytes);
  view.setUint16(2, checksum(message));
  return ethernet(
    via,
    who.mac,
    etherTypes.ipv4,
    ipv4(protocols.icmp, who.address, address, message),
  );
}

/** Builds a DNS query for the name servers of the root, which every resolver can answer. */
export function dnsMessage(): Uint8Array {
  // An arbitrary ID. Flags: recursion desired. One question: the root, type NS (2), class IN (1).
  return new Uint8Array([0x56, 0x54, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 1]);
}

/** Returns whether a message answers without an error, by its last four flag bits (RCODE). */
export function isFineDnsAnswer(view: DataView, start = 0): boolean {
  return view.byteLength >= start + 4 && (view.getUint16(start + 2) & 0x800f) === 0x8000;
}

/** Builds the frame of that query to a server, sent to a card. */
export function dnsQuestion(who: ProbeIdentity, via: string, server: Ipv4): Uint8Array {
  const message = dnsMessage();
  const datagram = new Uint8Array(8 + message.length);
  const view = new DataView(datagram.buffer);
  view.setUint16(0, askingPort);
  view.setUint16(2, 53);
  // A checksum of 0 means that none was computed (RFC 768).
  view.setUint16(4, datagram.length);
  datagram.set(message, 8);
  return ethernet(
    via,
    who.mac,
    etherTypes.ipv4,
    ipv4(protocols.udp, who.address, server, datagram),
  );
}

/** Parses an incoming frame; null if a probe does not wait for it. */
export function readProbeFrame(frame: Uint8Array): ProbeFrame | null {
  if (frame.length < ethernetBytes + ipBytes) return null;
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const type = view.getUint16(12);
  if (type === etherTypes.arp) return readArp(frame, view);
  return type === etherTypes.ipv4 ? readIpv4(view) : null;
}

function readArp(frame: Uint8Array, view: DataView): ProbeFrame | null {
  if (frame.length < ethernetBytes + 28 || view.getUint16(16) !== etherTypes.ipv4) return null;
  return {
    kind: "arp",
    mac: formatMac(frame.subarray(22, 28)),
    address: formatIpv4(view.getUint32(28)),
    to: formatIpv4(view.getUint32(38)),
  };
}

function readIpv4(view: DataView): ProbeFrame | null {
  const start = ethernetBytes + (view.getUint8(14) & 0x0f) * 4;
  if (view.byteLength < start + 8) return null;
  const from = formatIpv4(view.getUint32(26));
  const protocol = view.getUint8(23);
  if (protocol === protocols.icmp) {
    const kind = view.getUint8(start);
    const code = view.getUint8(start + 1);
    if (kind === 0 && view.getUint16(start + 4) === echoId) {
      return { kind: "echo-reply", from, bytes: view.getUint16(start + 6) };
    }
    // Code 4 has the MTU that would have fitted (RFC 1191).
    return kind === 3
      ? { kind: "refused", by: from, mtu: code === 4 ? view.getUint16(start + 6) : null }
      : null;
  }
  if (protocol !== protocols.udp || view.byteLength < start + 12) return null;
  return view.getUint16(start) === 53 && view.getUint16(start + 2) === askingPort
    ? { kind: "dns-answer", from, isFine: isFineDnsAnswer(view, start + 8) }
    : null;
}
