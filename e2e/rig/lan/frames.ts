import { checksum, ethernet, ipv4 } from "../../../electron/core/path-check/probe-frames.ts";

/** The card that hostile frames come from. */
export const attackerCard = "02:66:6f:65:00:01";
/** A mark in each payload, which identifies it wherever it appears. */
export const marker = "stolen-bytes";

/** Joins parts: numbers are bytes, text is encoded, and bytes are unchanged. */
export function bytes(...parts: readonly (number | string | Uint8Array)[]): Uint8Array {
  return Buffer.concat(
    parts.map((part) => (typeof part === "number" ? Buffer.of(part) : Buffer.from(part))),
  );
}

/** Two bytes of a number, as they are sent. */
export const word = (value: number) => bytes((value >> 8) & 0xff, value & 0xff);

/** The 16 bytes of an IPv6 address; `::` stands for zeros. */
export function ipv6Bytes(text: string): Uint8Array {
  const [head = "", tail = ""] = text.split("::");
  const words = (part: string) =>
    part === "" ? [] : part.split(":").map((each) => Number.parseInt(each, 16));
  const [first, last] = [words(head), words(tail)];
  const zeros = Array.from({ length: 8 - first.length - last.length }, () => 0);
  return bytes(...[...first, ...zeros, ...last].map(word));
}

/** The 4 bytes of an IPv4 address as a number. */
export function ipv4Number(text: string): number {
  return Buffer.from(text.split(".").map(Number)).readUInt32BE();
}

/** A packet of IPv6 whose ICMP or UDP checksum, at `sumAt` of its payload, is filled in. */
export function ipv6(
  from: string,
  to: string,
  next: number,
  payload: Uint8Array,
  { sumAt = null, hopLimit = 255 }: { sumAt?: number | null; hopLimit?: number } = {},
): Uint8Array {
  const body = Buffer.from(payload);
  const ends = bytes(ipv6Bytes(from), ipv6Bytes(to));
  if (sumAt !== null) {
    // The pseudo header of RFC 8200, 8.1.
    const pseudo = bytes(ends, word(0), word(body.length), word(0), word(next));
    body.writeUInt16BE(checksum(bytes(pseudo, body)), sumAt);
  }
  return bytes(0x60, 0, 0, 0, word(body.length), next, hopLimit, ends, body);
}

/**
 * A router advertisement of high preference to everybody (RFC 4861, RFC 4191), for an hour: it is the
 * default router, knows the way to `prefixes`, says that they are on this link, and is a name server.
 */
export function routerAdvertisement(prefixes: readonly string[]): Uint8Array {
  const hour = bytes(0, 0, 0x0e, 0x10);
  const options = prefixes.flatMap((prefix) => [
    bytes(3, 4, 64, 0xc0, hour, hour, 0, 0, 0, 0, ipv6Bytes(prefix)),
    bytes(24, 3, 64, 0x08, hour, ipv6Bytes(prefix)),
  ]);
  const message = bytes(
    ...[134, 0, 0, 0, 64, 0x08, word(3600), 0, 0, 0, 0, 0, 0, 0, 0],
    ...[1, 1, cardBytes(attackerCard), ...options],
    ...[25, 3, 0, 0, hour, ipv6Bytes("fe80::66")],
  );
  const packet = ipv6("fe80::66", "ff02::1", 58, message, { sumAt: 2 });
  return ethernet("33:33:00:00:00:01", attackerCard, 0x86dd, packet);
}

/** A neighbour advertisement (RFC 4861, 4.4) to everybody: `address` is at `card`. */
export function neighbourAdvertisement(from: string, card: string, address: string): Uint8Array {
  const message = bytes(136, 0, 0, 0, 0x20, 0, 0, 0, ipv6Bytes(address), 2, 1, cardBytes(card));
  return ethernet(
    "33:33:00:00:00:01",
    card,
    0x86dd,
    ipv6(from, "ff02::1", 58, message, { sumAt: 2 }),
  );
}

/** A neighbour solicitation without a sender (RFC 4862, 5.4.2), by which a card asks for an address. */
export function addressQuestion(card: string, address: string): Uint8Array {
  const message = bytes(135, 0, 0, 0, 0, 0, 0, 0, ipv6Bytes(address));
  return ethernet(
    "33:33:00:00:00:01",
    card,
    0x86dd,
    ipv6("::", "ff02::1", 58, message, { sumAt: 2 }),
  );
}

function cardBytes(card: string): Uint8Array {
  return Buffer.from(card.replaceAll(":", ""), "hex");
}

/** The payloads that a receiver would answer. */
const payloads4: Readonly<Record<string, readonly [protocol: number, payload: Uint8Array]>> = {
  udp: [17, bytes(word(40_000), word(9), word(8 + marker.length), 0, 0, marker)],
  // A bare ACK and a SYN; checksums are filled in below.
  syn: [6, tcp(0x02)],
  ack: [6, tcp(0x10)],
  echo: [1, withSum(bytes(8, 0, 0, 0, 0, 1, 0, 1, marker), 2)],
  unknown: [99, bytes(marker)],
};

function tcp(flags: number): Uint8Array {
  return bytes(word(40_001), word(9), 0, 0, 0, 1, 0, 0, 0, 1, 0x50, flags, 0x40, 0, 0, 0, 0, 0);
}

function withSum(message: Uint8Array, at: number): Uint8Array {
  const summed = Buffer.from(message);
  summed.writeUInt16BE(checksum(summed), at);
  return summed;
}

function withTcpSum(from: number, to: number, segment: Uint8Array): Uint8Array {
  const head = Buffer.alloc(12);
  head.writeUInt32BE(from, 0);
  head.writeUInt32BE(to, 4);
  head.writeUInt16BE(6, 8);
  head.writeUInt16BE(segment.length, 10);
  const summed = Buffer.from(segment);
  summed.writeUInt16BE(checksum(bytes(head, summed)), 16);
  return summed;
}

/** Changes the header of a packet of IPv4, and fits its checksum. */
function withHeader(packet: Uint8Array, change: (header: Buffer) => void): Uint8Array {
  const changed = Buffer.from(packet);
  change(changed);
  const length = ((changed[0] ?? 0) & 0x0f) * 4;
  changed.writeUInt16BE(0, 10);
  changed.writeUInt16BE(checksum(changed.subarray(0, length)), 10);
  return changed;
}

/** Returns packets of each kind that a receiver would answer, from an address to another. */
export function provoking4(fromText: string, toText: string): readonly Uint8Array[] {
  const [from, to] = [ipv4Number(fromText), ipv4Number(toText)];
  const plain = Object.values(payloads4).map(([protocol, payload]) =>
    ipv4(protocol, from, to, protocol === 6 ? withTcpSum(from, to, payload) : payload),
  );
  const [udp = new Uint8Array()] = plain;
  const dying = withHeader(udp, (header) => {
    header[8] = 1;
  });
  // An option that is too long for the header, which the kernel would answer with "parameter
  // problem".
  const options = withHeader(
    bytes(udp.subarray(0, 20), 7, 40, 4, 0, udp.subarray(20)),
    (header) => {
      header[0] = 0x46;
      header.writeUInt16BE(header.length, 2);
    },
  );
  return [...plain, dying, options];
}

/** The IPv6 payloads; the last has an unknown extension header, which must be answered. */
export function provoking6(from: string, to: string): readonly Uint8Array[] {
  const udp = bytes(word(40_000), word(9), word(8 + marker.length), 0, 0, marker);
  return [
    ipv6(from, to, 17, udp, { sumAt: 6 }),
    ipv6(from, to, 17, udp, { sumAt: 6, hopLimit: 1 }),
    ipv6(from, to, 6, tcp(0x02), { sumAt: 16 }),
    ipv6(from, to, 6, tcp(0x10), { sumAt: 16 }),
    ipv6(from, to, 58, bytes(128, 0, 0, 0, 0, 1, 0, 1, marker), { sumAt: 2 }),
    ipv6(from, to, 99, bytes(marker)),
    ipv6(from, to, 60, bytes(17, 0, 0xc4, 4, 0, 0, 0, 0, udp)),
  ];
}
