/**
 * A name that nobody has, like a given one: made of what names may hold (letters, digits,
 * hyphens), with a number behind it if it is taken. Empty if nothing of it can be used.
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
