import { isIpAddress, plainAddress } from "../../base/ip-address.ts";

/**
 * Where a host's programs write down which name servers they ask: the C library's own file, and those
 * of systemd-resolved (systemd-resolved(8)) and NetworkManager (NetworkManager.conf(5), rc-manager), which
 * tell who is behind a server on the host itself.
 */
export const resolverFiles = [
  "/etc/resolv.conf",
  "/run/systemd/resolve/resolv.conf",
  "/run/NetworkManager/no-stub-resolv.conf",
] as const;

/** The name servers of a resolv.conf(5), in order, those of IPv4 in dotted form. */
export function resolvConfServers(text: string): readonly string[] {
  return [...text.matchAll(/^\s*nameserver\s+(\S+)/gm)]
    .map((match) => plainAddress(match[1] ?? ""))
    .filter(isIpAddress);
}

/** The name servers in what `resolvectl dns LINK` or `nmcli -g IP4.DNS device show LINK` says. */
export function toldServers(text: string): readonly string[] {
  return text
    .replace(/^Link \d+ \([^)]*\):/gm, " ")
    .split(/[\s|]+/)
    .filter(isIpAddress);
}

/** What the host knows of name servers. */
export interface KnownServers {
  /** Those of /etc/resolv.conf; one on the host itself may be among them. */
  readonly host: readonly string[];
  /** Those behind systemd-resolved's local one. */
  readonly behind: readonly string[];
  /** Those that belong to the uplink alone. */
  readonly uplink: readonly string[];
}

const isLocal = (server: string) => server.startsWith("127.") || server === "::1";

/**
 * Where the LAN's names are asked for. Where the host's own routing decides, its resolver does too;
 * a chosen uplink is asked through that interface alone, and without one nobody is asked.
 */
export function upstreamServers(
  mode: "automatic" | "chosen" | "none",
  active: string | null,
  known: KnownServers,
): readonly string[] {
  if (mode === "automatic") return known.host;
  if (mode === "none" || active === null) return [];
  const outside = [known.uplink, known.behind, known.host]
    .map((servers) => servers.filter((server) => !isLocal(server)))
    .find((servers) => servers.length > 0);
  return (outside ?? []).map((server) => `${server}@${active}`);
}
