/**
 * A Debian with the real cloud-init, systemd and sshd, made of Debian's own packages and kept in
 * the cache. Needs root (debootstrap runs the packages' scripts in the new system) and the network
 * that apt uses, and so is made before the sandbox begins.
 */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm, truncate, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { cacheFolder } from "../../../build/project.mjs";

const suite = "bookworm";

/** The packages of Debian's cloud images that a machine in a LAN needs. */
const packages = [
  ...["linux-image-cloud-amd64", "initramfs-tools", "systemd-sysv", "dbus", "udev"],
  ...["cloud-init", "cloud-guest-utils", "e2fsprogs", "netplan.io", "systemd-resolved"],
  // python3-cryptography needs a virtual package, which debootstrap does not resolve.
  "python3-cffi-backend",
  ...["openssh-server", "sudo", "iproute2", "iputils-ping", "netbase", "ca-certificates"],
  // A machine needs it for folders of this computer by ssh.
  "sshfs",
];

const mebibyte = 2 ** 20;
/** The whole disk, the boot partition, and where partitions begin (alignment), in MiB. */
const size = { disk: 2048, boot: 128, begin: 1 };

/** Where the file system of the system begins on the disk, in bytes. */
export const systemOffset = (size.begin + size.boot) * mebibyte;

/**
 * Returns the image, a qcow2 disk that boots by the BIOS; it is made earlier, or now in some minutes.
 * @returns {Promise<string>} its path
 */
export async function debianImage() {
  const path = await imagePath();
  if (existsSync(path)) return path;
  await mkdir(dirname(path), { recursive: true });
  const work = await mkdtemp(`${path}.`);
  try {
    const root = join(work, "root");
    await bootstrap(root);
    await configure(root);
    const disk = join(work, "disk.raw");
    await layDisk(disk, root);
    const image = join(work, "disk.qcow2");
    await execa("qemu-img", ["convert", "-f", "raw", "-O", "qcow2", disk, image]);
    await rename(image, path);
    return path;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** @returns {Promise<boolean>} whether the image was made before */
export async function debianImageIsThere() {
  return existsSync(await imagePath());
}

/** Changes with what the image is made by. */
async function imagePath() {
  const version = createHash("sha256").update(await readFile(import.meta.filename));
  return join(cacheFolder(), `debian-${version.digest("hex").slice(0, 12)}.qcow2`);
}

/** @param {string} root */
async function bootstrap(root) {
  // Mounts by the packages' scripts vanish with the mount namespace.
  await execa("unshare", [
    ...["--mount", "--propagation", "private", "debootstrap", "--variant=minbase"],
    ...[`--include=${packages.join(",")}`, suite, root],
  ]);
}

/** @param {string} root */
async function configure(root) {
  const files = {
    "etc/fstab": "LABEL=root / ext4 errors=remount-ro 0 1\n",
    // Empty, so that each clone makes its own.
    "etc/machine-id": "",
    "etc/hostname": "pattern\n",
    // One source alone: the guest does not look for a cloud for a minute.
    "etc/cloud/cloud.cfg.d/90_sources.cfg": "datasource_list: [ NoCloud, None ]\n",
    // cloud-init's own default (en_US.UTF-8) is not there, and would count as its failure.
    "etc/cloud/cloud.cfg.d/90_locale.cfg": "locale: C.UTF-8\n",
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(root, name), text);
  const keys = ["rsa", "ecdsa", "ed25519"].flatMap((kind) => [
    `etc/ssh/ssh_host_${kind}_key`,
    `etc/ssh/ssh_host_${kind}_key.pub`,
  ]);
  for (const name of [...keys, "var/lib/dbus/machine-id"]) {
    await rm(join(root, name), { force: true });
  }
  await rm(join(root, "var/cache/apt/archives"), { recursive: true });
  // Housekeeping that only takes time away from an emulated guest.
  for (const timer of ["apt-daily", "apt-daily-upgrade", "e2scrub_all", "dpkg-db-backup"]) {
    await rm(join(root, `etc/systemd/system/timers.target.wants/${timer}.timer`), { force: true });
  }
}

/**
 * Two partitions, made without mounting anything: one to boot from, and the system, which is the
 * last one and can grow.
 * @param {string} disk
 * @param {string} root
 */
async function layDisk(disk, root) {
  const begin = size.begin + size.boot;
  await writeFile(disk, await masterBootRecord(begin));
  await truncate(disk, size.disk * mebibyte);
  const boot = `${disk}@@${size.begin}M`;
  const sectors = (size.boot * mebibyte) / 512;
  await execa("mformat", ["-i", boot, "-T", String(sectors), "-h", "64", "-s", "32", "::"]);
  const config = join(dirname(disk), "syslinux.cfg");
  await writeFile(
    config,
    "DEFAULT debian\nPROMPT 0\nLABEL debian\n  KERNEL vmlinuz\n  INITRD initrd\n" +
      "  APPEND root=LABEL=root ro console=ttyS0 quiet\n",
  );
  await execa("mcopy", ["-i", boot, await onlyFile(root, "vmlinuz"), "::vmlinuz"]);
  await execa("mcopy", ["-i", boot, await onlyFile(root, "initrd.img"), "::initrd"]);
  await execa("mcopy", ["-i", boot, config, "::syslinux.cfg"]);
  await execa("syslinux", ["--offset", String(size.begin * mebibyte), "--install", disk]);
  const extended = `offset=${begin * mebibyte}`;
  const blocks = `${size.disk - begin}M`;
  await execa("mke2fs", [
    ...["-q", "-t", "ext4", "-L", "root", "-d", root, "-E", extended, disk, blocks],
  ]);
}

/**
 * The first sector: the code that starts the active partition, and the table of both.
 * @param {number} begin of the second partition, in MiB
 */
async function masterBootRecord(begin) {
  const sector = Buffer.alloc(512);
  (await readFile("/usr/lib/SYSLINUX/mbr.bin")).copy(sector, 0, 0, 440);
  const entries = [
    { flag: 0x80, type: 0x0c, from: size.begin, length: size.boot },
    { flag: 0, type: 0x83, from: begin, length: size.disk - begin },
  ];
  for (const [index, { flag, type, from, length }] of entries.entries()) {
    const at = 446 + 16 * index;
    // Cylinders, heads and sectors are out of their range: the sector's number counts.
    sector.set([flag, 0xfe, 0xff, 0xff, type, 0xfe, 0xff, 0xff], at);
    sector.writeUInt32LE((from * mebibyte) / 512, at + 8);
    sector.writeUInt32LE((length * mebibyte) / 512, at + 12);
  }
  sector.set([0x55, 0xaa], 510);
  return sector;
}

/**
 * The newest file in /boot of a kind, as Debian's link names it.
 * @param {string} root
 * @param {string} name
 */
async function onlyFile(root, name) {
  const { stdout } = await execa("readlink", ["-f", join(root, "boot", name)], { reject: false });
  if (existsSync(stdout)) return stdout;
  const { stdout: found } = await execa("find", [
    ...[join(root, "boot"), "-name", `${name}-*`, "-print", "-quit"],
  ]);
  return found;
}
