#!/usr/bin/env node
/**
 * Makes packages: `npm run package -- [deb|dir|rpm|pacman|tar.gz …]` (deb unless told), in `dist/`.
 * rpm, pacman and tar.gz need downloads of electron-builder's own.
 */
import { copyFileSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { build, Platform } from "electron-builder";
import { electronRuntime } from "./electron-runtime.mjs";
import { projectFolder } from "./project.mjs";
import { needs } from "./setup/packages.mjs";
import { setUpOrExit } from "./setup.mjs";

/** What the program needs to run; only set-up unpacks anything by unzip. */
const running = needs.filter(({ from, find }) => from === "run" && find !== "unzip");
/** The same by the names of each distribution's packages. */
const dependencies = {
  deb: unique(running.map(({ apt }) => apt.join(" | "))),
  rpm: unique(running.map(({ dnf }) => dnf)),
  pacman: unique(running.map(({ pacman }) => pacman)),
};

/**
 * @param {readonly (string | undefined)[]} names
 * @returns {string[]}
 */
function unique(names) {
  return [...new Set(names.filter((name) => name !== undefined))];
}

await setUpOrExit("run", true);
const runtime = await electronRuntime();
if (runtime.fallback) {
  console.warn(
    `The package carries Electron ${runtime.version}, which is for development and tests: do not publish it.`,
  );
}
// Otherwise electron-builder fetches fpm, which makes Debian packages too but needs a download.
process.env["CUSTOM_FPM_PATH"] = join(projectFolder, "build/packaging/fpm.mjs");

/** @param {string} source @param {string} target */
const place = (source, target) => `${join(projectFolder, "build/packaging", source)}=${target}`;
const metainfo = "io.github.virtray.Virtray.metainfo.xml";
const files = [
  place("virtray", "/usr/bin/virtray"),
  place(metainfo, `/usr/share/metainfo/${metainfo}`),
];
const targets = process.argv.slice(2);

// electron-builder knows an icon's size by its name.
const icons = join(projectFolder, "dist/icons");
const drawn = join(projectFolder, "out/assets");
mkdirSync(icons, { recursive: true });
for (const name of readdirSync(drawn)) {
  const size = /^app-(\d+)\.png$/.exec(name)?.[1];
  if (size !== undefined) copyFileSync(join(drawn, name), join(icons, `${size}x${size}.png`));
}

await build({
  projectDir: projectFolder,
  targets: Platform.LINUX.createTarget(targets.length === 0 ? ["deb"] : targets),
  publish: "never",
  config: {
    appId: "io.github.virtray.Virtray",
    productName: "Virtray",
    directories: { output: "dist", buildResources: "build/packaging" },
    // Everything is bundled: no node_modules within.
    files: [
      "out/main/**",
      "out/preload/**",
      "out/renderer/**",
      "out/assets/**",
      "package.json",
      "!node_modules/**",
    ],
    asar: true,
    // Root's part goes on with the system's own Node where it can, which reads no archive.
    asarUnpack: ["out/main/**"],
    npmRebuild: false,
    electronDist: dirname(runtime.path),
    electronVersion: runtime.version,
    // What runs an app that is not packaged; a package must run its own alone.
    afterExtract: async ({ appOutDir }) =>
      rm(join(appOutDir, "resources/default_app.asar"), { recursive: true, force: true }),
    extraMetadata: {
      desktopName: "virtray-desktop.desktop",
      homepage: "https://github.com/virtray/virtray",
      author: { name: "Virtray", email: "maintainers@virtray.invalid" },
    },
    electronFuses: {
      // netd and the command are the app's own binary run as Node; SECURITY.md weighs this.
      runAsNode: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      onlyLoadAppFromAsar: true,
    },
    linux: {
      executableName: "virtray-desktop",
      category: "System;Emulator",
      icon: icons,
      syncDesktopName: true,
      synopsis: "Virtual machines in the background, one click away",
      description:
        "Runs virtual machines without windows on a private network with fixed addresses, and switches their uplink while they run.",
      desktop: { entry: { Keywords: "virtual machine;vm;qemu;kvm;network;" } },
    },
    deb: {
      depends: dependencies.deb,
      recommends: [],
      packageCategory: "otherosfs",
      fpm: files,
    },
    rpm: { depends: dependencies.rpm, fpm: files },
    pacman: { depends: dependencies.pacman, fpm: files },
  },
});

const { version } = JSON.parse(readFileSync(join(projectFolder, "package.json"), "utf8"));
console.log(`Virtray ${version}: see dist/`);
