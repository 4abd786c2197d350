#!/usr/bin/env node
/**
 * `npm run package -- [deb|rpm|pacman|tar.gz …] [--for-tests]`: makes packages in `dist/`, by default
 * all of them. A release must carry the Electron of package.json; `--for-tests` accepts the fall-back,
 * and marks the files' names.
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
import { electronRuntime } from "./electron/runtime.mjs";
import { makeTarball } from "./packaging/make-tarball.mjs";
import { writeRootActions } from "./packaging/root-actions.mjs";
import { projectFolder } from "./project.mjs";
import { run } from "./run.mjs";
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

/** The needs of the running program; unzip is needed by set-up alone. */
const running = needs.filter(({ from, find }) => from === "run" && find !== "unzip");
/** Their packages, by each distribution's names. */
const dependencies = {
  deb: ["libc6", ...unique(running.map(({ apt }) => apt.join(" | ")))],
  rpm: unique(running.map(({ dnf }) => dnf)),
  pacman: unique(running.map(({ pacman }) => pacman)),
};

/**
 * netd and the supervisor run on it with 50 MiB less than on Electron's. It is a dependency for pacman,
 * which installs nothing that is only recommended.
 */
const node = "nodejs";
/** Copies addresses from the icon's menu on sway, labwc and others; the same name everywhere. */
const clipboard = "wl-clipboard";

/**
 * @param {readonly (string | undefined)[]} names
 * @returns {string[]}
 */
function unique(names) {
  return [...new Set(names.filter((name) => name !== undefined))];
}

await setUpOrExit("package", true);
// Imported here, because set-up may have to install them first.
const { build, Platform } = await import("electron-builder");
const { checkPackage } = await import("./packaging/check-package.mjs");
const runtime = await electronRuntime();
if (runtime.fallback && !values["for-tests"]) {
  console.error(
    `Only Electron ${runtime.version} is there, which is for development and tests: a package with it must not be published. “npm run package -- --for-tests” makes one to try.`,
  );
  process.exit(1);
}
/** Keeps the compiled code of the command for a program. @param {string} program */
const keepCode = (program) =>
  run(process.execPath, ["build/run-typescript.mjs", "build/bundle/keep-code.ts", program], {
    cwd: projectFolder,
  });
// The packed command runs on Electron, and this tree's on Node.
await keepCode(runtime.path);
// By default electron-builder downloads fpm.
process.env["CUSTOM_FPM_PATH"] = join(projectFolder, "build/packaging/fpm.mjs");

const dist = join(projectFolder, "dist");
const packaging = join(projectFolder, "build/packaging");
rmSync(dist, { recursive: true, force: true });

// electron-builder reads an icon's size from its name.
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
// Imported here, because it needs node_modules.
const { loadTypescript } = await import("./bundle/load-typescript.mjs");
const { rootActionWords } = await loadTypescript(
  join(projectFolder, "electron/contract/words/catalogues.ts"),
);
const root = writeRootActions(dist, rootActionWords);
const manuals = [
  ["virtray.1", "/usr/share/man/man1"],
  ["virtray.de.1", "/usr/share/man/de/man1"],
].map(([name = "", folder]) => {
  const packed = join(dist, `${name}.gz`);
  writeFileSync(packed, gzipSync(readFileSync(join(projectFolder, "docs", name)), { level: 9 }));
  return `${packed}=${folder}/virtray.1.gz`;
});
const installed = [
  `${command}=/usr/bin/virtray`,
  `${join(packaging, `${id}.metainfo.xml`)}=/usr/share/metainfo/${id}.metainfo.xml`,
  `${root.policy}=/usr/share/polkit-1/actions/${id}.policy`,
  `${join(packaging, "completion.bash")}=/usr/share/bash-completion/completions/virtray`,
  `${join(packaging, "completion.fish")}=/usr/share/fish/vendor_completions.d/virtray.fish`,
  ...manuals,
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
    // Everything is bundled, so node_modules are left out.
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
    // netd and the supervisor run on the system's Node, which reads no archives. package.json tells
    // that Node that they are modules.
    asarUnpack: ["out/main/**", "package.json"],
    npmRebuild: false,
    electronDist: dirname(runtime.path),
    electronVersion: runtime.version,
    // Chromium's own texts; its English has no name without a country.
    electronLanguages: Object.keys(rootActionWords).map((language) =>
      language === "en" ? "en-US" : language,
    ),
    // A package must run no app but its own.
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
            "Name[de]": "Virtray anzeigen",
            Exec: "/opt/Virtray/virtray-start --popover",
          },
        },
      },
    },
    deb: {
      ...scripts,
      depends: dependencies.deb,
      recommends: [node, clipboard],
      packageCategory: "otherosfs",
      artifactName: `\${name}_\${version}_\${arch}${mark}.\${ext}`,
      fpm,
    },
    rpm: {
      ...scripts,
      depends: dependencies.rpm,
      artifactName: `\${name}-\${version}-1.\${arch}${mark}.\${ext}`,
      fpm: [...[node, clipboard].flatMap((name) => ["--rpm-tag", `Recommends: ${name}`]), ...fpm],
    },
    pacman: {
      ...scripts,
      depends: [...dependencies.pacman, node],
      artifactName: `\${name}-\${version}-1-x86_64${mark}.pkg.tar.zst`,
      fpm: ["--pacman-optional-depends", clipboard, ...fpm],
    },
  },
});

await keepCode(process.execPath);

const { version } = JSON.parse(readFileSync(join(projectFolder, "package.json"), "utf8"));
const unpacked = join(dist, "linux-unpacked");
if (wanted.includes("tar.gz")) {
  makeTarball(unpacked, join(dist, `virtray-${version}-x64${mark}.tar.gz`));
}
await checkPackage(unpacked);
console.log(`Virtray ${version}: see dist/`);
// The loader of TypeScript would keep this process alive.
process.exit();
