const units = { K: 1, M: 2, G: 3, T: 4 } as const;

/**
 * Reads a typed size: a number and K, M, G or T, each 1024 times the one before, with or without
 * `iB`. Returns bytes, rounded up to whole sectors of 512; null if it is not a size.
 */
export function parseSize(text: string): number | null {
  const [, amount, unit = "M"] = /^(\d+(?:\.\d+)?)\s*([KMGT])(?:i?B)?$/i.exec(text.trim()) ?? [];
  if (amount === undefined) return null;
  const power = units[unit.toUpperCase() as keyof typeof units];
  const bytes = Math.ceil((Number(amount) * 1024 ** power) / 512) * 512;
  return Number.isSafeInteger(bytes) && bytes > 0 ? bytes : null;
}
