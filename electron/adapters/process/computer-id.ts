import { readFile } from "node:fs/promises";

/** Returns the id of this computer's system (machine-id(5)); empty where it has none. */
export async function computerId(): Promise<string> {
  return (await readFile("/etc/machine-id", "utf8").catch(() => "")).trim();
}
