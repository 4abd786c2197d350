import type { Link } from "../../uplink/ip-json.ts";
import type { LanStateFile } from "./state-file.ts";

/**
 * Returns whether an interface could be a user's tap: it has the kind and the owner that netd
 * gives.
 */
export function isTapOf({ kind, tap, owner }: Link, uid: number): boolean {
  return kind === "tun" && tap && owner === uid;
}

/**
 * Returns whether an interface is the tap that netd made, by its index, which no other interface
 * gets (state files of earlier versions lack it). A name can be given to another interface, and a
 * process that has the tap open can change its owner.
 */
export function isOwnTap(
  link: Link,
  { tap, tapIndex }: Pick<LanStateFile, "tap" | "tapIndex">,
  uid: number,
): boolean {
  if (link.name !== tap) return false;
  if (tapIndex === undefined) return isTapOf(link, uid);
  return (link.kind === "bridge" || (link.kind === "tun" && link.tap)) && link.index === tapIndex;
}
