import { cable } from "./qemu-parts.ts";

/**
 * Returns whether the cable is plugged in, by the answer of QEMU's `info network`: a line for each
 * port of the hub.
 */
export function isPlugged(infoNetwork: string): boolean {
  return infoNetwork.includes(` ${cable.port}: ${cable.netdev}`);
}
