import * as v from "valibot";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";

/**
 * The fields of `ip -j` that are used here. They differ by the kind of object, so each that may be
 * absent has a default.
 */
const ipLinkSchema = v.object({
  ifindex: v.number(),
  ifname: v.string(),
  flags: v.optional(v.array(v.string()), []),
  operstate: v.optional(v.string(), "UNKNOWN"),
  link_type: v.optional(v.string(), "none"),
  master: v.optional(v.string()),
  linkinfo: v.optional(
    v.object({
      info_kind: v.optional(v.string()),
      info_data: v.optional(
        v.looseObject({
          type: v.optional(v.unknown()),
          user: v.optional(v.union([v.string(), v.number()])),
        }),
      ),
    }),
  ),
  addr_info: v.optional(
    v.array(
      v.object({
        family: v.string(),
        local: v.optional(v.string()),
        address: v.optional(v.string()),
        scope: v.optional(v.string()),
        prefixlen: v.optional(v.number(), 32),
      }),
    ),
    [],
  ),
  /** With `-s -s` only. */
  stats64: v.optional(v.object({ tx: v.object({ carrier_changes: v.optional(v.number()) }) })),
});

const ipRuleSchema = v.object({
  priority: v.number(),
  src: v.optional(v.string(), "all"),
  srclen: v.optional(v.number()),
  dst: v.optional(v.string()),
  dstlen: v.optional(v.number()),
  iif: v.optional(v.string()),
  oif: v.optional(v.string()),
  table: v.optional(v.string()),
  protocol: v.optional(v.string(), "0"),
  not: v.optional(v.null()),
  fwmark: v.optional(v.string()),
  fwmask: v.optional(v.string()),
  suppress_prefixlen: v.optional(v.number()),
  /** The effect of a rule without a table, by the number of the type of a route. */
  action: v.optional(v.string()),
});

const nextHop = {
  gateway: v.optional(v.string()),
  /** A gateway of the other family: IPv4 by way of an IPv6 router (RFC 5549). */
  via: v.optional(v.object({ host: v.string() })),
  dev: v.optional(v.string()),
};

const ipRouteSchema = v.object({
  type: v.optional(v.string(), "1"),
  dst: v.string(),
  ...nextHop,
  table: v.optional(v.string(), "main"),
  metric: v.optional(v.number(), 0),
  protocol: v.optional(v.string(), "0"),
  nexthops: v.optional(v.array(v.object(nextHop)), []),
});

/**
 * The arguments for `ip` that list all IPv4 rules and routes. Numbers instead of names (`-N`): files
 * in /etc/iproute2 may give any number any name.
 */
export const listRules = ["-4", "-N", "-j", "rule", "show"] as const;
export const listRoutes = ["-4", "-N", "-j", "route", "show", "table", "all"] as const;

/** The tables that the kernel names (linux/rtnetlink.h). */
const tableNames: Readonly<Record<string, string>> = { 253: "default", 254: "main", 255: "local" };
/** The types of routes, by their numbers (linux/rtnetlink.h). */
const routeTypes = [
  ...["unspec", "unicast", "local", "broadcast", "anycast", "multicast", "blackhole"],
  ...["unreachable", "prohibit", "throw", "nat"],
];

/** An address of an interface. */
interface LinkAddress {
  readonly address: string;
  readonly prefixLength: number;
  /** The other end's address on a point-to-point link; absent elsewhere. */
  readonly peer?: string;
}

/** A network interface as the kernel has it. */
export interface Link {
  readonly index: number;
  readonly name: string;
  /** Switched on by the administrator. */
  readonly up: boolean;
  readonly carrier: boolean;
  /** How often its carrier has come or gone; absent where that was not asked for. */
  readonly carrierChanges?: number;
  /** Has one peer only or no neighbours (ppp, tun, WireGuard), and so needs no gateway. */
  readonly pointToPoint: boolean;
  /** `ether`, `loopback`, `ppp`, `none`, … */
  readonly linkType: string;
  /** `veth`, `bridge`, `wireguard`, …; null for hardware. */
  readonly kind: string | null;
  /** For a `tun` kind: whether it carries Ethernet frames. */
  readonly tap: boolean;
  /**
   * For a `tun` kind: the user who may open it, as number or login name; null for root alone, or
   * another kind.
   */
  readonly owner: number | string | null;
  /** The bridge or bond that it belongs to. */
  readonly master: string | null;
  /** IPv4 addresses with their prefix length. */
  readonly addresses: readonly LinkAddress[];
  /** Whether it has an IPv6 address by which other networks are reached. */
  readonly hasIpv6: boolean;
}

/** A policy rule, as `ip rule` shows it. */
export interface PolicyRule {
  readonly priority: number;
  /** A source address or subnet; `all` for each. */
  readonly from: string;
  /** A destination address or subnet; null for each. */
  readonly to: string | null;
  readonly iif: string | null;
  readonly table: string | null;
  /** Whether it is for all packets but those that its conditions describe. */
  readonly inverse: boolean;
  /** The number of the routing protocol that it carries; 0 for none. */
  readonly protocol: number;
  /** Its conditions and its table, for people, almost as `ip rule` shows it. */
  readonly text: string;
}

/** One next hop of a route: a route with several becomes several of these. */
export interface Route {
  readonly type: string;
  /** A subnet, an address, or `default`. */
  readonly destination: string;
  /** An IPv4 address, or the IPv6 address of a router that also takes IPv4. */
  readonly gateway: string | null;
  readonly interface: string | null;
  readonly table: string;
  readonly metric: number;
  /** The number of the routing protocol that it carries; 0 for none. */
  readonly protocol: number;
}

function parseArray<S extends v.GenericSchema>(
  program: string,
  text: string,
  item: S,
): Result<readonly v.InferOutput<S>[]> {
  let json: unknown;
  try {
    // Some versions write an empty list as no text.
    json = text.trim() === "" ? [] : JSON.parse(text);
  } catch (error) {
    return fail("program-failed", { program, detail: "answer-not-json" }, String(error));
  }
  const parsed = v.safeParse(v.array(item), json);
  return parsed.success
    ? ok(parsed.output)
    : fail("program-failed", { program, detail: "answer-unknown" }, parsed.issues[0].message);
}

/** Reads the answer of `ip -j -d addr show`: all interfaces with their IPv4 addresses. */
export function parseLinks(text: string): Result<readonly Link[]> {
  const parsed = parseArray("ip", text, ipLinkSchema);
  if (!parsed.ok) return parsed;
  return ok(
    parsed.value.map((link) => ({
      index: link.ifindex,
      name: link.ifname,
      up: link.flags.includes("UP"),
      carrier: link.flags.includes("LOWER_UP") && link.operstate !== "DORMANT",
      ...(link.stats64?.tx.carrier_changes === undefined
        ? {}
        : { carrierChanges: link.stats64.tx.carrier_changes }),
      pointToPoint: link.flags.includes("POINTOPOINT") || link.flags.includes("NOARP"),
      linkType: link.link_type,
      kind: link.linkinfo?.info_kind ?? null,
      tap: link.linkinfo?.info_data?.type === "tap",
      owner: link.linkinfo?.info_data?.user ?? null,
      master: link.master ?? null,
      addresses: link.addr_info.flatMap((each) =>
        each.family === "inet" && each.local !== undefined
          ? [
              {
                address: each.local,
                prefixLength: each.prefixlen,
                ...(each.address === undefined ? {} : { peer: each.address }),
              },
            ]
          : [],
      ),
      hasIpv6: link.addr_info.some(({ family, scope }) => family === "inet6" && scope === "global"),
    })),
  );
}

type IpRule = v.InferOutput<typeof ipRuleSchema>;

const withLength = (address: string, length: number | undefined) =>
  length === undefined ? address : `${address}/${length}`;

const tableName = (table: string) => tableNames[table] ?? table;

/** Describes a rule; a condition that is seldom used is left out. */
function ruleText(rule: IpRule): string {
  const { fwmark, fwmask, table, suppress_prefixlen: suppressed } = rule;
  const mark = fwmask === undefined ? fwmark : `${fwmark}/${fwmask}`;
  return [
    ...(rule.not === undefined ? [] : ["not"]),
    `from ${withLength(rule.src, rule.srclen)}`,
    ...(rule.dst === undefined ? [] : [`to ${withLength(rule.dst, rule.dstlen)}`]),
    ...(fwmark === undefined ? [] : [`fwmark ${mark}`]),
    ...(rule.iif === undefined ? [] : [`iif ${rule.iif}`]),
    ...(rule.oif === undefined ? [] : [`oif ${rule.oif}`]),
    ...(table === undefined ? [] : [`lookup ${tableName(table)}`]),
    ...(rule.action === undefined ? [] : [routeTypes[Number(rule.action)] ?? rule.action]),
    ...(suppressed === undefined ? [] : [`suppress_prefixlength ${suppressed}`]),
  ].join(" ");
}

/** Reads the answer to `listRules`. */
export function parseRules(text: string): Result<readonly PolicyRule[]> {
  const parsed = parseArray("ip", text, ipRuleSchema);
  if (!parsed.ok) return parsed;
  return ok(
    parsed.value.map((rule) => ({
      priority: rule.priority,
      from: withLength(rule.src, rule.srclen),
      to: rule.dst === undefined ? null : withLength(rule.dst, rule.dstlen),
      iif: rule.iif ?? null,
      table: rule.table === undefined ? null : tableName(rule.table),
      inverse: rule.not !== undefined,
      protocol: Number(rule.protocol),
      text: ruleText(rule),
    })),
  );
}

/** Reads the answer to `listRoutes`. */
export function parseRoutes(text: string): Result<readonly Route[]> {
  const parsed = parseArray("ip", text, ipRouteSchema);
  if (!parsed.ok) return parsed;
  return ok(
    parsed.value.flatMap((route) => {
      const ways = route.nexthops.length > 0 ? route.nexthops : [route];
      return ways.map((way) => ({
        type: routeTypes[Number(route.type)] ?? route.type,
        destination: route.dst,
        gateway: way.gateway ?? way.via?.host ?? null,
        interface: way.dev ?? null,
        table: tableName(route.table),
        metric: route.metric,
        protocol: Number(route.protocol),
      }));
    }),
  );
}
