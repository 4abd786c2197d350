const rates = { k: 1e3, M: 1e6, G: 1e9 } as const;

/** Parses a typed rate such as `500k`, `2M` or `1Gbit`, and returns bits per second; null: none. */
export function parseRate(text: string): number | null {
  const read = /^(\d+(?:\.\d+)?)\s*([kMG])(?:bit)?(?:\/s)?$/.exec(text.trim());
  return read === null ? null : Math.round(Number(read[1]) * rates[read[2] as keyof typeof rates]);
}

/** Parses a typed delay such as `50ms` or `1.5s`, and returns whole milliseconds; null: none. */
export function parseDelay(text: string): number | null {
  const read = /^(\d+(?:\.\d+)?)\s*(ms|s)$/.exec(text.trim());
  return read === null ? null : Math.round(Number(read[1]) * (read[2] === "s" ? 1000 : 1));
}

/** Parses a typed share such as `2%`, and returns the percentage; null: none. */
export function parsePercent(text: string): number | null {
  const read = /^(\d+(?:\.\d+)?)\s*%?$/.exec(text.trim());
  return read === null || Number(read[1]) > 100 ? null : Number(read[1]);
}
