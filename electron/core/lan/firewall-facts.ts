import type { FirewallFacts } from "../../contract/lan/netd.ts";
import { letsPass } from "../firewall/chain-walk.ts";
import type { LanObserved } from "./plan/operations.ts";

/**
 * How our rules stand against what the state file says that nft listed after they were loaded, and the
 * chain of another firewall that drops what the LAN sends by `uplink` (null: nothing leaves).
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
