import { findOwnNetwork } from "../../adapters/root/own-network.ts";
import { type AppError, appError } from "../../contract/errors/app-error.ts";
import { namedInterfaces, type UplinkChoice } from "../../contract/uplink/choice.ts";

/** Returns the refusal of a choice that a small LAN cannot keep: it has this computer's own routing alone. */
export function smallLanRefusal(choice: UplinkChoice | null): AppError | null {
  const isSmall =
    choice !== null && namedInterfaces(choice).length > 0 && findOwnNetwork() !== null;
  return isSmall ? appError("lan-small", {}) : null;
}
