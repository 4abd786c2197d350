import { type AppError, appError } from "../../contract/errors/app-error.ts";
import type { UplinkState } from "../../contract/lan/network.ts";
import { preferenceOf } from "../../contract/uplink/choice.ts";
import { sameChoice } from "./choice.ts";

/**
 * Returns the message when an order of preference switched by itself; null if it did not, or if the
 * user has just changed it.
 */
export function switchedByItself(before: UplinkState, after: UplinkState): AppError | null {
  const { choice, active } = after;
  const order = preferenceOf(choice);
  if (order === null || !sameChoice(before.choice, choice)) return null;
  // An uplink that opens after none was open is reported, too; a lost last one is the LAN's
  // problem.
  return active === null || active === before.active
    ? null
    : appError("uplink-switched", { to: active, order: order.join(", ") });
}
