/** The news in a line of dnsmasq's log: a name that was asked for, or an address that is now in a set. */
export type QueryLine =
  | { readonly kind: "asked"; readonly name: string }
  | { readonly kind: "learned"; readonly name: string; readonly address: string };

/** Guests choose the names: others than those of hosts are not worth keeping. */
const askedLine = /^query\[[A-Za-z0-9=-]+\] ([A-Za-z0-9_.-]{1,253}) from \S+$/;
const learnedLine = /^nftset add \S+ inet \S+ \S+ ([\d.]+) ([a-z0-9_.-]{1,253})$/;

/** Reads a line of the log of a resolver with a list of names; null if it tells nothing of use. */
export function readQueryLine(line: string): QueryLine | null {
  const [, asked] = askedLine.exec(line) ?? [];
  if (asked !== undefined) return { kind: "asked", name: asked.toLowerCase() };
  const [, address, name] = learnedLine.exec(line) ?? [];
  return address === undefined || name === undefined ? null : { kind: "learned", name, address };
}

/** Returns whether a name is on a list, or below a name on it. */
export function isListed(name: string, list: readonly string[]): boolean {
  return list.some((each) => name === each || name.endsWith(`.${each}`));
}
