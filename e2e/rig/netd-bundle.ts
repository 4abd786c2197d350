import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { build } from "vite";

const project = join(import.meta.dirname, "../..");
const bundle = join(project, "out/main/netd.js");

function newest(folder: string): number {
  return Math.max(
    ...readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith(".test.ts"))
      .map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs),
  );
}

/**
 * Gives the path of netd's bundle, which is made first if the sources are newer: netd is always
 * tested as the process that root starts, never from within a test.
 */
export async function netdBundleForTests(): Promise<string> {
  const made = statSync(bundle, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const sources = ["netd", "core", "contract"].map((name) => join(project, "electron", name));
  if (made < Math.max(...sources.map(newest))) {
    await build({
      configFile: false,
      root: project,
      logLevel: "warn",
      ssr: { noExternal: true },
      build: {
        ssr: true,
        target: "node20",
        outDir: "out/main",
        emptyOutDir: false,
        rolldownOptions: {
          input: { netd: join(project, "electron/netd/main.ts") },
          output: { format: "es", entryFileNames: "[name].js" },
        },
      },
    });
  }
  return bundle;
}
