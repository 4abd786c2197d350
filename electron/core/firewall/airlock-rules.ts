import {
  type Airlock,
  type AirlockEntry,
  isOver,
  isSubnet,
  spellEntry,
} from "../../contract/lan/airlock.ts";
import type { MachineAirlock, Reservation } from "../../contract/lan/netd.ts";
import { airlockPorts, resolverPorts } from "./own-resolvers.ts";

/**
 * The table of the airlocks, in the family `inet`. It is not the LAN's own, which is replaced whenever an
 * uplink changes: what was learned of names would be gone each time.
 */
export const airlockTable = "virtray-airlock";

/** The arguments by which nft lists the rules of the airlocks, without what their sets hold. */
export const airlockListing = ["-s", "-t", "list", "table", "inet", airlockTable] as const;

/** Returns whether a text for nft is that of airlocks. */
export function isAirlocks(text: string): boolean {
  return text.startsWith(`table inet ${airlockTable} {`);
}

/** For so long connections may begin to an address that a name had; the answer's own time is shorter. */
const learnedFor = "10m";
/** A guest may use an answer for so long (`--max-ttl`), so an address in use stays for a little longer. */
const graceFor = "2m";

/** `portless` are refused packets of protocols without ports. */
type SetKind =
  | "machine"
  | "names"
  | "grace"
  | "until"
  | "flows"
  | "refused"
  | "portless"
  | "reached";

/** Returns the name of a set of a machine, which tells nft and people what it is about. */
export function setName(kind: SetKind, address: string, about = ""): string {
  const end = about === "" ? "" : `_${about.replaceAll(/[:+]/g, ".").replaceAll("/", "-")}`;
  return `${kind}_${address}${end}`;
}

/** Returns the set that dnsmasq fills with the addresses of a name. */
function nameSet(address: string, name: string): string {
  return setName("names", address, name);
}

const withPorts = ["tcp", "udp"];
const flow = "ip daddr . meta l4proto . th sport . th dport";
const destination = "ip daddr . meta l4proto . th dport";
const traceType = "type ipv4_addr . inet_proto . inet_service; flags dynamic,timeout";

/** Returns the entries with another destination than those before them. */
function byName(entries: readonly AirlockEntry[]): readonly AirlockEntry[] {
  return entries.filter(
    ({ to }, index) => !isSubnet(to) && entries.findIndex((each) => each.to === to) === index,
  );
}

/** Returns the entries whose time is not over; none once the airlock's is. */
function livingEntries(airlock: Airlock, now: number): readonly AirlockEntry[] {
  return isOver(airlock, now) ? [] : airlock.only.filter((entry) => !isOver(entry, now));
}

/** Returns the names that a machine may reach now, with the sets for their addresses as dnsmasq names them. */
export function allowedNames(address: string, airlock: Airlock, now: number) {
  return byName(livingEntries(airlock, now)).map(({ to }) => ({
    name: to,
    set: `4#inet#${airlockTable}#${nameSet(address, to)}`,
  }));
}

/** A kernel set that holds the machine's address for as long as something is allowed. */
export interface Permission {
  readonly set: string;
  readonly address: string;
  readonly until: number;
  /** A connection takes the address out of the set, so it must not be put back. */
  readonly isOnce: boolean;
}

/** Returns what a machine may do for a time only. */
export function permissionsOf(
  { address, airlock }: MachineAirlock,
  now: number,
): readonly Permission[] {
  const { until } = airlock;
  const entries = livingEntries(airlock, now);
  if (entries.length === 0) return [];
  return [
    ...(until === undefined
      ? []
      : [{ set: setName("machine", address), address, until, isOnce: false }]),
    ...entries.flatMap((entry) =>
      entry.until === undefined
        ? []
        : [
            {
              set: setName("until", address, spellEntry(entry)),
              ...{ address, until: entry.until, isOnce: entry.once === true },
            },
          ],
    ),
  ];
}

function setsOf(machine: MachineAirlock, now: number): readonly string[] {
  const { address, airlock } = machine;
  const set = (name: string, spec: string) => `  set ${name} { ${spec}; }`;
  return [
    ...permissionsOf(machine, now).map((each) =>
      set(each.set, "type ipv4_addr; flags dynamic,timeout; size 16"),
    ),
    ...byName(livingEntries(airlock, now)).flatMap(({ to }) => [
      set(nameSet(address, to), `type ipv4_addr; flags timeout; timeout ${learnedFor}; size 4096`),
      set(
        setName("grace", address, to),
        `type ipv4_addr; flags dynamic,timeout; timeout ${graceFor}; size 4096`,
      ),
    ]),
    set(
      setName("flows", address),
      "type ipv4_addr . inet_proto . inet_service . inet_service; flags dynamic,timeout; timeout 1h; size 16384",
    ),
    set(setName("refused", address), `${traceType}; timeout 1d; size 256; counter`),
    set(
      setName("portless", address),
      "type ipv4_addr . inet_proto; flags dynamic,timeout; timeout 1d; size 64; counter",
    ),
    set(setName("reached", address), `${traceType}; timeout 1d; size 256; counter`),
  ];
}

/** Returns the matches of an entry's ports; one without any if all are meant. */
function portMatches({ ports }: AirlockEntry): readonly string[] {
  return ports === undefined
    ? [""]
    : ports.flatMap(({ first, last }) =>
        withPorts.map((protocol) => `${protocol} dport ${first}-${last} `),
      );
}

/** Returns the rules that let connections to one destination begin. */
function entryRules(address: string, entry: AirlockEntry): readonly string[] {
  const until = setName("until", address, spellEntry(entry));
  const timed = entry.until === undefined ? "" : `ip saddr @${until} `;
  const last = entry.once === true ? `delete @${until} { ip saddr } ` : "";
  const pass = `${last}goto pass_${address}`;
  const grace = setName("grace", address, entry.to);
  return portMatches(entry).flatMap((ports) =>
    isSubnet(entry.to)
      ? [`    ${timed}ip daddr ${entry.to} ${ports}${pass}`]
      : [
          `    ${timed}ip daddr @${nameSet(address, entry.to)} ${ports}update @${grace} { ip daddr } ${pass}`,
          `    ${timed}ip daddr @${grace} ${ports}${pass}`,
        ],
  );
}

/** Name servers are on no list by a name that leads to one, only by their own address with the port. */
const nameServerPorts = [53, 853];

function isNamedPort({ to, ports }: AirlockEntry, port: number): boolean {
  return isSubnet(to) && ports?.some(({ first, last }) => first <= port && port <= last) === true;
}

/** Renders the chains of one machine: out of the LAN, and to this computer. */
function machineChains({ address, airlock }: MachineAirlock, now: number): readonly string[] {
  const { until } = airlock;
  const entries = livingEntries(airlock, now);
  const refuse = `goto no_${address}`;
  const flows = setName("flows", address);
  const isNamed = (entry: AirlockEntry) => nameServerPorts.some((port) => isNamedPort(entry, port));
  const closed =
    until === undefined ? [] : [`    ip saddr != @${setName("machine", address)} ${refuse}`];
  const subnets = entries.filter(({ to }) => isSubnet(to));
  const rules = (some: readonly AirlockEntry[]) =>
    some.flatMap((each) => entryRules(address, each));
  // Its own resolver: the LAN's rules let a redirected query through to no other.
  const [first, last] = [resolverPorts.at(-1), airlockPorts.at(-1)];
  return [
    `  chain pass_${address} {`,
    // Each in a rule of its own: one that finds its set full ends, and the next goes on.
    ...withPorts.flatMap((protocol) => [
      `    meta l4proto ${protocol} update @${setName("reached", address)} { ${destination} }`,
      `    meta l4proto ${protocol} update @${flows} { ${flow} }`,
    ]),
    "    accept",
    "  }",
    `  chain no_${address} {`,
    ...withPorts.map(
      (protocol) =>
        `    meta l4proto ${protocol} update @${setName("refused", address)} { ${destination} }`,
    ),
    "    meta l4proto tcp reject with tcp reset",
    "    meta l4proto udp reject with icmpx admin-prohibited",
    `    update @${setName("portless", address)} { ip daddr . meta l4proto }`,
    "    reject with icmpx admin-prohibited",
    "  }",
    `  chain out_${address} {`,
    ...(entries.length === 0
      ? []
      : [
          ...closed,
          // A connection that began here goes on; one that only conntrack knows began before.
          ...withPorts.map(
            (protocol) =>
              `    meta l4proto ${protocol} ct state established ct direction original ${flow} @${flows} update @${flows} { ${flow} } accept`,
          ),
          ...rules(entries.filter(isNamed)),
          ...nameServerPorts.flatMap((port) =>
            withPorts.map((protocol) => `    ${protocol} dport ${port} ${refuse}`),
          ),
          ...rules(entries.filter((entry) => !isNamed(entry))),
        ]),
    `    ${refuse}`,
    "  }",
    `  chain in_${address} {`,
    "    ct direction reply accept",
    "    udp dport 67 accept",
    "    meta pkttype != host drop",
    "    icmp type echo-request accept",
    ...withPorts.flatMap((protocol) => {
      const asked = `ip saddr ${address} ct status dnat ${protocol} dport ${first}-${last}`;
      return [
        `    ${asked} limit rate over 200/second burst 200 packets drop`,
        `    ${asked} accept`,
      ];
    }),
    ...(entries.length === 0 ? [] : [...closed, ...rules(subnets)]),
    `    ${refuse}`,
    "  }",
  ];
}

/**
 * Renders the airlocks as text for nft, without what their sets hold: nothing has to be in a set for a
 * packet to be refused. An accept here is not final, as the LAN's own rules come behind.
 */
export function renderAirlocks(
  lan: string,
  airlocks: readonly MachineAirlock[],
  reservations: readonly Pick<Reservation, "address" | "mac">[],
  now: number,
): string {
  // A guest that only takes another address keeps its card.
  const sources = airlocks.flatMap(({ address }) => [
    { address, match: `ip saddr ${address}` },
    ...reservations
      .filter((each) => each.address === address)
      .map(({ mac }) => ({ address, match: `ether saddr ${mac}` })),
  ]);
  const base = (hook: "forward" | "input", chain: "out" | "in") => [
    `  chain ${hook} {`,
    `    type filter hook ${hook} priority filter - 10; policy accept;`,
    `    iifname != "${lan}" accept`,
    // Among themselves machines are free, also where the kernel lends bridged frames to these rules.
    ...(hook === "forward" ? [`    oifname "${lan}" accept`] : []),
    ...sources.map(({ address, match }) => `    ${match} goto ${chain}_${address}`),
    "  }",
  ];
  return [
    `table inet ${airlockTable} {`,
    ...airlocks.flatMap((each) => setsOf(each, now)),
    ...airlocks.flatMap((each) => machineChains(each, now)),
    ...base("forward", "out"),
    ...base("input", "in"),
    "}",
    "",
  ].join("\n");
}

/** The lines that remove the table, whether there is one or not. */
export const dropAirlocks = [
  `table inet ${airlockTable} { }`,
  `delete table inet ${airlockTable}`,
  "",
].join("\n");
