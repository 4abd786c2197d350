import type { PortForward } from "../contract/forward.ts";

/** Who listens where, of what `ss -Hlnptu` says: `named (pid 812)`; null: nobody is named. */
export function portHolder(text: string, ownPid: number | null): string | null {
  for (const line of text.split("\n")) {
    const found = /users:\(\("([^"]+)",pid=(\d+)/.exec(line);
    if (found?.[1] !== undefined && Number(found[2]) !== ownPid) {
      return `${found[1]} (pid ${found[2]})`;
    }
  }
  return null;
}

/** Where a program listens that `localhost` leads to: everywhere, or there. */
const local = ["0.0.0.0", "*", "[::]", "127.0.0.1", "[::1]"];

/**
 * Who listens where a forward would be, of what `ss -Hlnp` says of its port and protocol: as
 * `portHolder` names it, or `?`; null: nobody. `lan` is an address where no forward is.
 */
export function listenerInTheWay(
  text: string,
  reach: PortForward["reach"],
  lan: string,
): string | null {
  for (const line of text.split("\n")) {
    const address = /^\S+ +\d+ +\d+ +(\S+):\d+ /.exec(line)?.[1]?.replace(/%.*/, "");
    if (address === undefined || address === lan) continue;
    if (local.includes(address) || (reach === "uplink" && !address.startsWith("127."))) {
      return portHolder(line, null) ?? "?";
    }
  }
  return null;
}
