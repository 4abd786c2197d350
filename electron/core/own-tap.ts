import type { Link } from "./ip-json.ts";
import type { LanBook } from "./lan-book.ts";

/** Whether an interface could be a user's tap: its kind and its owner are those that we give. */
export function isTapOf({ kind, tap, owner }: Link, uid: number): boolean {
  return kind === "tun" && tap && owner === uid;
}

/**
 * Whether an interface is the tap that we made. A name says little: the user can remove the tap, and
 * root may give the name to another interface. A book of an earlier version tells no number.
 */
export function isOwnTap(
  link: Link,
  { tap, tapIndex }: Pick<LanBook, "tap" | "tapIndex">,
  uid: number,
): boolean {
  return (
    link.name === tap && isTapOf(link, uid) && (tapIndex === undefined || link.index === tapIndex)
  );
}
