import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the code that runs: `import.meta.dirname` came with Node 20.11. */
export const bundleFolder = dirname(fileURLToPath(import.meta.url));

/** Returns the folder that holds all our bundles. */
export function mainFolder(): string {
  return dirname(ownBundle("supervisor"));
}

/** Another bundle of ours: beside this one when bundled, in `out/` when run from source. */
export function ownBundle(name: "cli" | "netd" | "once" | "supervisor" | "weather"): string {
  const file = name === "cli" ? "cli.cjs" : `${name}.js`;
  const places = [join(bundleFolder, file), join(bundleFolder, "..", file)];
  return places.find(existsSync) ?? join(bundleFolder, "../../../out/main", file);
}
