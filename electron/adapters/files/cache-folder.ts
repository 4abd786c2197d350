import { isAbsolute, join } from "node:path";
import { homeFolder } from "../process/this-user.ts";

/** Returns a folder of the XDG Base Directory Specification, which tells to ignore relative values. */
export function baseFolder(value: string | undefined, fallback: string): string {
  return value !== undefined && isAbsolute(value) ? value : fallback;
}

/** Works out the folder of what can be made anew. */
export function cacheFolder(env: Readonly<Record<string, string | undefined>>): string {
  return join(baseFolder(env["XDG_CACHE_HOME"], join(homeFolder(env), ".cache")), "virtray");
}
