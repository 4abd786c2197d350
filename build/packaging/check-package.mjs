import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { FuseV1Options, getCurrentFuseWire } from "@electron/fuses";

/** The fuses of a release, as SECURITY.md decides: `1` is set, `0` is not. */
const fuses = /** @type {const} */ ([
  [FuseV1Options.RunAsNode, "1"],
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable, "0"],
  [FuseV1Options.EnableNodeCliInspectArguments, "0"],
  [FuseV1Options.OnlyLoadAppFromAsar, "1"],
]);

/**
 * Checks the packed program: the fuses in its binary, and that only its owner can write to its files.
 * @param {string} unpacked the program's folder as it will be installed
 * @throws {Error} when the package must not be published
 */
export async function checkPackage(unpacked) {
  const wire = await getCurrentFuseWire(join(unpacked, "virtray-desktop"));
  for (const [fuse, state] of fuses) {
    if (String.fromCharCode(wire[fuse] ?? 0) !== state) {
      throw new Error(`the fuse ${FuseV1Options[fuse]} is not ${state}`);
    }
  }
  for (const entry of readdirSync(unpacked, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isSymbolicLink() && (statSync(path).mode & 0o022) !== 0) {
      throw new Error(`others could write to ${path}`);
    }
  }
}
