import { existsSync, readFileSync } from "node:fs";
import type { LanSettings } from "../../contract/lan/network.ts";
import { viaNet } from "../../contract/lan/via.ts";
import { followsHost, isShut, type UplinkChoice } from "../../contract/uplink/choice.ts";
import {
  resolvConfServers,
  toldServers,
  upstreamServers,
} from "../../core/lan/names/upstream-dns.ts";
import { findProgram, run } from "../base/programs.ts";

/** The socket at which systemd-resolved listens. */
export const resolvedSocket = "/run/systemd/resolve/io.systemd.Resolve";
const networkManager = "/run/NetworkManager";

/** Reads a text file; empty if it cannot be read. */
export function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** Runs a program and returns its output; empty if it is not installed or fails. */
export async function tell(program: string, ...args: readonly string[]): Promise<string> {
  const path = findProgram(program);
  if (path === null) return "";
  const { code, stdout } = await run(path, args);
  return code === 0 ? stdout : "";
}

/** Finds the name servers of one interface, as the program that configured it lists them. */
async function serversOf(name: string): Promise<readonly string[]> {
  const via = viaNet(name);
  if (via !== null) return [via.nameServer];
  if (existsSync(resolvedSocket)) return toldServers(await tell("resolvectl", "dns", name));
  if (!existsSync(networkManager)) return [];
  return toldServers(await tell("nmcli", "-g", "IP4.DNS", "device", "show", name));
}

/**
 * Finds the name servers for forwarded queries, by a choice whose packets leave by `active` now.
 */
export async function upstreamOf(
  choice: UplinkChoice,
  active: string | null,
  lan: LanSettings,
): Promise<readonly string[]> {
  const kind = followsHost(choice) ? "automatic" : isShut(choice) ? "none" : "chosen";
  const servers = upstreamServers(kind, active, {
    host: resolvConfServers(readText("/etc/resolv.conf")),
    behind: resolvConfServers(readText("/run/systemd/resolve/resolv.conf")),
    uplink: kind === "chosen" && active !== null ? await serversOf(active) : [],
  });
  // A query that is forwarded to the LAN's own address would loop.
  return servers.filter((server) => server.split("@")[0] !== lan.address);
}
