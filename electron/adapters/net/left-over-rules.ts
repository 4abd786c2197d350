import { access } from "node:fs/promises";
import { join } from "node:path";
import { type AppError, appError } from "../../contract/errors/app-error.ts";
import { netdFolder } from "../root/netd-folder.ts";

/**
 * Returns the error that rules of ours are in another firewall, as root noted it there; null if
 * none are. They stay when the LAN is off, so that the next start needs no second password; without
 * the LAN's interface they match no packet.
 */
export async function firewallLeft(uid: number): Promise<AppError | null> {
  const isThere = await access(join(netdFolder(uid), "firewall")).then(
    () => true,
    () => false,
  );
  return isThere ? appError("firewall-rules", {}) : null;
}
