import { join } from "node:path";
import { build } from "vite";
import { projectFolder } from "../project.mjs";
import { latin1 } from "./latin1.ts";

const moduleOf = (name: string) => join(projectFolder, `electron/cli/${name}.ts`);

/**
 * Bundles the `virtray` command into `out/main`, by itself: shared with the app's code, `list` would
 * be in sixty files, and each costs Node a part of its start.
 */
export async function main(): Promise<number> {
  await build({
    configFile: false,
    root: projectFolder,
    logLevel: "warn",
    plugins: [latin1],
    ssr: { noExternal: true },
    // write-file-atomic is CommonJS; electron-vite has its own stand-in for this.
    define: { __filename: "import.meta.filename" },
    build: {
      ssr: true,
      target: "node20",
      minify: true,
      outDir: join(projectFolder, "out/main"),
      emptyOutDir: false,
      rolldownOptions: {
        input: { cli: join(projectFolder, "electron/cli/main.ts") },
        output: {
          format: "es",
          entryFileNames: "[name].js",
          chunkFileNames: "command/[name]-[hash].js",
          codeSplitting: { groups: [{ name: chunkOf(), debugName: "list" }] },
        },
      },
    },
  });
  return 0;
}

type GetModuleInfo = (id: string) => { readonly importedIds: readonly string[] } | null;

/**
 * Returns what names the chunk of a module: all that `list` loads is one, but for the little that the
 * entry needs to answer signals meanwhile.
 */
function chunkOf() {
  let sets: readonly [list: ReadonlySet<string>, entry: ReadonlySet<string>] | null = null;
  return (id: string, about: { readonly getModuleInfo: GetModuleInfo }): string | null => {
    const closure = (...names: readonly string[]) =>
      closureOf(names.map(moduleOf), (each) => about.getModuleInfo(each));
    sets ??= [closure("run", "list-program"), closure("main")];
    const [ofList, ofEntry] = sets;
    if (id === moduleOf("main")) return null;
    if (ofEntry.has(id)) return "entry";
    return ofList.has(id) ? "list" : null;
  };
}

/** Returns modules with all that they import, except what is loaded later. */
function closureOf(from: readonly string[], getModuleInfo: GetModuleInfo): ReadonlySet<string> {
  const found = new Set(from);
  // A set goes on with what is added meanwhile.
  for (const id of found) {
    for (const each of getModuleInfo(id)?.importedIds ?? []) found.add(each);
  }
  return found;
}
