import type { PortForward } from "../../contract/lan/forward.ts";
import { loopback } from "../firewall/forward-rules.ts";

/**
 * Who listens where, of what `ss -Hlnptu` says: `named (pid 812)`; null: nobody is named. Of several
 * that share a socket it is the oldest: a program that starts another shares it until that has begun.
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

/** Where a program listens that `localhost` leads to: everywhere, or there. */
const local = ["0.0.0.0", "*", "[::]", loopback, "[::1]"];

/** Says from which port on everybody may listen (the kernel's ip-sysctl.rst). */
export const leastPortFile = "/proc/sys/net/ipv4/ip_unprivileged_port_start";

/** The first port that a user may take, of what that file says; root may take each. */
export function leastPortIn(text: string, uid: number): number {
  const least = Number.parseInt(text, 10);
  return uid === 0 ? 1 : Number.isInteger(least) ? least : 1024;
}

/**
 * Who listens where a forward would be, of what `ss -Hlnp` says of its port and protocol: as
 * `portHolder` names it, or `?`; null: nobody. `lan` is an address where no forward is. `isHeld`: the
 * port at 127.0.0.1 is held for a forward already.
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
