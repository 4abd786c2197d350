/** A user of a guest, or a group, by number. */
export interface GuestIds {
  readonly uid: number;
  readonly gid: number;
}

/** The numbers that a user of this computer may use besides the own one. */
export interface SubordinateIds {
  readonly first: number;
  readonly count: number;
}

/** The most numbers that are mapped, as many as a Linux system hands out by itself. */
const mostIds = 65_536;

/**
 * Returns the arguments of newuidmap or newgidmap after the process: the guest's own user is the host's,
 * and all others, root too, are numbers that belong to nobody else.
 */
export function mapOwners(
  guestId: number,
  hostId: number,
  { first, count }: SubordinateIds,
): readonly string[] {
  const room = Math.min(count, mostIds);
  const below = Math.min(guestId, room);
  const above = room - below - 1;
  const ranges = [
    [0, first, below],
    [guestId, hostId, 1],
    [guestId + 1, first + below, above],
  ];
  return ranges
    .filter(([, , length = 0]) => length > 0)
    .flat()
    .map(String);
}

/** Reads the first range of a user in /etc/subuid or /etc/subgid (subuid(5)); null without a range. */
export function readSubordinateIds(
  text: string,
  user: string | null,
  uid: number,
): SubordinateIds | null {
  for (const line of text.split("\n")) {
    const [owner, first, count] = line.trim().split(":");
    if (owner !== user && owner !== String(uid)) continue;
    const range = { first: Number(first), count: Number(count) };
    if (range.first > 0 && range.count > 1 && Number.isSafeInteger(range.first + range.count)) {
      return range;
    }
  }
  return null;
}
