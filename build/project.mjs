import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";

/** The project's top folder. */
export const projectFolder = resolve(import.meta.dirname, "..");

/** Returns the folder for files that are slow to make again (XDG Base Directory Specification). */
export function cacheFolder() {
  const set = process.env["XDG_CACHE_HOME"] ?? "";
  return join(isAbsolute(set) ? set : join(homedir(), ".cache"), "virtray");
}
