/**
 * The parts that every test guest shares, made of Debian packages and kept in the cache: a
 * kernel, an initial RAM disk with everything the guest runs, and the key that opens it.
 */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import {
  chmod,
  copyFile,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { cacheFolder } from "../../../build/project.mjs";

/** The files that are copied into the guest unchanged. */
const tree = join(import.meta.dirname, "tree");

/**
 * Drivers, loaded with what they need: disk, card, the power button, whose press
 * evdev hands to acpid, the seed's file system with its character sets, the guest agent's line,
 * the balloon by which free memory is given back, the device by which a panic is told to QEMU, and the
 * file system of shared folders.
 */
const drivers = [
  ...["virtio_pci", "virtio_blk", "virtio_net", "button", "evdev"],
  ...[
    "vfat",
    "nls_cp437",
    "nls_ascii",
    "virtio_console",
    "virtio_balloon",
    "pvpanic_mmio",
    "virtiofs",
  ],
];

/**
 * The kernels to choose from, by the package whose name always means the newest one. The one for
 * clouds is small, and starts fast; the full one knows old hardware too.
 */
const kernels = { cloud: "linux-image-cloud-amd64", full: "linux-image-amd64" };
/** Drivers that the full kernel alone has. */
const oldDrivers = ["e1000"];
/** Loaded only by a guest without a virtio disk, because the search for disks takes long. */
const ideDrivers = ["ata_piix", "sd_mod"];

/** @typedef {keyof typeof kernels} GuestKernel */

/**
 * @typedef {object} GuestBase
 * @property {string} kernel
 * @property {string} initrd
 * @property {string} agent a second RAM disk, with the guest agent: many guests start without it
 * @property {string} sshfs another one, with what mounts folders that come by ssh
 * @property {string} wake another one, with what a guest needs that is warmed
 * @property {string} key private key that root in the guest accepts
 */

/**
 * Returns the shared parts, made earlier by set-up or now (some seconds, one download).
 * @param {GuestKernel} [kernel] each has parts of its own, the key too
 * @returns {Promise<GuestBase>}
 * @throws when a program that set-up installs for tests is missing, or the download fails
 */
export async function guestBase(kernel = "cloud") {
  const folder = await baseFolder(kernel);
  if (!existsSync(folder)) await build(folder, kernel);
  return {
    kernel: join(folder, "vmlinuz"),
    initrd: join(folder, "initrd"),
    agent: join(folder, "agent"),
    sshfs: join(folder, "sshfs"),
    wake: join(folder, "wake"),
    key: join(folder, "key"),
  };
}

/**
 * @param {GuestKernel} kernel
 * @returns {Promise<boolean>} whether the shared parts were made before
 */
export async function guestBaseIsThere(kernel) {
  return existsSync(await baseFolder(kernel));
}

/** @param {GuestKernel} kernel */
async function baseFolder(kernel) {
  return join(cacheFolder(), `guest-${kernel}-${await fingerprint()}`);
}

/** Changes with everything that the parts are made by. */
async function fingerprint() {
  const hash = createHash("sha256").update(await readFile(import.meta.filename));
  const entries = await readdir(tree, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  for (const path of files.map((file) => join(file.parentPath, file.name)).sort()) {
    hash.update(path.slice(tree.length)).update(await readFile(path));
  }
  return hash.digest("hex").slice(0, 12);
}

/**
 * @param {string} folder appears whole or not at all
 * @param {GuestKernel} chosen
 */
async function build(folder, chosen) {
  await mkdir(dirname(folder), { recursive: true });
  const work = await mkdtemp(`${folder}.`);
  try {
    const made = join(work, "made");
    const root = join(work, "root");
    await mkdir(made);
    await cp(tree, root, { recursive: true });
    const kernel = await unpackKernel(work, kernels[chosen]);
    await copyFile(kernel.image, join(made, "vmlinuz"));
    const wanted = chosen === "full" ? [...drivers, ...oldDrivers] : drivers;
    await addModules(kernel.modules, join(root, "modules"), wanted);
    await addModules(kernel.modules, join(root, "modules/ide"), ideDrivers);
    await mkdir(join(root, "bin"));
    await copyFile("/bin/busybox", join(root, "bin/busybox"));
    await symlink("bin/busybox", join(root, "init"));
    await addProgram(root, "/usr/sbin/dropbear");
    await addKeys(root, made);
    await pack(root, join(made, "initrd"));
    const agent = join(work, "agent");
    await mkdir(agent);
    await addProgram(agent, "/usr/sbin/qemu-ga");
    // A file system that the agent can freeze; the test that wants it loads it.
    await mkdir(join(agent, "modules"));
    await addModules(kernel.modules, join(agent, "modules/ext4"), ["ext4"]);
    await pack(agent, join(made, "agent"));
    const sshfs = join(work, "sshfs");
    await mkdir(sshfs);
    await addProgram(sshfs, "/usr/bin/sshfs");
    await pack(sshfs, join(made, "sshfs"));
    const wake = join(work, "wake");
    await mkdir(wake);
    // busybox has nothing that has the kernel make a new start with its random numbers.
    await addProgram(wake, "/usr/bin/perl");
    await pack(wake, join(made, "wake"));
    await rename(made, folder).catch((error) => {
      // Another run was faster.
      if (!existsSync(join(folder, "initrd"))) throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/**
 * Downloads the kernel's package and unpacks it; installing it would change the host's boot.
 * @param {string} work
 * @param {string} newest
 */
async function unpackKernel(work, newest) {
  const name = await kernelPackage(newest);
  await execa("apt-get", ["download", name], { cwd: work });
  const file = (await readdir(work)).find((entry) => entry.endsWith(".deb"));
  const unpacked = join(work, "kernel");
  await execa("dpkg-deb", ["-x", join(work, String(file)), unpacked]);
  const version = name.slice("linux-image-".length);
  return {
    image: join(unpacked, `boot/vmlinuz-${version}`),
    modules: join(unpacked, `lib/modules/${version}/kernel`),
  };
}

/**
 * The package behind the name that always means the newest kernel.
 * @param {string} newest
 */
async function kernelPackage(newest) {
  const { stdout } = await execa("apt-cache", ["depends", newest]);
  const name = /Depends: (linux-image-\S+)/.exec(stdout)?.[1];
  if (name === undefined) throw new Error(`apt knows no ${newest}: run apt-get update`);
  return name;
}

/**
 * Copies the drivers and what they depend on, and writes down an order in which they load.
 * @param {string} from
 * @param {string} to
 * @param {readonly string[]} wanted
 */
async function addModules(from, to, wanted) {
  /** @type {Map<string, string>} */
  const paths = new Map();
  for (const path of await readdir(from, { recursive: true })) {
    const name = /([^/]+)\.ko$/.exec(path)?.[1];
    if (name !== undefined) paths.set(name.replaceAll("-", "_"), join(from, path));
  }
  await mkdir(to);
  /** @type {string[]} */
  const order = [];
  /** @param {string} name */
  const add = async (name) => {
    if (order.includes(name)) return;
    const path = paths.get(name);
    // A name without a module is built into the kernel.
    if (path === undefined) return;
    const content = await readFile(path);
    const depends = /\0depends=([^\0]*)\0/.exec(content.toString("latin1"))?.[1] ?? "";
    for (const needed of depends.split(",")) await add(needed.replaceAll("-", "_"));
    await writeFile(join(to, `${name}.ko`), content);
    order.push(name);
  };
  for (const driver of wanted) await add(driver);
  await writeFile(join(to, "order"), `${order.join("\n")}\n`);
}

/**
 * Adds a program with its libraries.
 * @param {string} root
 * @param {string} program
 */
async function addProgram(root, program) {
  const { stdout } = await execa("ldd", [program]);
  const libraries = [...stdout.matchAll(/(\/\S+) \(0x/g)].map((match) => String(match[1]));
  for (const path of [program, ...libraries]) {
    await mkdir(join(root, dirname(path)), { recursive: true });
    await copyFile(path, join(root, path));
    await chmod(join(root, path), 0o755);
  }
}

/**
 * Makes the guests' host key (one for all of them: less work at each start) and the key that
 * opens them.
 * @param {string} root
 * @param {string} made
 */
async function addKeys(root, made) {
  await mkdir(join(root, "etc/dropbear"), { recursive: true });
  await mkdir(join(root, "root/.ssh"), { recursive: true, mode: 0o700 });
  const hostKey = join(root, "etc/dropbear/dropbear_ed25519_host_key");
  await execa("dropbearkey", ["-t", "ed25519", "-f", hostKey]);
  const key = join(made, "key");
  await execa("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "test guest", "-f", key]);
  await copyFile(`${key}.pub`, join(root, "root/.ssh/authorized_keys"));
  await chmod(join(root, "root/.ssh/authorized_keys"), 0o600);
}

/**
 * @param {string} root
 * @param {string} initrd
 */
async function pack(root, initrd) {
  const names = await readdir(root, { recursive: true });
  const archive = await execa("busybox", ["cpio", "-o", "-H", "newc", "-R", "0:0"], {
    cwd: root,
    input: names.sort().join("\n"),
    encoding: "buffer",
  });
  const packed = await execa("gzip", ["-n"], { input: archive.stdout, encoding: "buffer" });
  await writeFile(initrd, packed.stdout);
}
