/**
 * A Debian as the package finds it: the least that debootstrap makes, and what the package itself
 * depends on. Needs root and the network that apt uses, and so is made before the sandbox begins.
 */
import { existsSync, readdirSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { execa } from "execa";
import { cacheFolder, projectFolder } from "../../../build/project.mjs";

const suite = "bookworm";
/** The ordinary user there. */
export const dweller = { name: "tester", uid: 4242, home: "/home/tester" };

/** @returns {string} the Debian package that was made last */
export function packageFile() {
  const dist = join(projectFolder, "dist");
  const name = readdirSync(dist).find((each) => each.endsWith(".deb"));
  if (name === undefined) throw new Error(`there is no Debian package in ${dist}`);
  return join(dist, name);
}

/**
 * Makes it at `root`, with a package installed by apt alone: what that lacks to run is a dependency
 * that was not declared. What it recommends is named here one by one, for the same reason.
 * @param {string} root
 * @param {string} deb
 */
export async function makeDebian(root, deb) {
  await execa("cp", ["--archive", await base(), root]);
  // The root's package cache is a mount of ours, so that downloads are kept.
  const fetched = join(cacheFolder(), `debian-packages-${suite}`);
  await mkdir(join(fetched, "partial"), { recursive: true });
  await copyFile(deb, join(root, basename(deb)));
  await copyFile("/etc/resolv.conf", join(root, "etc/resolv.conf"));
  const install = `
set -eu
mount --bind "$2" "$1/var/cache/apt/archives"
mount -t proc proc "$1/proc"
export DEBIAN_FRONTEND=noninteractive
chroot "$1" apt-get -q update
chroot "$1" apt-get -q install -y --no-install-recommends "/$3" nodejs
`;
  await execa(
    "unshare",
    [
      ...["--mount", "--pid", "--fork", "--propagation", "private", "sh", "-c", install, "install"],
      ...[root, fetched, basename(deb)],
    ],
    { stdout: "ignore" },
  );
}

/** @returns {Promise<string>} the folder of a Debian without the package, made once */
async function base() {
  const path = join(cacheFolder(), `debian-base-${suite}`);
  if (existsSync(path)) return path;
  await mkdir(dirname(path), { recursive: true });
  const work = await mkdtemp(`${path}.`);
  try {
    const root = join(work, "root");
    await execa("unshare", [
      ...["--mount", "--propagation", "private"],
      ...["debootstrap", "--variant=minbase", suite, root],
    ]);
    const { name, uid, home } = dweller;
    const user = [
      "--create-home",
      "--home-dir",
      home,
      "--uid",
      String(uid),
      "--shell",
      "/bin/bash",
    ];
    await execa("chroot", [root, "useradd", ...user, name]);
    await rename(root, path);
    return path;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
