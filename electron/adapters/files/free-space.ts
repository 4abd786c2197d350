import { statfs } from "node:fs/promises";
import { dirname } from "node:path";

/** Returns the free space in MiB at a path that need not exist; null if unknown. */
export async function freeMiB(path: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(path);
    return Math.floor((bavail * bsize) / 1024 ** 2);
  } catch {
    return path === "/" ? null : freeMiB(dirname(path));
  }
}
