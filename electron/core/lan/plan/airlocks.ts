import type { DesiredLan } from "../../../contract/lan/netd.ts";
import { loadAirlocks } from "../../firewall/airlock-load.ts";
import { renderAirlocks } from "../../firewall/airlock-rules.ts";
import type { LanObserved, LanOperation } from "./operations.ts";
import type { LanStateFile } from "./state-file.ts";

/** Returns a listing with sets and chains in one order: nft lists those last that came last. */
function inOrder(listing: string): string {
  return listing
    .replace(/^table .*\{\n|^\}\n?$/gm, "")
    .split("\n\n")
    .map((block) => block.trimEnd())
    .sort()
    .join("\n\n");
}

/**
 * Returns the steps for the airlocks of machines, which come before all others: no uplink is opened to a
 * machine whose airlock does not hold yet. `now` is in milliseconds since the epoch.
 */
export function planAirlocks(
  { lan, reservations, airlocks: machines = [] }: DesiredLan,
  stateFile: LanStateFile,
  observed: LanObserved,
  now: number,
): readonly LanOperation[] {
  const { airlocks } = stateFile;
  if (machines.length === 0) return airlocks === undefined ? [] : [{ do: "delete-airlocks" }];
  const text = renderAirlocks(lan.interface, machines, reservations, now);
  // A table that others have changed is not to be trusted: it begins from nothing.
  const isOurs = airlocks != null && inOrder(airlocks.listing) === inOrder(observed.airlocks ?? "");
  const held = isOurs ? airlocks : null;
  const isSame = JSON.stringify(held?.machines) === JSON.stringify(machines);
  if (held?.text === text && isSame) return [];
  return [{ do: "load-airlocks", script: loadAirlocks(text, machines, held, now), text, machines }];
}
