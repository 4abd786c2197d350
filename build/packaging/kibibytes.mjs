import { execFileSync } from "node:child_process";

/**
 * Returns the space that a folder takes on a disk, in KiB.
 * @param {string} folder
 * @returns {number}
 */
export function kibibytes(folder) {
  return Number(execFileSync("du", ["-sk", folder], { encoding: "utf8" }).split("\t")[0]);
}
