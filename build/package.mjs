#!/usr/bin/env node
/**
 * Makes packages: `npm run package -- [deb|rpm|pacman|tar.gz …] [--for-tests]` (all of them unless
 * told), in `dist/`. A release must carry the Electron of package.json; `--for-tests` takes the
 * fall-back where there is no other, and says so in the files' names.
 */
import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { electronRuntime } from "./electron-runtime.mjs";
import { makeTarball } from "./packaging/make-tarball.mjs";
import { writeRootActions } from "./packaging/root-actions.mjs";
import { projectFolder } from "./project.mjs";
import { needs } from "./setup/packages.mjs";
import { setUpOrExit } from "./setup.mjs";

const formats = ["deb", "rpm", "pacman", "tar.gz"];
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { "for-tests": { type: "boolean", default: false } },
});
const wanted = positionals.length === 0 ? formats : positionals;
const unknown = wanted.filter((format) => !formats.includes(format));
if (unknown.length > 0) {
  console.error(`Unknown: ${unknown.join(", ")}. The formats are ${formats.join(", ")}.`);
  process.exit(2);
}

/** What the program needs to run; only set-up unpacks anything by unzip. */
const running = needs.filter(({ from, find }) => from === "run" && find !== "unzip");
/** The same by the names of each distribution's packages. */
const dependencies = {
  deb: ["libc6", ...unique(running.map(({ apt }) => apt.join(" | ")))],
  rpm: unique(running.map(({ dnf }) => dnf)),
  pacman: unique(running.map(({ pacman }) => pacman)),
};

/**
 * Root's part, which stays, runs on it and takes 50 MiB less than on Electron's own. Its package is
 * named the same everywhere; pacman knows nothing weaker than a dependency that it would install.
 */
const node = "nodejs";

/**
 * @param {readonly (string | undefined)[]} names
 * @returns {string[]}
 */
function unique(names) {
  return [...new Set(names.filter((name) => name !== undefined))];
}

await setUpOrExit("package", true);
// Imported late: set-up may have to install them first.
const { build, Platform } = await import("electron-builder");
const { checkPackage } = await import("./packaging/check-package.mjs");
const runtime = await electronRuntime();
if (runtime.fallback && !values["for-tests"]) {
  console.error(
    `Only Electron ${runtime.version} is there, which is for development and tests: a package with it must not be published. “npm run package -- --for-tests” makes one to try.`,
  );
  process.exit(1);
}
// Otherwise electron-builder fetches fpm, which makes the same packages but needs a download.
process.env["CUSTOM_FPM_PATH"] = join(projectFolder, "build/packaging/fpm.mjs");

const dist = join(projectFolder, "dist");
const packaging = join(projectFolder, "build/packaging");
rmSync(dist, { recursive: true, force: true });

// electron-builder knows an icon's size by its name.
const icons = join(dist, "icons");
const drawn = join(projectFolder, "out/assets");
mkdirSync(icons, { recursive: true });
for (const name of readdirSync(drawn)) {
  const size = /^app-(\d+)\.png$/.exec(name)?.[1];
  if (size !== undefined) copyFileSync(join(drawn, name), join(icons, `${size}x${size}.png`));
}
const command = join(dist, "virtray");
symlinkSync("/opt/Virtray/virtray", command);

const id = "io.github.virtray.Virtray";
const root = writeRootActions(dist);
const manual = join(dist, "virtray.1.gz");
writeFileSync(manual, gzipSync(readFileSync(join(projectFolder, "docs/virtray.1")), { level: 9 }));
const installed = [
  `${command}=/usr/bin/virtray`,
  `${join(packaging, `${id}.metainfo.xml`)}=/usr/share/metainfo/${id}.metainfo.xml`,
  `${root.policy}=/usr/share/polkit-1/actions/${id}.policy`,
  `${join(packaging, "completion.bash")}=/usr/share/bash-completion/completions/virtray`,
  `${join(packaging, "completion.fish")}=/usr/share/fish/vendor_completions.d/virtray.fish`,
  `${manual}=/usr/share/man/man1/virtray.1.gz`,
  `${join(packaging, "copyright")}=/usr/share/doc/virtray/copyright`,
];
const scripts = {
  afterInstall: join(packaging, "after-install.sh"),
  afterRemove: join(packaging, "after-remove.sh"),
};
const fpm = ["--before-remove", join(packaging, "before-remove.sh"), ...installed];
const mark = runtime.fallback ? "-for-tests" : "";

await build({
  projectDir: projectFolder,
  targets: Platform.LINUX.createTarget(["dir", ...wanted.filter((format) => format !== "tar.gz")]),
  publish: "never",
  config: {
    appId: id,
    productName: "Virtray",
    directories: { output: "dist", buildResources: "build/packaging" },
    // Everything is bundled: no node_modules within.
    files: [
      "out/main/**",
      "out/preload/**",
      "out/renderer/**",
      "out/assets/**",
      "out/gnome-extension/**",
      "package.json",
      "!node_modules/**",
    ],
    extraFiles: [
      { from: "build/packaging/virtray", to: "virtray" },
      { from: "build/packaging/virtray-start", to: "virtray-start" },
      { from: "build/packaging/window-system", to: "resources/window-system" },
      { from: root.programs, to: "resources/root" },
    ],
    asar: true,
    // Root's part goes on with the system's own Node where it can, which reads no archive.
    // Its package.json says what kind of scripts they are.
    asarUnpack: ["out/main/**", "package.json"],
    npmRebuild: false,
    electronDist: dirname(runtime.path),
    electronVersion: runtime.version,
    electronLanguages: ["en-US", "de"],
    // What runs an app that is not packaged; a package must run its own alone.
    afterExtract: async ({ appOutDir }) =>
      rm(join(appOutDir, "resources/default_app.asar"), { recursive: true, force: true }),
    extraMetadata: {
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
      desktop: {
        entry: {
          Actions: "Popover;",
          Keywords: "virtual machine;vm;qemu;kvm;network;",
          Comment: "Virtual machines in the background, one click away",
          "Comment[de]": "Virtuelle Maschinen im Hintergrund, einen Klick entfernt",
        },
        desktopActions: {
          Popover: {
            Name: "Show Virtray",
            "Name[de]": "Virtray zeigen",
            Exec: "/opt/Virtray/virtray-start --popover",
          },
        },
      },
    },
    deb: {
      ...scripts,
      depends: dependencies.deb,
      recommends: [node],
      packageCategory: "otherosfs",
      artifactName: `\${name}_\${version}_\${arch}${mark}.\${ext}`,
      fpm,
    },
    rpm: {
      ...scripts,
      depends: dependencies.rpm,
      artifactName: `\${name}-\${version}-1.\${arch}${mark}.\${ext}`,
      fpm: ["--rpm-tag", `Recommends: ${node}`, ...fpm],
    },
    pacman: {
      ...scripts,
      depends: [...dependencies.pacman, node],
      artifactName: `\${name}-\${version}-1-x86_64${mark}.pkg.tar.zst`,
      fpm,
    },
  },
});

const { version } = JSON.parse(readFileSync(join(projectFolder, "package.json"), "utf8"));
const unpacked = join(dist, "linux-unpacked");
if (wanted.includes("tar.gz")) {
  makeTarball(unpacked, join(dist, `virtray-${version}-x64${mark}.tar.gz`));
}
await checkPackage(unpacked);
console.log(`Virtray ${version}: see dist/`);
