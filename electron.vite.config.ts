import { resolve } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "electron-vite";
import type { Plugin } from "vite";

const here = import.meta.dirname;

/**
 * Writes characters beyond Latin-1 as escapes. V8 keeps a text with a single one of them at two bytes
 * each, and an app keeps the text of all that it has loaded: a typographic quote doubled it. Among the
 * code such characters stand in strings and patterns only, where an escape means the same.
 */
const latin1: Plugin = {
  name: "latin-1",
  generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type !== "chunk") continue;
      file.code = file.code.replaceAll(/[^\0-\xff]/g, (each) => {
        return `\\u${each.charCodeAt(0).toString(16).padStart(4, "0")}`;
      });
    }
  },
};

/**
 * Everything is bundled into `out/`: the program then starts from a handful of files, and a
 * package carries no node_modules. `cli`, `keeper`, `netd` and `once` run on plain Node as well.
 */
export default defineConfig({
  main: {
    plugins: [latin1],
    build: {
      outDir: "out/main",
      externalizeDeps: false,
      // Node parses it anew at each call of the command, and root's part keeps its text in memory.
      minify: true,
      rolldownOptions: {
        input: {
          main: resolve(here, "electron/main.ts"),
          cli: resolve(here, "electron/cli/main.ts"),
          keeper: resolve(here, "electron/cli/keeper-main.ts"),
          netd: resolve(here, "electron/netd/main.ts"),
          once: resolve(here, "electron/netd/once-main.ts"),
        },
        output: { format: "es" },
      },
    },
  },
  preload: {
    build: {
      outDir: "out/preload",
      externalizeDeps: false,
      rolldownOptions: {
        input: { preload: resolve(here, "electron/preload.ts") },
        // A sandboxed preload is silently not loaded unless it is CommonJS.
        output: { format: "cjs", entryFileNames: "[name].cjs" },
      },
    },
  },
  renderer: {
    root: resolve(here, "renderer"),
    plugins: [react(), latin1],
    build: {
      outDir: resolve(here, "out/renderer"),
      // Each window parses all of it before it can show anything.
      minify: true,
      rolldownOptions: {
        input: {
          popover: resolve(here, "renderer/popover.html"),
          dashboard: resolve(here, "renderer/dashboard.html"),
        },
      },
    },
  },
});
