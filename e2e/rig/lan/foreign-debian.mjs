/**
 * Debian's own ufw, firewalld, OpenVPN, NetworkManager and systemd-resolved, unpacked into the cache:
 * installed, they would take over the computer that the tests run on.
 */
import { existsSync, readdirSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, rename, rm, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { cacheFolder } from "../../../build/project.mjs";

/** These packages, with the dependencies that the tests do not need anyway. */
const packages = [
  ...["ufw", "ucf"],
  ...["firewalld", "python3-firewall", "python3-nftables", "gir1.2-nm-1.0", "libnm0"],
  ...["network-manager", "libndp0", "systemd-resolved"],
  ...["openvpn", "liblzo2-2", "libnl-3-200", "libnl-genl-3-200", "libpkcs11-helper1"],
];
/** Raise it when the packages or their preparation change: the folder is cached by it. */
const revision = 2;

/** @returns {string} the folder whose `usr`, `etc` and `var` belong above the computer's own */
export function foreignFolder() {
  return join(cacheFolder(), `foreign-${revision}`);
}

/** @returns {boolean} */
export function foreignIsThere() {
  return existsSync(foreignFolder());
}

/**
 * Fetches and unpacks them; needs the network that apt uses, and so runs before the sandbox begins.
 * @returns {Promise<void>}
 */
export async function fetchForeign() {
  const folder = foreignFolder();
  await mkdir(dirname(folder), { recursive: true });
  const work = await mkdtemp(`${folder}.`);
  try {
    const root = join(work, "root");
    for (const name of ["usr/lib", "usr/sbin", "etc/ufw", "var"]) {
      await mkdir(join(root, name), { recursive: true });
    }
    // Every Debian has these links; the packages still use the old paths.
    for (const name of ["lib", "sbin"]) await symlink(`usr/${name}`, join(root, name));
    await execa("apt-get", ["download", ...packages], { cwd: work });
    for (const file of readdirSync(work).filter((name) => name.endsWith(".deb"))) {
      const unpack = 'dpkg-deb --fsys-tarfile "$1" | tar -x --keep-directory-symlink -C "$2"';
      await execa("sh", ["-c", unpack, "sh", join(work, file), root]);
    }
    await configure(root);
    await rename(root, folder).catch((error) => {
      // Another run was faster.
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/**
 * Does what the packages' scripts would have done, except for starting them.
 * @param {string} root
 */
async function configure(root) {
  const ufw = join(root, "usr/share/ufw");
  for (const name of readdirSync(join(ufw, "iptables"))) {
    await copyFile(join(ufw, "iptables", name), join(root, "etc/ufw", name));
  }
  await copyFile(join(ufw, "ufw.conf"), join(root, "etc/ufw/ufw.conf"));
  const actions = join(root, "usr/share/polkit-1/actions/org.fedoraproject.FirewallD1");
  await rename(`${actions}.server.policy.choice`, `${actions}.policy`);
}
