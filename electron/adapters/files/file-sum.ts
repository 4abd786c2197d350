import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";

/** SHA-256 of all of a file, in hex. Errors throw, also that of a cancelled one. */
export async function sumOf(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  const content = createReadStream(path, {
    highWaterMark: 1024 * 1024,
    ...(signal === undefined ? {} : { signal }),
  });
  for await (const chunk of content) hash.update(chunk as Uint8Array);
  return hash.digest("hex");
}

/**
 * Returns what tells a file from each later state of it, and from every other file. The kernel alone sets
 * the time of the inode's change, so a program that gives a file its old time back is noticed, too.
 * Errors throw.
 */
export async function inodeStamp(path: string): Promise<string> {
  const { size, ino, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
  return `${size} ${ino} ${mtimeNs} ${ctimeNs}`;
}

/** The content of a file, with a stamp by which most looks at it need not read it. */
export interface KnownFile {
  readonly bytes: number;
  readonly sha256: string;
  readonly stamp: string;
}

/** Reads what a file is. Errors throw. */
export async function knowFile(path: string, signal?: AbortSignal): Promise<KnownFile> {
  const stamp = await inodeStamp(path);
  const sha256 = await sumOf(path, signal);
  return { bytes: Number(stamp.split(" ")[0]), sha256, stamp };
}

/**
 * Returns what is known of a file now; null if its content is another one. It is read only if it may be:
 * a touched one, or one that came from another disk or a backup, is the same with another stamp. Errors
 * throw.
 */
export async function recognizeFile(
  path: string,
  known: KnownFile,
  signal?: AbortSignal,
): Promise<KnownFile | null> {
  const stamp = await inodeStamp(path);
  if (stamp === known.stamp) return known;
  if (Number(stamp.split(" ")[0]) !== known.bytes) return null;
  if ((await sumOf(path, signal)) !== known.sha256) return null;
  // One that is written to meanwhile is not known.
  return (await inodeStamp(path)) === stamp ? { ...known, stamp } : null;
}
