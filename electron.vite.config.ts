import { resolve } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "electron-vite";
import { latin1 } from "./build/bundle/latin1.ts";

const here = import.meta.dirname;

/**
 * Everything is bundled into `out/`: the program then starts from a handful of files, and a
 * package carries no node_modules. `supervisor`, `weather`, `netd` and `once` run on plain Node as well, and so
 * does the command (build/bundle/command.ts).
 */
export default defineConfig({
  main: {
    plugins: [latin1],
    build: {
      outDir: "out/main",
      externalizeDeps: false,
      // Node parses it again at each call of the command, and root's part keeps its text in memory.
      minify: true,
      rolldownOptions: {
        input: {
          main: resolve(here, "electron/main.ts"),
          supervisor: resolve(here, "electron/supervisor/main.ts"),
          weather: resolve(here, "electron/weather/main.ts"),
          netd: resolve(here, "electron/netd/main.ts"),
          once: resolve(here, "electron/netd/one-shot-main.ts"),
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
        output: {
          chunkFileNames: ({ facadeModuleId }) => {
            const language = /\/words\/([a-z]{2})\/index\.ts$/.exec(facadeModuleId ?? "")?.[1];
            return `assets/${language === undefined ? "[name]" : `words-${language}`}-[hash].js`;
          },
        },
      },
    },
  },
});
