/** A file of at least so many bytes goes on where it was, after its copying was interrupted. */
export const largeFrom = 64 * 2 ** 20;

/** Copying goes on at a multiple of so many bytes: `dd` in a guest counts in blocks. */
export const blockBytes = 2 ** 20;

/** The characters of a name that fit into the name of its part: up to four bytes each, of 255 in all. */
const mostCharacters = 50;

/** The beginning of a file, which an interrupted copy has left beside its target. */
export interface Part {
  /** The length of the part. */
  readonly bytes: number;
  /** The whole blocks of it. */
  readonly blocks: number;
  /** SHA-256 of these blocks, in hex; null if it could not be made. */
  readonly sha256: string | null;
}

/** Why a part is not gone on with: its content is another one, or cannot be compared. */
export type NoRest = "different" | "unproven";

/**
 * Returns the name of the part of a file: a name of its own, so that a cut copy is never taken for a
 * whole one.
 */
export function partName(base: string): string {
  return `.${[...base].slice(0, mostCharacters).join("")}.virtray-part`;
}

/** Reads what a guest tells of a part: length, blocks and sum; null if it has none, or tells nothing of use. */
export function readPart(line: string): Part | null {
  const found = /^(\d{1,15}) (\d{1,9}) ([0-9a-f]{64}|none)$/.exec(line);
  const [, length = "0", count = "0", sum = "none"] = found ?? [];
  const [bytes, blocks] = [Number(length), Number(count)];
  if (blocks === 0 || blocks * blockBytes > bytes) return null;
  return { bytes, blocks, sha256: sum === "none" ? null : sum };
}

/** Returns a time as `touch -t` takes it, in UTC; `seconds`: since the epoch. */
export function touchTime(seconds: number): string {
  const at = new Date(Math.max(0, Math.floor(seconds)) * 1000).toISOString();
  const [, year, month, day, hour, minute, second] =
    /^(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)/.exec(at) ?? [];
  return `${year}${month}${day}${hour}${minute}.${second}`;
}
