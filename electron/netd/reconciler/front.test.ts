import { expect, it } from "vitest";
import type { DesiredLan } from "../../contract/lan/netd.ts";
import { defaultLan } from "../../contract/lan/network.ts";
import type { LanObserved } from "../../core/lan/plan/operations.ts";
import { emptyStateFile } from "../../core/lan/plan/state-file.ts";
import type { PolicyRule } from "../../core/uplink/ip-json.ts";
import { ownProtocol } from "../../core/uplink/own-protocol.ts";
import { createRuleFront } from "./front.ts";

const desired: DesiredLan = {
  lan: defaultLan,
  uplink: { mode: "pinned", interface: "eth1" },
  ...{ machineUplinks: [], reservations: [], forwards: [] },
};

function rule(priority: number, protocol: number): PolicyRule {
  const all = { from: "all", to: null, iif: null, table: "9", inverse: false, text: "" };
  return { ...all, priority, protocol };
}

/** A program that always puts its rule before ours, for some time. */
function fight(front: ReturnType<typeof createRuleFront>, place: number, times: number) {
  let priority = place;
  let moves = 0;
  for (let round = 0; round < times; round += 1) {
    const rules = [rule(priority, ownProtocol), rule(priority - 1, 0)];
    const observed = { rules, routes: [] } as unknown as LanObserved;
    const routing = { priority, tables: [7100], marked: true };
    const chosen = front.choose(desired, { ...emptyStateFile("b"), routing }, observed);
    if (chosen.priority !== priority) moves += 1;
    priority = chosen.priority;
  }
  return { moves, priority };
}

it("passes rules of others that land before ours, and gives way in a fight, for longer each time", () => {
  let now = 0;
  const front = createRuleFront(() => now);
  const first = fight(front, 5100, 50);
  expect(first).toEqual({ moves: 6, priority: 5100 - 6 * 5 });
  now += 59_000;
  expect(fight(front, first.priority, 50).moves).toBe(0);
  now += 2_000;
  expect(fight(front, first.priority, 50).moves).toBe(6);
  now += 61_000;
  expect(fight(front, first.priority, 50).moves).toBe(0);
  now += 60_000;
  expect(fight(front, first.priority, 50).moves).toBe(6);
});

it("tries again at once when a person asks for it, and after a long peace", () => {
  let now = 0;
  const front = createRuleFront(() => now);
  fight(front, 5100, 50);
  expect(fight(front, 5000, 50).moves).toBe(0);
  front.takeHeart();
  expect(fight(front, 5000, 50).moves).toBe(6);
  now += 700_000 + 60_000;
  expect(fight(front, 5000, 50).moves).toBe(6);
  now += 61_000;
  expect(fight(front, 5000, 50).moves).toBe(6);
});

it("goes back to the usual place when the others have gone", () => {
  const front = createRuleFront(() => 0);
  const observed = { rules: [rule(4000, ownProtocol)], routes: [] } as unknown as LanObserved;
  const routing = { priority: 4000, tables: [7100], marked: true };
  const chosen = front.choose(desired, { ...emptyStateFile("b"), routing }, observed);
  expect(chosen.priority).toBe(5100);
});
