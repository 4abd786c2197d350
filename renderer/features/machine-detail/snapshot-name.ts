/** Returns the proposed name of a snapshot: the time, with a number if there is one of that name. */
export function proposeSnapshotName(time: string, taken: readonly string[]): string {
  if (!taken.includes(time)) return time;
  for (let number = 2; ; number += 1) {
    const name = `${time} (${number})`;
    if (!taken.includes(name)) return name;
  }
}
