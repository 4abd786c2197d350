import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "../project.mjs";
import { run } from "../run.mjs";

const stamp = join(projectFolder, "out/.sources");
/**
 * The steps that make `out/`, in order: app and root's part, the command and its compiled code, the icons, the
 * extension.
 */
const makers = [
  ["node_modules/electron-vite/bin/electron-vite.js", "build", "--logLevel", "warn"],
  ["build/run-typescript.mjs", "build/bundle/command.ts"],
  ["build/run-typescript.mjs", "build/bundle/keep-code.ts"],
  ["build/bundle/icons.mjs"],
  ["build/bundle/gnome-extension.mjs"],
];
const sources = [
  ...["electron", "renderer", "assets", "build/bundle"],
  ...["electron.vite.config.ts", "package-lock.json"],
];

/**
 * Compares the sources with those that `out/` was made from.
 * @returns {boolean} whether they are the same
 */
export function bundleIsCurrent() {
  return existsSync(stamp) && readFileSync(stamp, "utf8") === sourcesSum();
}

/** Makes `out/` from the sources. */
export async function makeBundle() {
  const sum = sourcesSum();
  for (const maker of makers) await run(process.execPath, maker, { cwd: projectFolder });
  writeFileSync(stamp, sum);
}

function sourcesSum() {
  const hash = createHash("sha256");
  for (const source of sources) {
    for (const path of filesBelow(join(projectFolder, source))) {
      hash.update(path.slice(projectFolder.length)).update(readFileSync(path));
    }
  }
  return hash.digest("hex");
}

/**
 * @param {string} path
 * @returns {readonly string[]}
 */
function filesBelow(path) {
  if (!existsSync(path)) return [];
  try {
    const entries = readdirSync(path, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile() && !entry.name.includes(".test."));
    return files.map((file) => join(file.parentPath, file.name)).sort();
  } catch {
    // `path` is a file.
    return [path];
  }
}
