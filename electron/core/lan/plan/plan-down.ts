import { parseIpv4, subnetOf } from "../../base/ip-address.ts";
import { hasPortRules } from "../../firewall/port-rules.ts";
import { ownPorts } from "./bridge.ts";
import type { LanObserved, LanOperation } from "./operations.ts";
import { isOwnRule, ownTables } from "./own-routing.ts";
import { isOwnTap } from "./own-tap.ts";
import { ownFlags } from "./plan.ts";
import { isEmptyStateFile, type LanStateFile } from "./state-file.ts";

/**
 * Returns the steps that take back what the state file lists, and nothing else: without a LAN in it, table
 * and rules are another user's. The LAN stops forwarding first, or packets would leave with private
 * addresses once the rules are gone.
 */
export function planDown(
  stateFile: LanStateFile,
  observed: LanObserved,
  uid: number,
): readonly LanOperation[] {
  if (isEmptyStateFile(stateFile)) return [];
  const operations: LanOperation[] = [];
  const flag = (name: string) => {
    operations.push({ do: "set-forwarding", interface: name, on: false });
  };
  const ours = observed.links.find((link) => isOwnTap(link, stateFile, uid));
  if (ours !== undefined && observed.forwarding.has(ours.name)) flag(ours.name);
  for (const rule of observed.rules) {
    if (isOwnRule(rule, stateFile)) operations.push({ do: "delete-rule", rule });
  }
  for (const each of ownTables(stateFile, observed)) {
    operations.push({ do: "flush-table", ...each });
  }
  const subnets = (ours?.addresses ?? []).map(({ address, prefixLength }) =>
    subnetOf(parseIpv4(address) ?? 0, prefixLength),
  );
  for (const subnet of subnets) operations.push({ do: "drop-flows", subnet, connections: true });
  for (const entry of ownFlags(stateFile, observed)) {
    if (entry.interface !== stateFile.tap && observed.forwarding.has(entry.interface)) {
      flag(entry.interface);
    }
  }
  // Before the rules, which keep machines from the loopback that this flag opens.
  if (ours !== undefined && observed.localnet.has(ours.name)) {
    operations.push({ do: "set-localnet", interface: ours.name, on: false });
  }
  // Without our rules, the kernel would answer packets with a forged source.
  if (ours?.up && observed.listing !== null)
    operations.push({ do: "link-down", interface: ours.name });
  for (const pass of stateFile.passes) {
    operations.push({ do: "end-pass", interface: stateFile.tap ?? "", ...pass });
  }
  // While the rules are there: machines at ports reach nobody without them.
  for (const { name, index } of ownPorts(stateFile, observed.links, uid)) {
    if (index !== undefined) operations.push({ do: "delete-port", interface: name, index });
  }
  if (observed.listing !== null) {
    operations.push({ do: "delete-ruleset", hasPorts: hasPortRules(observed.listing) });
  }
  if (stateFile.airlocks !== undefined) operations.push({ do: "delete-airlocks" });
  for (const subnet of subnets) operations.push({ do: "drop-led-in", subnet });
  if (ours !== undefined) {
    operations.push({ do: "delete-tap", interface: ours.name, index: ours.index });
  }
  return operations;
}
