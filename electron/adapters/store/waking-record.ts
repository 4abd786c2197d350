import { rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * A machine that was created from a warmed template has this file until its guest knows who it is. Its
 * disk is that of the warmed guest until then, so who finds the file after a kill makes the disk anew.
 */
const recordName = "waking";

/** Notes that a machine's guest does not know yet who it is. Errors throw. */
export async function recordWaking(folder: string): Promise<void> {
  await writeFile(join(folder, recordName), "", { mode: 0o600 });
}

/** Returns whether a machine's guest does not know yet who it is. */
export async function isWaking(folder: string): Promise<boolean> {
  return (await stat(join(folder, recordName)).catch(() => null)) !== null;
}

/** Notes that it knows now, or that its disk was made anew. Errors throw. */
export async function forgetWaking(folder: string): Promise<void> {
  // Earlier versions gave it names for the memory and state of the warmed guest, too.
  const names = [recordName, "waking-ram", "waking-state"];
  await Promise.all(names.map((name) => rm(join(folder, name), { force: true })));
}
