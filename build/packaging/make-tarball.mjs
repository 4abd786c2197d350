import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";
import { basename, dirname } from "node:path";

/**
 * Packs the unpacked program as one folder `Virtray`, to be run from anywhere. electron-builder's
 * own way needs a download.
 * @param {string} folder
 * @param {string} target
 */
export function makeTarball(folder, target) {
  execFileSync("tar", [
    ...["--create", "--gzip", "--file", target, "--directory", dirname(folder)],
    ...["--owner=root:0", "--group=root:0", "--sort=name"],
    ...["--transform", `s,^${basename(folder)},Virtray,`, basename(folder)],
  ]);
  console.log(`${basename(target)}: ${statSync(target).size} bytes`);
}
