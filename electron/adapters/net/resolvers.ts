import { readFile } from "node:fs/promises";
import { parseIpv4 } from "../../core/base/ip-address.ts";
import { resolvConfServers } from "../../core/lan/names/upstream-dns.ts";

/** The first names the servers behind systemd-resolved's local one (systemd-resolved(8)). */
const files = ["/run/systemd/resolve/resolv.conf", "/etc/resolv.conf"];

/** Returns the host's name servers, except those on itself, which guests cannot reach. */
export async function hostResolvers(): Promise<readonly string[]> {
  for (const path of files) {
    const text = await readFile(path, "utf8").catch(() => "");
    const servers = resolvConfServers(text).filter(
      (server) => parseIpv4(server) !== null && !server.startsWith("127."),
    );
    if (servers.length > 0) return servers;
  }
  return [];
}
