import type { UplinkChoice } from "../../../../electron/contract/uplink/choice.ts";
import { preferenceOf } from "../../../../electron/contract/uplink/choice.ts";

/**
 * Parses an order of preference such as `eth0, wlan0`; null if it has no valid names, a name twice, or
 * too many. Main parses it again.
 */
export function parseUplinkOrder(text: string): UplinkChoice | null {
  const interfaces = text.split(",").map((name) => name.trim());
  const areNamed = interfaces.every((name) => /^[A-Za-z0-9][A-Za-z0-9_.-]{0,14}$/.test(name));
  const areFine = areNamed && new Set(interfaces).size === interfaces.length;
  return areFine && interfaces.length <= 8 ? { mode: "preferred", interfaces } : null;
}

/** Returns an order of preference as text; empty if the choice is not one. */
export function uplinkOrderText(choice: UplinkChoice): string {
  return preferenceOf(choice)?.join(", ") ?? "";
}
