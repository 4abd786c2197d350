/** An IPv4 address as an unsigned 32-bit number, so that subnets are arithmetic. */
export type Ipv4 = number;

/** A subnet: its lowest address and the number of leading bits that its members share. */
export interface Subnet {
  readonly network: Ipv4;
  readonly prefixLength: number;
}

const octet = /^(?:0|[1-9]\d{0,2})$/;

/**
 * Reads a dotted IPv4 address; null if it is not one. Leading zeros are refused, because some
 * parsers read them as octal.
 */
export function parseIpv4(text: string): Ipv4 | null {
  const parts = text.split(".");
  if (parts.length !== 4) return null;
  let value = 0;
  for (const part of parts) {
    if (!octet.test(part) || Number(part) > 255) return null;
    value = value * 256 + Number(part);
  }
  return value;
}

/** Writes an address in dotted form. */
export function formatIpv4(address: Ipv4): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join(".");
}

/** Returns the network mask of a prefix length (0 to 32), as a number. */
export function netmask(prefixLength: number): number {
  return prefixLength === 0 ? 0 : (0xffffffff << (32 - prefixLength)) >>> 0;
}

/** Returns the subnet of an address with a prefix length. */
export function subnetOf(address: Ipv4, prefixLength: number): Subnet {
  return { network: (address & netmask(prefixLength)) >>> 0, prefixLength };
}

/**
 * Reads `192.168.100.0/24`; a bare address is a subnet of one, `default` contains all. Null if it
 * is not a subnet.
 */
export function parseSubnet(text: string): Subnet | null {
  if (text === "default") return { network: 0, prefixLength: 0 };
  const [address = "", length = "32", ...rest] = text.split("/");
  const parsed = parseIpv4(address);
  if (parsed === null || rest.length > 0 || !/^(?:[12]?\d|3[0-2])$/.test(length)) return null;
  return subnetOf(parsed, Number(length));
}

/** Writes a subnet as `192.168.100.0/24`. */
export function formatSubnet(subnet: Subnet): string {
  return `${formatIpv4(subnet.network)}/${subnet.prefixLength}`;
}

/** Returns its highest address, used for broadcast. */
export function broadcastOf(subnet: Subnet): Ipv4 {
  return (subnet.network | ~netmask(subnet.prefixLength)) >>> 0;
}

/** Returns whether an address is in a subnet, network and broadcast address included. */
export function contains(subnet: Subnet, address: Ipv4): boolean {
  return (address & netmask(subnet.prefixLength)) >>> 0 === subnet.network;
}

/** Returns whether two subnets share any address. */
export function overlaps(a: Subnet, b: Subnet): boolean {
  return a.prefixLength <= b.prefixLength ? contains(a, b.network) : contains(b, a.network);
}

/**
 * Returns the lowest address of a subnet that is not taken; null if there is none. Network and
 * broadcast address are never proposed.
 */
export function nextFreeAddress(subnet: Subnet, taken: ReadonlySet<Ipv4>): Ipv4 | null {
  const last = broadcastOf(subnet);
  for (let address = subnet.network + 1; address < last; address += 1) {
    if (!taken.has(address)) return address;
  }
  return null;
}

/** Returns whether a text is an IPv4 address, or has the form of an IPv6 address without a zone. */
export function isIpAddress(text: string): boolean {
  return parseIpv4(text) !== null || /^(?=.*:.*:)[0-9A-Fa-f:]{2,39}$/.test(text);
}

/**
 * Returns an address in the form in which the C library connects to it, which also accepts IPv4 in
 * fewer parts, in hexadecimal or octal (inet_aton(3)), and inside IPv6 (ipv6(7)). Other texts are
 * returned unchanged.
 */
export function plainAddress(text: string): string {
  const [, inside] = /^[0:]+:ffff:([\d.]+\.[\d.]+|[\da-f]{1,4}:[\da-f]{1,4})$/i.exec(text) ?? [];
  if (inside?.includes(":")) {
    const [high = 0, low = 0] = inside.split(":").map((part) => Number.parseInt(part, 16));
    return formatIpv4(high * 0x10000 + low);
  }
  const parts = (inside ?? text).split(".");
  if (parts.length > 4 || !parts.every((part) => numeral.test(part))) return text;
  const numbers = parts.map((part) => Number(part.replace(/^0(?=\d)/, "0o")));
  const last = numbers.pop() ?? 0;
  // The last part fills all remaining bytes.
  if (numbers.some((each) => each > 255) || last >= 256 ** (4 - numbers.length)) return text;
  return formatIpv4(numbers.reduce((sum, each, at) => sum + each * 256 ** (3 - at), last));
}

const numeral = /^(?:0x[\da-f]+|0[0-7]*|[1-9]\d*)$/i;
