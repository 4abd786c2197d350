import { expect, it } from "vitest";
import type { DesiredLan } from "../../../contract/lan/netd.ts";
import { defaultLan } from "../../../contract/lan/network.ts";
import type { Link } from "../../uplink/ip-json.ts";
import type { LanObserved } from "./operations.ts";
import { planUp } from "./plan.ts";
import { planDown } from "./plan-down.ts";
import { emptyStateFile, type LanStateFile } from "./state-file.ts";

const own = { address: "198.18.28.15", prefixLength: 24 };
const via: Link = {
  ...{ index: 9, name: "via-big", up: true, carrier: true, pointToPoint: false },
  ...{ linkType: "ether", kind: "tun", tap: true, owner: 1000, master: null },
  ...{ hasIpv6: false, addresses: [own] },
};
const tap: Link = {
  ...via,
  ...{ index: 7, name: "vtap0" },
  addresses: [{ address: defaultLan.address, prefixLength: defaultLan.prefixLength }],
};
const desired: DesiredLan = {
  ...{ lan: defaultLan, uplink: { mode: "pinned", interface: "via-big" }, vias: ["via-big"] },
  ...{ machineUplinks: [], reservations: [], forwards: [] },
};
const stateFile: LanStateFile = {
  ...emptyStateFile("a boot"),
  ...{ wish: desired, tap: "vtap0", tapIndex: 7 },
  routing: { priority: 5100, tables: [7100], marked: true },
};
const withPort = { ...stateFile, ports: [{ name: "via-big", index: 9 }] };

function observed(...links: readonly Link[]): LanObserved {
  return {
    ...{ links, rules: [], routes: [], onward: null, led: new Map() },
    ...{ forwarding: new Set(["vtap0", "via-big"]), globalForwarding: false, localnet: new Set() },
    ...{ loose: new Map(), filtersBridges: false, listing: null, nameServers: [] },
    ...{ blockers: [], blockers6: [], tagged: null },
  };
}

const steps = (file: LanStateFile, ...links: readonly Link[]) =>
  planUp(desired, file, observed(tap, ...links), 1000).map((step) =>
    "interface" in step ? `${step.do} ${step.interface}` : step.do,
  );
const rules = (file: LanStateFile, ...links: readonly Link[]) =>
  planUp(desired, file, observed(tap, ...links), 1000).flatMap((step) =>
    step.do === "load-ruleset" ? [step.text] : [],
  );

it("makes the tap before the rules, and lets it up only with them", () => {
  expect(steps(stateFile)).toEqual([
    "create-port via-big",
    "set-tap via-big",
    "set-tap via-big",
    "load-ruleset",
    "drop-flows",
    "refuse-rest",
    "add-rule",
    "load-ruleset",
    "add-address via-big",
    "link-up via-big",
  ]);
});

it("leads there by the router's address, which no route of the host's names", () => {
  const [route] = planUp(desired, withPort, observed(tap, via), 1000).filter(
    (step) => step.do === "replace-route",
  );
  expect(route).toEqual({
    ...{ do: "replace-route", table: 7100, destination: "default" },
    ...{ interface: "via-big", gateway: "198.18.28.2" },
  });
});

it("is shut while the cable is lost, and forwards nothing else that comes in there", () => {
  const [, open = ""] = rules(withPort, { ...via, carrier: false });
  expect(open).toContain("chain refuse");
  expect(rules(withPort, via)[1]).not.toContain("chain refuse");
  for (const rule of [
    'iifname "via-big" ct state invalid,new counter drop',
    'iifname "via-big" oifname != "vtap0" counter drop',
    'oifname "via-big" ip daddr 198.18.28.0/24 counter reject with icmpx admin-prohibited',
    'oifname "via-big" ip daddr 198.18.28.3 udp dport 53 accept',
    'oifname "via-big" counter drop',
  ]) {
    expect(open).toContain(`    ${rule}\n`);
  }
});

it("leaves a stranger's interface of that name alone", () => {
  expect(steps(stateFile, via).join()).not.toMatch(/port|set-tap|address/);
  expect(rules(stateFile, via)[1]).not.toContain('iifname "via-big"');
});

it("goes with the choice of the computer, and with the LAN", () => {
  const { vias: _, ...rest } = desired;
  const gone = { do: "delete-port", interface: "via-big", index: 9 };
  expect(planUp(rest, withPort, observed(tap, via), 1000)).toContainEqual(gone);
  expect(planDown(withPort, observed(tap, via), 1000)).toContainEqual(gone);
});
