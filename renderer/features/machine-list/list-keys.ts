/** Returns the row that a key leads to from the row `at` of `count`; null if it leads nowhere. */
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

/** Returns the ids from one to the other in the list's order; a missing `from` counts as `to`. */
export function between(ids: readonly string[], from: string, to: string): readonly string[] {
  const end = ids.indexOf(to);
  const start = ids.includes(from) ? ids.indexOf(from) : end;
  return ids.slice(Math.min(start, end), Math.max(start, end) + 1);
}
