import { type AppError, appError } from "../../contract/errors/app-error.ts";
import type { UplinkState } from "../../contract/lan/network.ts";
import { namedInterfaces, type UplinkChoice } from "../../contract/uplink/choice.ts";

/**
 * Returns the message when a choice lets machines bypass the VPN that this computer uses; null if
 * it does not.
 */
export function pastVpn(
  choice: UplinkChoice | null,
  { vpn }: Pick<UplinkState, "vpn">,
): AppError | null {
  const past = choice === null ? [] : namedInterfaces(choice).filter((name) => name !== vpn);
  return vpn === null || past.length === 0
    ? null
    : appError("uplink-past-vpn", { interface: past.join(", "), vpn });
}
