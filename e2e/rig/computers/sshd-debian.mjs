/** Debian's own sshd, unpacked into the cache: installed, it would serve the computer of the tests. */
import { existsSync, readdirSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { cacheFolder } from "../../../build/project.mjs";

/** It, and the library that no other program here needs. */
const packages = ["openssh-server", "libwrap0"];
/** Raise it when the packages change: the folder is cached by it. */
const revision = 1;

/** @returns {string} the folder whose `usr` has it */
export function sshdFolder() {
  return join(cacheFolder(), `sshd-${revision}`);
}

/** @returns {boolean} */
export function sshdIsThere() {
  return existsSync(sshdFolder());
}

/**
 * Fetches and unpacks it; needs the network that apt uses, and so runs before the sandbox begins.
 * @returns {Promise<void>}
 */
export async function fetchSshd() {
  const folder = sshdFolder();
  await mkdir(dirname(folder), { recursive: true });
  const work = await mkdtemp(`${folder}.`);
  try {
    const root = join(work, "root");
    await execa("apt-get", ["download", ...packages], { cwd: work });
    for (const file of readdirSync(work).filter((name) => name.endsWith(".deb"))) {
      await execa("dpkg-deb", ["--extract", join(work, file), root]);
    }
    await rename(root, folder).catch((error) => {
      // Another run was faster.
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
