import type { UplinkChoice } from "../../../electron/contract/lan/network.ts";

/**
 * Reads an order of preference as it is typed, `eth0, wlan0`; null: it names no interfaces, one of
 * them twice, or too many. The main process parses it again.
 */
export function parseUplinkOrder(text: string): UplinkChoice | null {
  const interfaces = text.split(",").map((name) => name.trim());
  const areNamed = interfaces.every((name) => /^[A-Za-z0-9][A-Za-z0-9_.-]{0,14}$/.test(name));
  const areFine = areNamed && new Set(interfaces).size === interfaces.length;
  return areFine && interfaces.length <= 8 ? { mode: "preferred", interfaces } : null;
}

/** The order that holds, as it is typed; empty: there is none. */
export function uplinkOrderText(choice: UplinkChoice): string {
  return choice.mode === "preferred" ? choice.interfaces.join(", ") : "";
}
