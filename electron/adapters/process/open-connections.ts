import { readFile } from "node:fs/promises";

/** The connections of this computer at a moment, as the kernel lists them. */
export interface OpenConnections {
  /** Returns whether a program here has a TCP connection to an IPv4 address. */
  leadTo(address: string): boolean;
  /** Returns whether somebody is connected to the socket at a path. */
  areAt(path: string): boolean;
}

/** State "established" in /proc/net/tcp, and "connected" in /proc/net/unix. */
const established = "01";
const connected = "03";

/** Returns an address as /proc/net/tcp writes it: the kernel's number in hex, low byte first. */
const inHex = (address: string) =>
  address
    .split(".")
    .map((part) => Number(part).toString(16).toUpperCase().padStart(2, "0"))
    .reverse()
    .join("");

/** Reads all connections of this computer; none where /proc tells nothing. */
export async function readConnections(): Promise<OpenConnections> {
  const [tcp, unix] = await Promise.all(
    ["/proc/net/tcp", "/proc/net/unix"].map(async (path) =>
      (await readFile(path, "utf8").catch(() => ""))
        .split("\n")
        .map((line) => line.trim().split(/\s+/)),
    ),
  );
  const remote = new Set(
    tcp?.flatMap(([, , there, state]) => (state === established ? [there?.split(":")[0]] : [])),
  );
  const sockets = new Set(
    unix?.flatMap((words) => (words[5] === connected ? [words.slice(7).join(" ")] : [])),
  );
  return {
    leadTo: (address) => remote.has(inHex(address)),
    areAt: (path) => sockets.has(path),
  };
}
