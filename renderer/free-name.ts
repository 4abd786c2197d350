/**
 * Returns a free name like a given one, reduced to letters, digits and hyphens, with a number if it
 * is taken. Empty if no character of it can be used.
 */
export function freeName(like: string, taken: readonly string[]): string {
  const plain = like
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 50)
    .replace(/^-+|-+$/g, "");
  if (plain === "" || !taken.includes(plain)) return plain;
  for (let number = 2; ; number += 1) {
    if (!taken.includes(`${plain}-${number}`)) return `${plain}-${number}`;
  }
}
