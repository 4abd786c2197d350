import { promises } from "node:fs";
import { join } from "node:path";
import { build, type Plugin } from "vite";
import { projectFolder } from "../project.mjs";
import { latin1 } from "./latin1.ts";

const moduleOf = (name: string) => join(projectFolder, `electron/${name}.ts`);

/**
 * Has commander load what starts programs only where it does so, which is never: with what that loads itself, it
 * takes a tenth of the start of Node.
 */
const startFewer: Plugin = {
  name: "start-fewer",
  transform(code, id) {
    if (!id.endsWith("/commander/lib/command.js")) return null;
    const loading = /^const (childProcess) = (require\(['"]node:child_process['"]\));$/m.exec(code);
    if (loading === null) throw new Error("commander loads node:child_process in another way");
    const [line, name = "", load = ""] = loading;
    return { code: code.replace(line, "").replaceAll(`${name}.`, `${load}.`), map: null };
  },
};

const later = "\0promises-later";

/** Has Node load its promises of files with the first call of one, as a list reads without them. */
const promisesLater: Plugin = {
  name: "promises-later",
  enforce: "pre",
  resolveId: (id) => (id === "node:fs/promises" ? later : null),
  load(id) {
    if (id !== later) return null;
    const functions = Object.entries(promises).filter(([, value]) => typeof value === "function");
    const calls = functions.map(
      ([name]) => `export const ${name} = (...words) => fs.promises.${name}(...words);`,
    );
    return ['import * as fs from "node:fs";', "export const { constants } = fs;", ...calls].join(
      "\n",
    );
  },
};

/**
 * Bundles the `virtray` command into `out/main`, by itself: shared with the app's code, `list` would
 * be in sixty files, and each costs Node a part of its start. Modules of Node's own kind (CommonJS) start
 * sooner than others, and their compiled code can be kept (keep-code.ts).
 */
export async function main(): Promise<number> {
  await build({
    configFile: false,
    root: projectFolder,
    logLevel: "warn",
    plugins: [startFewer, promisesLater, latin1],
    ssr: { noExternal: true },
    build: {
      ssr: true,
      target: "node20",
      minify: true,
      outDir: join(projectFolder, "out/main"),
      emptyOutDir: false,
      rolldownOptions: {
        input: { cli: join(projectFolder, "electron/cli/main.ts") },
        output: {
          format: "cjs",
          entryFileNames: "[name].cjs",
          chunkFileNames: "command/[name]-[hash].cjs",
          codeSplitting: { groups: [{ name: chunkOf(), debugName: "list" }] },
        },
      },
    },
  });
  return 0;
}

type Names = ReadonlySet<string>;
type GetModuleInfo = (id: string) => { readonly importedIds: readonly string[] } | null;

/**
 * Returns what names the chunk of a module: all that `list --json` loads is one, but for the little that the
 * entry needs to answer signals meanwhile, and what machines need that may run. Another one reads words and options.
 */
function chunkOf() {
  let sets: readonly ReadonlySet<string>[] | null = null;
  return (id: string, about: { readonly getModuleInfo: GetModuleInfo }): string | null => {
    const closure = (...names: readonly string[]) =>
      closureOf(names.map(moduleOf), (each) => about.getModuleInfo(each));
    sets ??= [
      closure("cli/run"),
      closure("services/machine/view/touched-view"),
      closure("cli/run-words", "cli/list-program"),
      closure("cli/main"),
    ];
    const [ofList, ofTouched, ofTyped, ofEntry] = sets as [Names, Names, Names, Names];
    if (id === moduleOf("cli/main")) return null;
    if (ofEntry.has(id)) return "entry";
    if (ofList.has(id)) return "list";
    if (ofTouched.has(id)) return "touched";
    return ofTyped.has(id) ? "typed" : null;
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
