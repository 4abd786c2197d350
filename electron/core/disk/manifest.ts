/** The sum that a manifest gives for a file, in lower-case hex. */
export interface ManifestSum {
  readonly algorithm: "sha1" | "sha256" | "sha512";
  readonly sum: string;
}

/** The number of hex digits of each checksum. */
const digits = { sha1: 40, sha256: 64, sha512: 128 } as const;

/**
 * Returns the sum of a member from the manifest of an OVA (DSP0243): lines of `SHA256(name)= SUM`,
 * with blanks or without. Null if the manifest does not tell it.
 */
export function findManifestSum(text: string, member: string): ManifestSum | null {
  for (const line of text.split(/\r?\n/)) {
    const [, kind = "", name, sum = ""] =
      /^(SHA-?(?:1|256|512)) ?\((.*)\) ?= ?([0-9a-f]+)\s*$/i.exec(line) ?? [];
    if (name !== member && name !== member.replace(/^\.\//, "")) continue;
    const algorithm = kind.toLowerCase().replace("-", "") as ManifestSum["algorithm"];
    if (sum.length === digits[algorithm]) return { algorithm, sum: sum.toLowerCase() };
  }
  return null;
}
