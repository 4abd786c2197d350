import { formatIpv4, parseIpv4 } from "../../base/ip-address.ts";

/** An address that the LAN's DHCP server has leased to a guest. */
export interface Lease {
  readonly address: string;
  readonly mac: string;
}

/**
 * Reads the valid leases from dnsmasq's file; other lines are ignored. A line has the end (seconds
 * since the epoch; 0: never), hardware address, address, name and client ID (dnsmasq(8),
 * `--dhcp-leasefile`); `now` is in milliseconds since the epoch.
 */
export function parseLeases(text: string, now: number): readonly Lease[] {
  return text.split("\n").flatMap((line) => {
    const [, end, mac, address] =
      /^(\d{1,12}) ((?:[0-9a-f]{2}:){5}[0-9a-f]{2}) ([\d.]+) /.exec(line) ?? [];
    const parsed = parseIpv4(address ?? "");
    if (mac === undefined || parsed === null) return [];
    const holds = end === "0" || Number(end) * 1000 > now;
    return holds ? [{ address: formatIpv4(parsed), mac }] : [];
  });
}
