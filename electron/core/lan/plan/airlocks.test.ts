import { expect, it } from "vitest";
import type { DesiredLan } from "../../../contract/lan/netd.ts";
import { defaultLan } from "../../../contract/lan/network.ts";
import { renderAirlocks } from "../../firewall/airlock-rules.ts";
import { ownResolvers } from "../../firewall/own-resolvers.ts";
import { planAirlocks } from "./airlocks.ts";
import type { LanObserved } from "./operations.ts";
import { planDown } from "./plan-down.ts";
import { emptyStateFile, isEmptyStateFile, type LanStateFile } from "./state-file.ts";

const address = "192.168.100.1";
const machines = [{ address, airlock: { only: [{ to: "deb.test" }] } }];
const desired: DesiredLan = {
  ...{ lan: defaultLan, uplink: { mode: "automatic" }, machineUplinks: [], forwards: [] },
  reservations: [],
};
const gated = { ...desired, airlocks: machines };
const text = renderAirlocks("vtap0", machines, [], 0);
const blank = emptyStateFile("boot");
const [one, two] = ["\tset a {\n\t}\n", "\tchain b {\n\t}\n"];
const listing = `table inet virtray-airlock {\n${one}\n${two}}\n`;
const held: LanStateFile = { ...blank, airlocks: { text, listing, machines } };
const seeing = (airlocks: string | null) => ({ airlocks }) as LanObserved;
const steps = (...given: Parameters<typeof planAirlocks>) =>
  planAirlocks(...given).map((step) =>
    step.do === "load-airlocks" ? (step.script.split("\n")[1] ?? "") : step.do,
  );

it("loads airlocks that are missing, and leaves alone those that hold, in whatever order nft lists them", () => {
  expect(steps(gated, blank, seeing(null), 0)).toEqual(["delete table inet virtray-airlock"]);
  expect(steps(gated, held, seeing(listing), 0)).toEqual([]);
  const turned = `table inet virtray-airlock {\n${two}\n${one}}\n`;
  expect(steps(gated, held, seeing(turned), 0)).toEqual([]);
});

it("begins from nothing where others have changed the rules, or a loading was interrupted", () => {
  const anew = ["delete table inet virtray-airlock"];
  expect(steps(gated, held, seeing(null), 0)).toEqual(anew);
  expect(
    steps(gated, held, seeing(listing.replace("chain b {", "chain b {\n\t\taccept")), 0),
  ).toEqual(anew);
  expect(steps(gated, { ...blank, airlocks: null }, seeing(listing), 0)).toEqual(anew);
});

it("changes what holds, also when a time is over, and removes it with the last airlock and with the LAN", () => {
  const timed = [{ address, airlock: { only: [{ to: "deb.test" }], until: 10 } }];
  const change = ["flush table inet virtray-airlock"];
  expect(steps({ ...gated, airlocks: timed }, held, seeing(listing), 0)).toEqual(change);
  const before = renderAirlocks("vtap0", timed, [], 0);
  const running = { ...blank, airlocks: { text: before, listing, machines: timed } };
  expect(steps({ ...gated, airlocks: timed }, running, seeing(listing), 9)).toEqual([]);
  expect(steps({ ...gated, airlocks: timed }, running, seeing(listing), 10)).toEqual(change);
  expect(steps(desired, held, seeing(null), 0)).toEqual(["delete-airlocks"]);
  expect(steps(desired, blank, seeing(null), 0)).toEqual([]);
  const off = { links: [], rules: [], routes: [], listing: null } as unknown as LanObserved;
  expect(planDown(held, off, 0)).toEqual([{ do: "delete-airlocks" }]);
  expect([blank, held, { ...blank, airlocks: null }].map(isEmptyStateFile)).toEqual([
    true,
    false,
    false,
  ]);
});

it("gives each machine with an airlock a resolver of its own, by the uplink that it has", () => {
  const pinned = { mode: "pinned", interface: "eth1" } as const;
  const other = "192.168.100.2";
  const [first, second, ...rest] = ownResolvers({
    ...gated,
    machineUplinks: [address, other].map((each) => ({ address: each, uplink: pinned })),
  });
  expect(first).toMatchObject({ uplink: pinned, addresses: [other] });
  expect(second).toMatchObject({
    uplink: pinned,
    addresses: [address],
    airlock: machines[0]?.airlock,
  });
  expect(second?.port).toBeGreaterThanOrEqual(954);
  expect(rest).toEqual([]);
  expect(ownResolvers(gated)).toMatchObject([{ uplink: desired.uplink, addresses: [address] }]);
});

it("gives no upstream to more airlocks than there are ports for", () => {
  const many = Array.from({ length: 40 }, (_, index) => ({
    address: `192.168.100.${index + 1}`,
    airlock: { only: [{ to: "deb.test" }] },
  }));
  const resolvers = ownResolvers({ ...desired, airlocks: many });
  const rest = resolvers.find(({ port }) => port === 952);
  expect(resolvers).toHaveLength(36);
  expect(rest).toMatchObject({ uplink: { mode: "none" } });
  expect(rest?.addresses).toHaveLength(5);
});
