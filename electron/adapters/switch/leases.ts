import { open } from "node:fs/promises";
import { dnsmasqFiles } from "../../core/lan/names/dnsmasq-plan.ts";
import { type Lease, parseLeases } from "../../core/lan/names/leases.ts";
import { networkNamespace } from "../root/netd-folder.ts";
import { findOwnNetwork } from "../root/own-network.ts";

/** A lease takes some 70 bytes, and there are as many as the pool has addresses. */
const mostBytes = 1024 ** 2;

/**
 * Reads the leases of this user's LAN in this network namespace; none where no addresses are
 * served.
 */
export async function readLeases(uid: number): Promise<readonly Lease[]> {
  const own = findOwnNetwork();
  const { leases } = dnsmasqFiles(
    own === null ? `${uid}-${networkNamespace()}` : `0-${own.namespace}`,
  );
  const file = await open(`${own?.root ?? ""}${leases}`, "r").catch(() => null);
  if (file === null) return [];
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(mostBytes), 0, mostBytes, 0);
    return parseLeases(buffer.toString("latin1", 0, bytesRead), Date.now());
  } catch {
    return [];
  } finally {
    await file.close();
  }
}
