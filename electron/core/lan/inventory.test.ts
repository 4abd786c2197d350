import { expect, it } from "vitest";
import { defaultLan } from "../../contract/lan/network.ts";
import { ownProtocol } from "../uplink/own-protocol.ts";
import { buildInventory, foreignRulesOf, type InventoryFacts } from "./inventory.ts";
import { emptyStateFile } from "./plan/state-file.ts";

const nothing: InventoryFacts = {
  stateFile: null,
  links: [],
  routes: [],
  rules: [],
  forwarding: new Set(),
  localnet: false,
  settings: {},
  firewall: null,
  log: [],
  processes: [],
  devices: [],
  files: { passing: [], lasting: [] },
};

it("is empty if Virtray has created nothing", () => {
  expect(buildInventory(nothing)).toEqual([]);
});

it("marks entries that are missing, changed, or readable by root alone", () => {
  const stateFile = {
    ...emptyStateFile("boot"),
    routing: { priority: 5100, tables: [7100], marked: true },
    tap: "vtap0",
    wish: {
      lan: defaultLan,
      uplink: { mode: "none" as const },
      machineUplinks: [],
      forwards: [
        {
          ...{ address: "192.168.100.7", protocol: "tcp" as const, hostPort: 8080, port: 80 },
          reach: "uplink" as const,
        },
      ],
      reservations: [],
    },
    flags: [{ interface: "vtap0", globalWas: false }],
  };
  const strange = {
    ...{ priority: 5100, from: "10.0.0.7", to: null, iif: null, table: "7100" },
    ...{ inverse: false, protocol: ownProtocol, text: "from 10.0.0.7 lookup 7100" },
  };
  const lines = (facts: Partial<InventoryFacts>) =>
    buildInventory({ ...nothing, stateFile: stateFile, ...facts }).map(({ kind, what, state }) =>
      [state, kind, what].join(" "),
    );
  expect(
    lines({ rules: [strange], firewall: { table: "changed", blocker: null, tagged: null } }),
  ).toEqual([
    "missing interface vtap0",
    "missing address 192.168.100.254/24 dev vtap0",
    "changed table inet virtray",
    "changed forward localhost:8080/tcp to 192.168.100.7:80, also at the uplink",
    "changed rule 5100: from 10.0.0.7 lookup 7100",
    "missing route ip -4 route replace unreachable default metric 4278198272 table 7100 proto 118",
    "missing rule ip -4 rule add priority 5100 iif vtap0 lookup 7100 protocol 118",
    "missing flag net.ipv4.conf.vtap0.forwarding = 1",
    "missing flag net.ipv4.conf.vtap0.route_localnet = 1",
  ]);
  expect(lines({})).toContain("unseen table inet virtray");
  expect(
    lines({
      forwarding: new Set(["vtap0"]),
      localnet: true,
      settings: { "ipv6/disable_ipv6": "1", "ipv4/rp_filter": "0" },
      files: { passing: [], lasting: ["/a"] },
      processes: ["netd (7)"],
      devices: ["/dev/sdb"],
    }),
  ).toEqual(
    expect.arrayContaining([
      "held flag net.ipv4.conf.vtap0.forwarding = 1",
      "held flag net.ipv4.conf.vtap0.route_localnet = 1",
      "held flag net.ipv6.conf.vtap0.disable_ipv6 = 1",
      "missing flag net.ipv4.conf.vtap0.rp_filter = 1",
      "held process netd (7)",
      "held device /dev/sdb",
      "held file /a",
    ]),
  );
});

it("lists a bridge's ports, its table, and its rules in another firewall", () => {
  const stateFile = {
    ...emptyStateFile("boot"),
    tap: "vtap0",
    ports: [
      { name: "vtap-switch", index: 8 },
      { name: "vtap-5400123456", index: 9 },
    ],
    passes: [{ program: "iptables" as const, chain: "FORWARD" }],
    wish: {
      ...{ lan: defaultLan, uplink: { mode: "none" as const }, machineUplinks: [] },
      ...{ forwards: [], reservations: [] },
    },
  };
  const link = {
    ...{ index: 8, name: "vtap-switch", up: true, carrier: true, pointToPoint: false },
    ...{ linkType: "ether", kind: "tun", tap: true, owner: 1000, master: "vtap0" },
    ...{ addresses: [], hasIpv6: false },
  };
  const entries = buildInventory({ ...nothing, stateFile, links: [link] });
  expect(entries.slice(0, 6).map(({ kind, what, state }) => [state, kind, what])).toEqual([
    ["missing", "interface", "vtap0"],
    ["held", "interface", "vtap-switch"],
    ["missing", "interface", "vtap-5400123456"],
    ["unseen", "foreign-rule", "iptables: FORWARD (virtray-bridge)"],
    ["missing", "address", "192.168.100.254/24 dev vtap0"],
    ["unseen", "table", "inet virtray"],
  ]);
  expect(entries.map(({ what }) => what)).toContain("bridge virtray");
});

it("lists our rules in other firewalls by root's log", () => {
  const once = (words: string, outcome = "ok") => ({
    at: "",
    cause: "once" as const,
    argv: words.split(" "),
    outcome,
  });
  const log = [
    once("iptables -w -I FORWARD -i vtap0 -j ACCEPT"),
    once("iptables -w -I FORWARD -o vtap0 -j ACCEPT"),
    once("iptables -w -I DOCKER-USER -i vtap0 -j ACCEPT", "no such chain"),
    once("iptables -w -D FORWARD -i vtap0 -j ACCEPT"),
    once("modprobe tun"),
  ];
  expect(foreignRulesOf(log)).toEqual(["iptables: FORWARD -o vtap0 -j ACCEPT"]);
  const seen = (tagged: string[] | null) =>
    buildInventory({
      ...nothing,
      log,
      firewall: { table: "held", blocker: null, tagged },
    }).map(({ state }) => state);
  expect(seen(["iptables: FORWARD -o vtap0 -j ACCEPT"])).toEqual(["held"]);
  expect(seen([])).toEqual(["missing"]);
  expect(seen(null)).toEqual(["unseen"]);
});
