import { expect, test } from "vitest";
import { defaultLan } from "../../../contract/lan/network.ts";
import type { Link } from "../../uplink/ip-json.ts";
import { madePlug, planPasses, presentPlugs, tapOfCard } from "./bridge.ts";
import type { LanObserved } from "./operations.ts";
import { emptyStateFile, type TapPlug } from "./state-file.ts";

const mac = "52:54:00:12:34:56";
const plug: TapPlug = { mac, others: false, at: 1_000 };

/** The tap, as a fresh one is that has never been opened: `ip tuntap` has had it open to make it. */
const made: Link = {
  ...{ index: 7, name: tapOfCard(mac), up: true, carrier: false, carrierChanges: 1 },
  ...{ pointToPoint: false, linkType: "ether", kind: "tun", tap: true, owner: 1000 },
  ...{ master: "vtap0", addresses: [], hasIpv6: false },
};
const opened: Link = { ...made, carrier: true, carrierChanges: 2 };
const closed: Link = { ...made, carrierChanges: 3 };

const isPresent = (asked: TapPlug, link: Link | null, now: number) => {
  const ports = [{ name: made.name, index: made.index }];
  const stateFile = { ...emptyStateFile("a boot"), plugs: [asked], ports };
  return presentPlugs(stateFile, link === null ? [] : [link], now).length === 1;
};

test("a tap waits a minute for its QEMU, stays while it is open, and goes once it was", () => {
  const known = madePlug(plug, [made]);
  expect(isPresent(known, made, 61_000)).toBe(true);
  expect(isPresent(known, made, 61_001)).toBe(false);
  expect(isPresent(known, opened, 99_000)).toBe(true);
  // Nobody has looked while it was open.
  expect(isPresent(known, closed, 1_001)).toBe(false);
  expect(isPresent(known, null, 1_001)).toBe(false);
});

test("a tap waits for the next QEMU while the former one still closes it", () => {
  const known = madePlug(plug, [opened]);
  expect(isPresent(known, opened, 1_001)).toBe(true);
  expect(isPresent(known, closed, 1_001)).toBe(true);
  expect(isPresent(known, { ...opened, carrierChanges: 4 }, 1_001)).toBe(true);
  expect(isPresent(known, { ...closed, carrierChanges: 5 }, 1_001)).toBe(false);
});

test("a tap whose changes are not known goes by its time alone", () => {
  expect(isPresent(plug, null, 61_000)).toBe(true);
  expect(isPresent(plug, closed, 61_000)).toBe(true);
  expect(isPresent(plug, closed, 61_001)).toBe(false);
});

test("rules for frames go into each chain that would drop these, of IPv6 also where IPv4 is not lent", () => {
  const bridge: Link = { ...made, name: defaultLan.interface, kind: "bridge", tap: false };
  const chain = { table: "filter", chain: "FORWARD", entry: "FORWARD" };
  const passing = `table ip6 filter {\n\tchain FORWARD {\n\t\tiifname "vtap0" oifname "vtap0" accept\n\t}\n}\n`;
  const plan = (filtersBridges: boolean, listing = "") =>
    planPasses({ lan: defaultLan }, {
      ...{ links: [bridge], filtersBridges },
      blockers: [{ ...chain, family: "ip", listing: "" }],
      blockers6: [
        { ...chain, family: "ip6", listing },
        { ...chain, family: "ip6tables-legacy", listing },
      ],
    } as unknown as LanObserved);
  const pass = (program: string) => ({
    ...{ do: "pass-bridged", interface: "vtap0", chain: "FORWARD", program },
  });
  expect(plan(false)).toEqual([pass("ip6tables"), pass("ip6tables-legacy")]);
  expect(plan(true)).toEqual([pass("iptables"), pass("ip6tables"), pass("ip6tables-legacy")]);
  expect(plan(false, passing)).toEqual([]);
  // Docker that is just restarting leads nowhere, and has our rule already.
  const own = `\tchain DOCKER-USER {\n\t\tiifname "vtap0" oifname "vtap0" accept\n\t}\n`;
  const docker = `table ip filter {\n\tchain FORWARD {\n\t}\n${own}}\n`;
  const entry = { ...chain, entry: "DOCKER-USER", family: "ip", listing: docker };
  const restarting = { links: [bridge], filtersBridges: true, blockers: [entry], blockers6: [] };
  expect(planPasses({ lan: defaultLan }, restarting as unknown as LanObserved)).toEqual([]);
});
