import type { DesiredLan } from "../../../contract/lan/netd.ts";
import { lanDomain } from "../../../contract/lan/network.ts";

/** The file that this computer searches first for names (hosts(5)). */
export const hostsFile = "/etc/hosts";
/** Hosts files that people edit by hand are smaller. */
export const mostHostsBytes = 1024 * 1024;

const begin =
  "# BEGIN Virtray: its machines. To take these lines back: virtray doctor --repair host-names-undo";
const end = "# END Virtray";

/** Returns the names of a LAN and its machines, as lines for the hosts file. */
export function hostsBlock({
  lan,
  reservations,
}: Pick<DesiredLan, "lan" | "reservations">): string {
  const names = [
    ...(reservations.some(({ name }) => name === "host")
      ? []
      : [{ address: lan.address, name: "host" }]),
    ...reservations,
  ];
  const lines = names
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ address, name }) => `${address}\t${name}.${lanDomain}`);
  return `${[begin, ...lines, end].join("\n")}\n`;
}

/**
 * Finds our block in the hosts file; null if there is none, `broken` if our marks do not enclose
 * one.
 */
export function findHostsBlock(text: string): string | "broken" | null {
  const lines = text.split("\n");
  const marks = lines.filter((line) => line.startsWith("# BEGIN Virtray") || line === end);
  if (marks.length === 0) return null;
  const [from, to] = [lines.indexOf(begin), lines.indexOf(end)];
  return marks.length === 2 && from !== -1 && from < to
    ? `${lines.slice(from, to + 1).join("\n")}\n`
    : "broken";
}

/**
 * Returns the hosts file with our block, or without it (null); all else stays byte for byte, which
 * is why a new block comes first. Null if our marks do not enclose a block, so that the file must
 * not be changed.
 */
export function withHostsBlock(text: string, block: string | null): string | null {
  const found = findHostsBlock(text);
  if (found === "broken") return null;
  if (found === null) return `${block ?? ""}${text}`;
  // The last line may lack its line end.
  const whole = text.includes(found) ? found : found.trimEnd();
  return text.replace(whole, () => block ?? "");
}
