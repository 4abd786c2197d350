import { formatIpv4, parseIpv4 } from "../../base/ip-address.ts";

/** An address that the LAN's DHCP has given to a guest for a while. */
export interface Lease {
  readonly address: string;
  readonly mac: string;
}

/**
 * The leases that hold, from dnsmasq's file: a line each of when it ends (seconds since the epoch;
 * 0: never), hardware address, address, name and client's id (dnsmasq(8), `--dhcp-leasefile`).
 * Lines of any other kind are passed over. `now`: milliseconds since the epoch.
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
