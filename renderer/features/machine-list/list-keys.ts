/**
 * Where a key leads in a list of `count` rows from the row `at`; null: it is no key of the list's.
 */
export function rowAfter(key: string, at: number, count: number): number | null {
  switch (key) {
    case "ArrowDown":
      return Math.min(at + 1, count - 1);
    case "ArrowUp":
      return Math.max(at - 1, 0);
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return null;
  }
}

/** All from one to the other, both included, whichever comes first; what is not listed counts as `to`. */
export function between(ids: readonly string[], from: string, to: string): readonly string[] {
  const end = ids.indexOf(to);
  const start = ids.includes(from) ? ids.indexOf(from) : end;
  return ids.slice(Math.min(start, end), Math.max(start, end) + 1);
}
