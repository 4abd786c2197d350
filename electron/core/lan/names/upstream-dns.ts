import { isIpAddress, plainAddress } from "../../base/ip-address.ts";

/**
 * The files with the host's name servers: the C library's own, and those of systemd-resolved
 * (systemd-resolved(8)) and NetworkManager (NetworkManager.conf(5), rc-manager), which name the
 * servers behind a local one.
 */
export const resolverFiles = [
  "/etc/resolv.conf",
  "/run/systemd/resolve/resolv.conf",
  "/run/NetworkManager/no-stub-resolv.conf",
] as const;

/** Reads the name servers of a resolv.conf(5), in order, those of IPv4 in dotted form. */
export function resolvConfServers(text: string): readonly string[] {
  return [...text.matchAll(/^\s*nameserver\s+(\S+)/gm)]
    .map((match) => plainAddress(match[1] ?? ""))
    .filter(isIpAddress);
}

/**
 * Reads name servers from the output of `resolvectl dns LINK` or `nmcli -g IP4.DNS device show
 * LINK`.
 */
export function toldServers(text: string): readonly string[] {
  return text
    .replace(/^Link \d+ \([^)]*\):/gm, " ")
    .split(/[\s|]+/)
    .filter(isIpAddress);
}

/** The name servers that the host knows. */
export interface KnownServers {
  /** The servers of /etc/resolv.conf; one on the host itself may be among them. */
  readonly host: readonly string[];
  /** The servers behind systemd-resolved's local one. */
  readonly behind: readonly string[];
  /** The servers that belong to the uplink alone. */
  readonly uplink: readonly string[];
}

const isLocal = (server: string) => server.startsWith("127.") || server === "::1";

/**
 * Returns the servers to which dnsmasq forwards queries. With the host's own routing these are the
 * host's; a chosen uplink's are asked through that interface alone, and without an uplink none is
 * asked.
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
