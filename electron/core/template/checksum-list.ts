/** A publisher's format of checksums, and their algorithm. */
export interface ChecksumStyle {
  /** `list`: one line a file, found by its name; `single`: the sum of this file alone. */
  readonly format: "list" | "single";
  readonly algorithm: "sha256" | "sha512";
}

const digits = { sha256: 64, sha512: 128 } as const;

/**
 * Returns the checksum of a file, in lower-case hex, from its publisher's text: lines of
 * `sha256sum` (`SUM  FILE`, `SUM *FILE`) or of BSD (`SHA256 (FILE) = SUM`), with or without a
 * signature around them. Null if it is absent, or if the text has two different ones.
 */
export function findChecksum(
  text: string,
  file: string,
  { format, algorithm }: ChecksumStyle,
): string | null {
  const sums = new Set<string>();
  for (const line of text.split("\n")) {
    const plain = /^([0-9a-f]+)(?:[ \t]+\*?(\S+))?\s*$/i.exec(line);
    const bsd = /^(SHA\d+) \(([^)]+)\) = ([0-9a-f]+)\s*$/i.exec(line);
    const sum = bsd?.[3] ?? plain?.[1];
    const name = bsd?.[2] ?? plain?.[2] ?? null;
    if (sum === undefined || sum.length !== digits[algorithm]) continue;
    if (bsd !== null && bsd[1]?.toLowerCase() !== algorithm) continue;
    // Some publishers name the release behind a link to the latest one.
    if (format === "single" || name?.replace(/^\.\//, "") === file) sums.add(sum.toLowerCase());
  }
  const [only] = sums;
  return sums.size === 1 && only !== undefined ? only : null;
}
