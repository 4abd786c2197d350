import { stat } from "node:fs/promises";

/** Returns whether a file of a machine's host keys holds any. */
export async function hasHostKey(knownHosts: string): Promise<boolean> {
  const found = await stat(knownHosts).catch(() => null);
  return found !== null && found.size > 0;
}
