import { describe, expect, it } from "vitest";
import type { LanForward } from "../../../contract/lan/forward.ts";
import type { DesiredLan } from "../../../contract/lan/netd.ts";
import { defaultLan } from "../../../contract/lan/network.ts";
import type { UplinkChoice } from "../../../contract/uplink/choice.ts";
import { formatSubnet } from "../../base/ip-address.ts";
import type { Link, PolicyRule, Route } from "../../uplink/ip-json.ts";
import { ownProtocol } from "../../uplink/own-protocol.ts";
import { sampleLink } from "../../uplink/sample-link.ts";
import type { LanObserved, LanOperation } from "./operations.ts";
import { isOfAnotherNamespace, ownFlags, planUp } from "./plan.ts";
import { planDown } from "./plan-down.ts";
import { emptyStateFile, type LanStateFile } from "./state-file.ts";

const link = (name: string, address: string | null, more: Partial<Link> = {}): Link =>
  sampleLink(name, {
    addresses: address === null ? [] : [{ address, prefixLength: 24 }],
    ...more,
  });

function route(destination: string, dev: string, gateway: string | null, more = {}): Route {
  return {
    type: "unicast",
    destination,
    gateway,
    interface: dev,
    table: "main",
    metric: 0,
    protocol: 0,
    ...more,
  };
}

function rule(priority: number, more: Partial<PolicyRule>): PolicyRule {
  const all = { from: "all", to: null, iif: null, table: null, inverse: false, text: "" };
  return { ...all, priority, protocol: 0, ...more };
}

/** A rule or a route of ours. */
const ours = { protocol: ownProtocol };

const host: LanObserved = {
  links: [link("eth0", "10.0.1.2"), link("wlan0", "10.0.2.2")],
  rules: [rule(32766, { table: "main" })],
  routes: [
    route("default", "eth0", "10.0.1.1", { metric: 100 }),
    route("default", "wlan0", "10.0.2.1", { metric: 600 }),
  ],
  forwarding: new Set(),
  filtersBridges: false,
  globalForwarding: false,
  listing: null,
  localnet: new Set(),
  loose: new Map(),
  blockers: [],
  blockers6: [],
  onward: "eth0",
  led: new Map(),
  tagged: null,
  nameServers: [],
};
const tap = link("vtap0", "192.168.100.254", { kind: "tun", tap: true, owner: 1000, index: 7 });
const stateFile = {
  ...emptyStateFile("boot"),
  routing: { priority: 5100, tables: [7100, 7101, 7102, 7103], marked: true },
};
const pinned: UplinkChoice = { mode: "pinned", interface: "wlan0" };

function desired(uplink: UplinkChoice, more: Partial<DesiredLan> = {}): DesiredLan {
  return { lan: defaultLan, uplink, machineUplinks: [], reservations: [], forwards: [], ...more };
}

/** Returns steps in short form: the operation and its object. */
function brief(operations: readonly LanOperation[]): readonly string[] {
  return operations.map((operation) => {
    switch (operation.do) {
      case "load-ruleset":
        return /iifname "vtap0".* masquerade/.test(operation.text) ? "open" : "close";
      case "set-localnet":
        return `localnet ${operation.on ? "on" : "off"}`;
      case "set-tap":
        return `tap ${operation.setting}`;
      case "drop-forwarded": {
        const { protocol, address, ports } = operation;
        return `forget ${protocol} ${address}:${ports}`;
      }
      case "set-forwarding":
        return `forwarding ${operation.interface} ${operation.on ? "on" : "off"}`;
      case "replace-route":
        return `route ${operation.table} ${operation.gateway} ${operation.interface}`;
      case "add-rule":
        return `rule ${operation.rule.priority} ${operation.rule.from} ${operation.rule.table}`;
      case "delete-route":
        return `delete-route ${operation.route.interface}`;
      case "delete-rule":
        return `delete-rule ${operation.rule.priority}`;
      case "keep-return":
        return `keep-return ${formatSubnet(operation.subnet)}`;
      default:
        return operation.do;
    }
  });
}

/** Returns the host's state after a plan was carried out. */
function held(uplink: UplinkChoice): { observed: LanObserved; stateFile: LanStateFile } {
  const plan = planUp(desired(uplink), stateFile, host, 1000);
  const open = plan.findLast((operation) => operation.do === "load-ruleset");
  const text = open?.do === "load-ruleset" ? open.text : "";
  const names = plan.flatMap((each) => (each.do === "set-forwarding" ? [each.interface] : []));
  const steered = uplink.mode === "automatic" ? [] : [7100];
  return {
    observed: {
      ...host,
      links: [...host.links, tap],
      forwarding: new Set(names),
      listing: "listed",
      rules: steered.map((table) => rule(5100, { iif: "vtap0", table: `${table}`, ...ours })),
      routes: [
        ...host.routes,
        ...steered.flatMap((table) => [
          route("default", "", null, {
            type: "unreachable",
            interface: null,
            table: `${table}`,
            metric: 4278198272,
            ...ours,
          }),
          ...(uplink.mode === "pinned"
            ? [route("default", "wlan0", "10.0.2.1", { table: `${table}`, ...ours })]
            : []),
        ]),
      ],
    },
    stateFile: {
      ...stateFile,
      wish: desired(uplink),
      tap: "vtap0",
      flags: names.map((name) => ({ interface: name, globalWas: false })),
      ruleset: { text, listing: "listed" },
    },
  };
}

describe("the plan to switch on", () => {
  it("for an automatic uplink only opens, because the host's routing decides", () => {
    expect(brief(planUp(desired({ mode: "automatic" }), stateFile, host, 1000))).toEqual([
      "create-tap",
      "tap ipv6/disable_ipv6",
      "tap ipv4/accept_redirects",
      "tap ipv4/rp_filter",
      "add-address",
      "link-up",
      "open",
      "forwarding vtap0 on",
      "forwarding eth0 on",
      "forwarding wlan0 on",
    ]);
  });

  it("for a pinned uplink closes, drops old flows, steers, and opens", () => {
    expect(brief(planUp(desired(pinned), stateFile, host, 1000))).toEqual([
      "create-tap",
      "tap ipv6/disable_ipv6",
      "tap ipv4/accept_redirects",
      "tap ipv4/rp_filter",
      "add-address",
      "link-up",
      "close",
      "drop-flows",
      "refuse-rest",
      "route 7100 10.0.2.1 wlan0",
      "rule 5100 null 7100",
      "forwarding vtap0 on",
      "forwarding wlan0 on",
      "open",
    ]);
  });

  it.each([{ mode: "automatic" }, { mode: "none" }, pinned] as const)(
    "is empty once all holds: %o",
    (uplink) => {
      const { observed, stateFile: kept } = held(uplink);
      expect(planUp(desired(uplink), kept, observed, 1000)).toEqual([]);
    },
  );

  it("sets a tap's missing settings before it is up", () => {
    const { observed, stateFile: kept } = held({ mode: "automatic" });
    const loose = new Map([["vtap0", ["ipv6/disable_ipv6"] as const]]);
    const links = observed.links.map((each) => (each === tap ? { ...tap, up: false } : each));
    const plan = planUp(desired({ mode: "automatic" }), kept, { ...observed, links, loose }, 1000);
    expect(brief(plan)).toEqual(["tap ipv6/disable_ipv6", "link-up"]);
  });

  it("switches by closing, replacing the route in place, and opening", () => {
    const { observed, stateFile: kept } = held(pinned);
    const other = desired({ mode: "pinned", interface: "eth0" });
    expect(brief(planUp(other, kept, observed, 1000))).toEqual([
      "close",
      "drop-flows",
      "route 7100 10.0.1.1 eth0",
      "forwarding eth0 on",
      "open",
    ]);
  });

  it("removes the route while the uplink is lost, and keeps the rule", () => {
    const { observed, stateFile: kept } = held(pinned);
    const lost = {
      ...observed,
      links: observed.links.map((each) =>
        each.name === "wlan0" ? { ...each, carrier: false } : each,
      ),
    };
    expect(brief(planUp(desired(pinned), kept, lost, 1000))).toEqual([
      "close",
      "drop-flows",
      "delete-route wlan0",
      "open",
    ]);
  });

  it("uses the remembered gateway when the host's default route has not come back", () => {
    const { observed, stateFile: kept } = held(pinned);
    const back = { ...observed, routes: host.routes.slice(0, 1) };
    const knowing = { ...kept, gateways: { wlan0: "10.0.2.1" } };
    expect(brief(planUp(desired(pinned), knowing, back, 1000))).toContain(
      "route 7100 10.0.2.1 wlan0",
    );
    const foreign = { ...kept, gateways: { wlan0: "10.9.9.9" } };
    expect(brief(planUp(desired(pinned), foreign, back, 1000))).not.toContain(
      "route 7100 10.9.9.9 wlan0",
    );
  });

  it("gives machines with uplinks of their own rules before the LAN's", () => {
    const machines: DesiredLan["machineUplinks"] = [
      { address: "192.168.100.7", uplink: { mode: "pinned", interface: "eth0" } },
      { address: "192.168.100.8", uplink: { mode: "none" } },
      { address: "192.168.100.9", uplink: { mode: "automatic" } },
    ];
    const plan = planUp(desired(pinned, { machineUplinks: machines }), stateFile, host, 1000);
    expect(brief(plan).filter((step) => /^(rule|route)/.test(step))).toEqual([
      "rule 5101 null null",
      "route 7101 10.0.1.1 eth0",
      "rule 5099 192.168.100.7 7101",
      "rule 5098 192.168.100.8 7102",
      "rule 5097 192.168.100.9 null",
      "route 7100 10.0.2.1 wlan0",
      "rule 5100 null 7100",
    ]);
  });

  it("repairs what other programs deleted", () => {
    const { observed, stateFile: kept } = held(pinned);
    const cases: readonly (readonly [Partial<LanObserved>, readonly string[]])[] = [
      [{ rules: [] }, ["close", "drop-flows", "rule 5100 null 7100", "open"]],
      [{ listing: null }, ["open"]],
      [{ listing: "meddled" }, ["open"]],
      [{ forwarding: new Set(["wlan0"]) }, ["forwarding vtap0 on"]],
      [
        { routes: host.routes },
        ["close", "drop-flows", "refuse-rest", "route 7100 10.0.2.1 wlan0", "open"],
      ],
    ];
    for (const [change, expected] of cases) {
      const plan = planUp(desired(pinned), kept, { ...observed, ...change }, 1000);
      expect(brief(plan)).toEqual(expected);
    }
  });

  it("guards uplinks that forward only for the LAN, and no others", () => {
    const text = (observed: LanObserved) => {
      const [first] = planUp(desired({ mode: "automatic" }), stateFile, observed, 1000).filter(
        (operation) => operation.do === "load-ruleset",
      );
      return first?.do === "load-ruleset" ? first.text : "";
    };
    const guards = (of: string) => of.match(/iifname "\w+" counter drop/g);
    expect(guards(text(host))).toEqual([
      'iifname "eth0" counter drop',
      'iifname "wlan0" counter drop',
    ]);
    const router = { ...host, forwarding: new Set(["eth0", "wlan0"]), globalForwarding: true };
    expect(guards(text(router))).toBeNull();
  });
});

describe("the plan for forwards", () => {
  const web: LanForward = {
    ...{ address: "192.168.100.7", protocol: "tcp", hostPort: 8080, port: 80 },
    reach: "uplink",
  };
  const names: LanForward = { ...web, protocol: "udp", hostPort: 5353, port: 53 };
  const { observed, stateFile: kept } = held(pinned);
  const textOf = (plan: readonly LanOperation[]) => {
    const open = plan.findLast((each) => each.do === "load-ruleset");
    return open?.do === "load-ruleset" ? open.text : "";
  };
  const added = planUp(desired(pinned, { forwards: [web, names] }), kept, observed, 1000);
  const standing = {
    observed: { ...observed, localnet: new Set(["vtap0"]), listing: textOf(added) },
    stateFile: {
      ...kept,
      ruleset: { text: textOf(added), listing: textOf(added) },
    },
  };

  it("loads the rules before it sets the flag that they protect from machines", () => {
    expect(brief(added)).toEqual([
      "open",
      "forget udp 10.0.2.2:5353",
      "forget tcp 127.0.0.1:8080",
      "forget udp 127.0.0.1:5353",
      "localnet on",
    ]);
    const isSame = desired(pinned, { forwards: [web, names] });
    expect(planUp(isSame, standing.stateFile, standing.observed, 1000)).toEqual([]);
    const meddled = { ...standing.observed, localnet: new Set<string>() };
    expect(brief(planUp(isSame, standing.stateFile, meddled, 1000))).toEqual(["localnet on"]);
  });

  it("drops flows by one step for each address and protocol, for any number of ports", () => {
    const many = Array.from({ length: 32 }, (_each, index) => ({ ...web, hostPort: 8000 + index }));
    const plan = brief(planUp(desired(pinned, { forwards: many }), kept, observed, 1000));
    const ports = many.map(({ hostPort }) => hostPort);
    expect(plan).toEqual(["open", `forget tcp 127.0.0.1:${ports}`, "localnet on"]);
  });

  it("removes a forward with its flows, and the flag with the last one", () => {
    const one = planUp(
      desired(pinned, { forwards: [web] }),
      standing.stateFile,
      standing.observed,
      1000,
    );
    expect(brief(one)).toEqual(["open", "forget udp 10.0.2.2:5353", "forget udp 127.0.0.1:5353"]);
    const none = planUp(desired(pinned), standing.stateFile, standing.observed, 1000);
    expect(brief(none).at(-1)).toBe("localnet off");
  });

  it("moves them with the LAN's or the machine's own uplink; none is at a lost one", () => {
    const at = (desired: DesiredLan, seen: LanObserved = host) =>
      textOf(planUp(desired, stateFile, seen, 1000)).match(
        /(?<=iifname ")\w+(?=" ip daddr .* dnat)/g,
      );
    const forwards = [web];
    const machineUplinks = [{ address: web.address, uplink: pinned }];
    expect(at(desired({ mode: "automatic" }, { forwards }))).toEqual(["eth0"]);
    expect(at(desired(pinned, { forwards }))).toEqual(["wlan0"]);
    expect(at(desired({ mode: "automatic" }, { forwards, machineUplinks }))).toEqual(["wlan0"]);
    expect(at(desired({ mode: "none" }, { forwards }))).toBeNull();
    expect(at(desired(pinned, { forwards: [{ ...web, reach: "host" }] }))).toBeNull();
    const lost = { ...host, links: [link("eth0", "10.0.1.2")] };
    expect(at(desired(pinned, { forwards }), lost)).toBeNull();
  });

  it("clears the flag before the rules are deleted, and drops all flows afterwards", () => {
    expect(brief(planDown(standing.stateFile, standing.observed, 1000)).slice(-5)).toEqual([
      "localnet off",
      "link-down",
      "delete-ruleset",
      "drop-led-in",
      "delete-tap",
    ]);
  });
});

describe("the plan to switch off", () => {
  it("stops forwarding first and deletes the rules after the flows", () => {
    const { observed, stateFile: kept } = held(pinned);
    expect(brief(planDown(kept, observed, 1000))).toEqual([
      "forwarding vtap0 off",
      "delete-rule 5100",
      "flush-table",
      "drop-flows",
      "forwarding wlan0 off",
      "link-down",
      "delete-ruleset",
      "drop-led-in",
      "delete-tap",
    ]);
  });

  it("does not touch anything that the state file does not list", () => {
    expect(planDown(stateFile, host, 1000)).toEqual([]);
    const foreign = { ...host, links: [...host.links, tap], forwarding: new Set(["eth0"]) };
    expect(planDown(stateFile, foreign, 1000)).toEqual([]);
  });
});

describe("the state file", () => {
  it("gives a flag up when another program enabled forwarding for all, or the interface is gone", () => {
    const { observed, stateFile: kept } = held(pinned);
    expect(ownFlags(kept, observed)).toEqual(kept.flags);
    expect(ownFlags(kept, { ...observed, globalForwarding: true })).toEqual([]);
    expect(ownFlags(kept, { ...observed, links: [tap] })).toEqual([kept.flags[0]]);
    const since = { ...kept, flags: [{ interface: "wlan0", globalWas: true }] };
    expect(ownFlags(since, { ...observed, globalForwarding: true })).toEqual(since.flags);
  });

  it("of a deleted namespace is distinguished from one whose LAN exists in part", () => {
    const { observed, stateFile: kept } = held(pinned);
    expect(isOfAnotherNamespace(kept, host)).toBe(true);
    expect(isOfAnotherNamespace(kept, { ...host, listing: "x" })).toBe(false);
    expect(isOfAnotherNamespace(kept, { ...host, rules: observed.rules })).toBe(false);
    expect(isOfAnotherNamespace(kept, { ...host, routes: observed.routes })).toBe(false);
    expect(isOfAnotherNamespace(kept, { ...host, links: [tap] })).toBe(false);
  });
});

describe("the return route into the LAN", () => {
  const { observed, stateFile: kept } = held({ mode: "automatic" });
  const toMain = (priority: number, to: string) => rule(priority, { table: "main", to, ...ours });
  const lookup = (priority: number, table: string) => rule(priority, { table });
  const plan = (...rules: readonly PolicyRule[]) =>
    brief(planUp(desired({ mode: "automatic" }), kept, { ...observed, rules }, 1000));
  const subnet = "192.168.100.0/24";

  it("is kept where rules of other programs could redirect it, without closing an uplink", () => {
    expect(plan(lookup(32766, "main"))).toEqual([]);
    expect(plan(lookup(5210, "main"), lookup(32766, "main"))).toEqual([]);
    expect(plan(lookup(5270, "52"))).toEqual([`keep-return ${subnet}`]);
    expect(plan(lookup(5270, "52"), toMain(5102, subnet))).toEqual([]);
    expect(plan(lookup(5270, "52"), toMain(5000, subnet))).toEqual([
      `keep-return ${subnet}`,
      "delete-rule 5000",
    ]);
  });

  it("is removed when it is no longer needed, and with the LAN, and others' never", () => {
    expect(plan(lookup(32766, "main"), toMain(5102, subnet))).toEqual(["delete-rule 5102"]);
    expect(plan(rule(5102, { table: "main", to: subnet }))).toEqual([]);
    const rules = [lookup(5270, "52"), toMain(5102, subnet)];
    expect(brief(planDown(kept, { ...observed, rules }, 1000))).toContain("delete-rule 5102");
    expect(brief(planDown(kept, { ...observed, rules }, 1000))).not.toContain("delete-rule 5270");
  });
});
