import { type AppError, appError } from "../../contract/errors/app-error.ts";
import type { UplinkState } from "../../contract/lan/network.ts";
import { preferenceOf } from "../../contract/uplink/choice.ts";
import { sameChoice } from "./choice.ts";

/**
 * Returns the message when an order of preference moved on by itself; null: it did not, or the user
 * has just changed it.
 */
export function switchedByItself(before: UplinkState, after: UplinkState): AppError | null {
  const { choice, active } = after;
  const order = preferenceOf(choice);
  if (order === null || !sameChoice(before.choice, choice)) return null;
  // A way that opens after none was there is news too; that none is left is the LAN's problem.
  return active === null || active === before.active
    ? null
    : appError("uplink-switched", { to: active, order: order.join(", ") });
}
