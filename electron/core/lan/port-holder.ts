import type { PortForward } from "../../contract/lan/forward.ts";
import { loopback } from "../firewall/forward-rules.ts";

/**
 * Returns the listener in the output of `ss -Hlnptu`: `named (pid 812)`; null if none is named. Of
 * several that share a socket it is the oldest: a program shares it with a child until that has
 * begun.
 */
export function portHolder(text: string, ownPid: number | null): string | null {
  for (const line of text.split("\n")) {
    const users = [...line.matchAll(/\("([^"]+)",pid=(\d+)/g)]
      .map(([, name, pid]) => ({ name, pid: Number(pid) }))
      .filter(({ pid }) => pid !== ownPid)
      .sort((a, b) => a.pid - b.pid);
    const [first] = users;
    if (first !== undefined) return `${first.name} (pid ${first.pid})`;
  }
  return null;
}

/** Matches listeners at `localhost`: at every address, or at a loopback one. */
const local = ["0.0.0.0", "*", "[::]", loopback, "[::1]"];

/** The file with the first port that every user may listen at (the kernel's ip-sysctl.rst). */
export const leastPortFile = "/proc/sys/net/ipv4/ip_unprivileged_port_start";

/** Returns the first port that a user may take, from that file's text; root may take any. */
export function leastPortIn(text: string, uid: number): number {
  const least = Number.parseInt(text, 10);
  return uid === 0 ? 1 : Number.isInteger(least) ? least : 1024;
}

/**
 * Returns the listener at a forward's port in the output of `ss -Hlnp`: as `portHolder` names it,
 * or `?`; null if there is none. `lan` is an address without forwards; `isHeld`: the port at
 * 127.0.0.1 is held for a forward already.
 */
export function listenerInTheWay(
  text: string,
  reach: PortForward["reach"],
  lan: string,
  isHeld: boolean,
): string | null {
  for (const line of text.split("\n")) {
    const address = /^\S+ +\d+ +\d+ +(\S+):\d+ /.exec(line)?.[1]?.replace(/%.*/, "");
    if (address === undefined || address === lan) continue;
    if (isHeld && address === loopback) continue;
    if (local.includes(address) || (reach === "uplink" && !address.startsWith("127."))) {
      return portHolder(line, null) ?? "?";
    }
  }
  return null;
}
