import { readFileSync } from "node:fs";

/** The user that dnsmasq runs as. */
export interface Servant {
  readonly uid: number;
  readonly gid: number;
}

/** Finds the user that dnsmasq runs as; null if this user namespace has no other than root. */
export function findServant(): Servant | null {
  const users = readFileSync("/etc/passwd", "utf8");
  const mapped = readFileSync("/proc/self/uid_map", "utf8").trim().split("\n");
  for (const name of ["dnsmasq", "nobody"]) {
    const found = new RegExp(`^${name}:[^:]*:(\\d+):(\\d+):`, "m").exec(users);
    if (found === null) continue;
    const servant = { uid: Number(found[1]), gid: Number(found[2]) };
    // user_namespaces(7): first id inside, first id outside, count.
    const isMapped = mapped.some((line) => {
      const [first = 0, , count = 0] = line.trim().split(/\s+/).map(Number);
      return servant.uid >= first && servant.uid < first + count;
    });
    if (isMapped) return servant;
  }
  return null;
}

/**
 * Returns setpriv's arguments: dnsmasq keeps only the capabilities without which it refuses to start
 * (ports below 1024, ARP entries), gains none, and ends with netd, however that ends. setpriv changes
 * the user, because a change by dnsmasq itself would undo the latter.
 */
export function guardArgs(servant: Servant | null): readonly string[] {
  const user =
    servant === null ? [] : [`--reuid=${servant.uid}`, `--regid=${servant.gid}`, "--clear-groups"];
  const only = "-all,+net_bind_service,+net_admin";
  return [
    ...user,
    "--no-new-privs",
    ...[`--inh-caps=${only}`, `--ambient-caps=${only}`, `--bounding-set=${only}`],
    ...["--pdeathsig", "KILL", "--"],
  ];
}
