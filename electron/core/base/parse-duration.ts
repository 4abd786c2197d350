const seconds = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

/** A year: longer ones are typing errors. */
const mostSeconds = 365 * seconds.d;

/** Parses a typed duration such as `90s`, `10m`, `1.5h` or `2d`, and returns milliseconds; null: none. */
export function parseDuration(text: string): number | null {
  const read = /^(\d+(?:\.\d+)?)\s*([smhd])$/.exec(text.trim());
  if (read === null) return null;
  const count = Number(read[1]) * seconds[read[2] as keyof typeof seconds];
  return count > 0 && count <= mostSeconds ? count * 1000 : null;
}
