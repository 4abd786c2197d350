import { existsSync } from "node:fs";
import { join } from "node:path";
import { needs } from "./packages.mjs";

/** Adds the folders of root's programs, which a user's PATH often lacks. */
const programFolders = [...(process.env["PATH"] ?? "").split(":"), "/usr/sbin", "/sbin"];
/** The library folders of Debian, Fedora and Arch. */
const libraryFolders = [
  "/usr/lib/x86_64-linux-gnu",
  "/usr/lib/aarch64-linux-gnu",
  "/usr/lib64",
  "/usr/lib",
];
/**
 * The lists of needs that belong to each purpose.
 * @type {Readonly<Record<import("./packages.mjs").Purpose, readonly string[]>>}
 */
export const purposes = {
  run: ["run"],
  demo: ["run", "demo"],
  test: ["run", "demo", "test"],
  guest: ["run", "demo", "test", "guest", "libvirt"],
  bench: ["run", "demo", "test", "libvirt"],
  libvirt: ["libvirt"],
  package: ["run", "package"],
  installed: ["run", "demo", "test", "guest", "libvirt", "package", "installed"],
};

/**
 * Searches for programs and libraries by their files, which is faster than asking a package manager.
 * @param {import("./packages.mjs").Purpose} purpose
 * @returns {readonly import("./packages.mjs").Need[]} those that are missing
 */
export function missingNeeds(purpose) {
  return needs.filter((need) => purposes[purpose].includes(need.from) && !isThere(need.find));
}

/** @param {string} find */
function isThere(find) {
  if (find.startsWith("/")) return existsSync(find);
  const folders = /^lib.*\.so/.test(find) ? libraryFolders : programFolders;
  return folders.some((folder) => existsSync(join(folder, find)));
}
