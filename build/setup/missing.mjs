import { existsSync } from "node:fs";
import { join } from "node:path";
import { needs } from "./packages.mjs";

/** Users' PATH often lacks the folders of root's programs. */
const programFolders = [...(process.env["PATH"] ?? "").split(":"), "/usr/sbin", "/sbin"];
/** Debian's, Fedora's and Arch's folders for libraries. */
const libraryFolders = [
  "/usr/lib/x86_64-linux-gnu",
  "/usr/lib/aarch64-linux-gnu",
  "/usr/lib64",
  "/usr/lib",
];
/** A purpose needs what those before it need. */
const purposes = /** @type {const} */ (["run", "demo", "test", "guest"]);

/**
 * Looks for programs and libraries; asks no package manager, so that it takes no time.
 * @param {import("./packages.mjs").Purpose} purpose
 * @returns {readonly import("./packages.mjs").Need[]} what is not there
 */
export function missingNeeds(purpose) {
  const upTo = purposes.indexOf(purpose);
  return needs.filter((need) => purposes.indexOf(need.from) <= upTo && !isThere(need.find));
}

/** @param {string} find */
function isThere(find) {
  if (find.startsWith("/")) return existsSync(find);
  const folders = /^lib.*\.so/.test(find) ? libraryFolders : programFolders;
  return folders.some((folder) => existsSync(join(folder, find)));
}
