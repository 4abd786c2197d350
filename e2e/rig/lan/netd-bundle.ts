import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { build } from "vite";

const project = join(import.meta.dirname, "../../..");

const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

const newest = (folder: string): number =>
  Math.max(
    ...filesBelow(folder)
      .filter((file) => !file.endsWith(".test.ts"))
      .map((file) => statSync(file).mtimeMs),
  );

/**
 * Bundles one entry for plain Node, if its sources are newer than the bundle, and returns its path. It
 * appears whole, because another lane of the tests may need it at the same moment.
 */
async function bundle(
  entry: string,
  folder: string,
  name: string,
  sources: readonly string[],
): Promise<string> {
  const made = join(project, folder, `${name}.js`);
  const since = statSync(made, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (since < Math.max(...sources.map((source) => newest(join(project, source))))) {
    mkdirSync(join(project, folder), { recursive: true });
    const draft = mkdtempSync(`${made}.`);
    await build({
      configFile: false,
      root: project,
      logLevel: "warn",
      ssr: { noExternal: true },
      // write-file-atomic is CommonJS; electron-vite has its own stand-in for this.
      define: { __filename: "import.meta.filename" },
      build: {
        ssr: true,
        target: "node18",
        outDir: draft,
        rolldownOptions: {
          input: { [name]: join(project, entry) },
          output: { format: "es", entryFileNames: "[name].js" },
        },
      },
    });
    for (const file of filesBelow(draft)) {
      const target = join(project, folder, relative(draft, file));
      mkdirSync(dirname(target), { recursive: true });
      renameSync(file, target);
    }
    rmSync(draft, { recursive: true });
  }
  return made;
}

/**
 * netd's bundle: it is always tested as the process that root starts, never from within a test.
 */
export function netdBundleForTests(): Promise<string> {
  return bundle("electron/netd/main.ts", "out/main", "netd", [
    "electron/netd",
    "electron/core",
    "electron/contract",
  ]);
}

/** The bundle of root's one-shot actions. */
export function oneShotBundleForTests(): Promise<string> {
  return bundle("electron/netd/one-shot-main.ts", "out/main", "once", [
    "electron/netd",
    "electron/core",
    "electron/contract",
  ]);
}

/** One-shot actions as a program, for tests as another user. */
export function oneShotDriverForTests(): Promise<string> {
  return bundle("e2e/rig/lan/one-shot-driver.ts", "out/rig", "one-shot-driver", [
    "electron",
    "e2e/rig",
  ]);
}

/** The network service as a program, for tests as another user. */
export function lanDriverForTests(): Promise<string> {
  return bundle("e2e/rig/lan/lan-driver.ts", "out/rig", "lan-driver", ["electron", "e2e/rig"]);
}
