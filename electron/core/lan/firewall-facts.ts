import type { FirewallFacts } from "../../contract/lan/netd.ts";
import { letsPass } from "../firewall/chain-walk.ts";
import type { LanObserved } from "./plan/operations.ts";

/**
 * Compares our rules with nft's listing in the state file, and finds the chain of another firewall
 * that drops packets of the LAN to `uplink` (null if none leave).
 */
export function firewallFacts(
  expected: string | null,
  observed: Pick<LanObserved, "listing" | "blockers" | "tagged">,
  lan: string,
  uplink: string | null,
): FirewallFacts {
  const table =
    observed.listing === null ? "missing" : observed.listing === expected ? "held" : "changed";
  const blocker =
    uplink === null
      ? undefined
      : observed.blockers.find((each) => !letsPass(each.listing, each.chain, lan, uplink));
  return {
    tagged: observed.tagged === null ? null : [...observed.tagged],
    table,
    blocker:
      blocker === undefined
        ? null
        : { table: `${blocker.family} ${blocker.table}`, chain: blocker.chain },
  };
}
