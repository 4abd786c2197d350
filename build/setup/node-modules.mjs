import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "../project.mjs";

/**
 * Compares the lock file with npm's own record of the installed packages.
 * @returns {boolean} whether they agree
 */
export function nodeModulesAreCurrent() {
  const note = join(projectFolder, "node_modules/.package-lock.json");
  if (!existsSync(note)) return false;
  const installed = packagesOf(note);
  const wanted = packagesOf(join(projectFolder, "package-lock.json"));
  for (const [path, entry] of Object.entries(wanted)) {
    const found = installed[path]?.version;
    // npm leaves out optional packages for other systems.
    if (found === undefined && (entry.optional || entry.devOptional || path === "")) continue;
    if (found !== entry.version) return false;
  }
  return Object.keys(installed).every((path) => path in wanted);
}

/**
 * @param {string} path
 * @returns {Record<string, { version?: string, optional?: boolean, devOptional?: boolean }>}
 */
function packagesOf(path) {
  return JSON.parse(readFileSync(path, "utf8")).packages;
}
