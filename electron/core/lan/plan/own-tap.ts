import type { Link } from "../../uplink/ip-json.ts";
import type { LanStateFile } from "./state-file.ts";

/** Whether an interface could be a user's tap: its kind and its owner are those that we give. */
export function isTapOf({ kind, tap, owner }: Link, uid: number): boolean {
  return kind === "tun" && tap && owner === uid;
}

/**
 * Whether an interface is the tap that we made. A name says little: the user can remove the tap, and
 * root may give the name to another interface. Its number, which no other one gets, is told by all but
 * the state files of earlier versions. The owner says less: whoever has a tap open can give it another one.
 */
export function isOwnTap(
  link: Link,
  { tap, tapIndex }: Pick<LanStateFile, "tap" | "tapIndex">,
  uid: number,
): boolean {
  if (link.name !== tap) return false;
  if (tapIndex === undefined) return isTapOf(link, uid);
  return link.kind === "tun" && link.tap && link.index === tapIndex;
}
