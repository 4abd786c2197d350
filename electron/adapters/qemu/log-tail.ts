import { open } from "node:fs/promises";

/** The bytes of a log's end that are read; a line is rarely longer than a few hundred. */
const logTailBytes = 64 * 1024;

/** Returns the last lines of a log, oldest first; none without a log. */
export async function readLogTail(path: string, mostLines: number): Promise<readonly string[]> {
  const file = await open(path, "r").catch(() => null);
  if (file === null) return [];
  try {
    const { size } = await file.stat();
    const from = Math.max(0, size - logTailBytes);
    const buffer = Buffer.alloc(size - from);
    const { bytesRead } = await file.read(buffer, 0, buffer.length, from);
    const lines = buffer.subarray(0, bytesRead).toString("utf8").split("\n");
    if (from > 0) lines.shift();
    if (lines.at(-1) === "") lines.pop();
    return lines.slice(-mostLines);
  } finally {
    await file.close();
  }
}
