/** Disks of test guests: bootable by the BIOS, made without mounting anything. */
import { copyFile, mkdtemp, rename, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { guestBase } from "./base.mjs";

/** MiB: kernel, RAM disk and boot loader, with room to grow. */
const diskSize = 40;

/**
 * @typedef {object} GuestDisk
 * @property {string} path where the disk will be
 * @property {string} name the guest's host name
 * @property {string} address `dhcp`: what the LAN hands out
 * @property {number} [prefixLength] 24 unless told
 * @property {string} [gateway] 192.168.100.254 unless told
 * @property {"raw" | "qcow2"} [format] qcow2 unless told
 * @property {import("./base.mjs").GuestKernel} [kernel] the one for clouds unless told
 * @property {boolean} [agent] true: the guest runs the guest agent
 * @property {boolean} [sshfs] true: the guest can mount folders that come by ssh
 * @property {boolean} [wake] true: the guest waits, if its seed warms it, to be told who it is
 * @property {string} [greets] an address that a guest which was woken pings from its first moment on
 * @property {boolean} [acpi] false: the guest ignores the power button
 */

/**
 * Makes a disk that boots a guest with a fixed address. The guest runs from memory: it answers
 * ping, ssh (port 22, root, see `guestRun`) and http (port 80, its name), and writes its
 * console to the first serial port.
 * @param {GuestDisk} request
 * @returns {Promise<void>}
 */
export async function buildGuestDisk(request) {
  const base = await guestBase(request.kernel);
  const work = await mkdtemp(join(tmpdir(), "virtray-disk-"));
  try {
    const disk = join(work, "disk.raw");
    await writeFile(disk, "");
    await truncate(disk, diskSize * 2 ** 20);
    await execa("mformat", ["-i", disk, "-t", String(diskSize), "-h", "64", "-s", "32", "::"]);
    const config = join(work, "syslinux.cfg");
    await writeFile(config, bootConfig(request));
    await execa("mcopy", ["-i", disk, base.kernel, "::vmlinuz"]);
    await execa("mcopy", ["-i", disk, base.initrd, "::initrd"]);
    for (const name of extraDisks(request)) {
      await execa("mcopy", ["-i", disk, base[name], `::${name}`]);
    }
    await execa("mcopy", ["-i", disk, config, "::syslinux.cfg"]);
    await execa("syslinux", ["--install", disk]);
    if (request.format === "raw") await move(disk, request.path);
    else await execa("qemu-img", ["convert", "-q", "-f", "raw", "-O", "qcow2", disk, request.path]);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/**
 * The RAM disks that a guest has besides the one of all.
 * @param {GuestDisk} request
 * @returns {("agent" | "sshfs" | "wake")[]}
 */
function extraDisks({ agent, sshfs, wake }) {
  const wanted = { agent, sshfs, wake };
  return /** @type {const} */ (["agent", "sshfs", "wake"]).filter((name) => wanted[name] === true);
}

/** @param {GuestDisk} request */
function bootConfig(request) {
  const words = [
    "console=ttyS0",
    "quiet",
    // They cost an emulated guest a tenth of its start, and guard nothing here.
    "mitigations=off",
    // A guest that hangs after a panic could not report it.
    "panic=-1",
    `guest.name=${request.name}`,
    request.address === "dhcp"
      ? "guest.address=dhcp"
      : `guest.address=${request.address}/${request.prefixLength ?? 24}`,
    `guest.gateway=${request.gateway ?? "192.168.100.254"}`,
    `guest.acpi=${request.acpi === false ? 0 : 1}`,
    ...(request.greets === undefined ? [] : [`guest.greets=${request.greets}`]),
  ];
  return `DEFAULT guest\nPROMPT 0\nLABEL guest\n  KERNEL vmlinuz\n  INITRD ${["initrd", ...extraDisks(request)].join(",")}\n  APPEND ${words.join(" ")}\n`;
}

/**
 * @param {string} from
 * @param {string} to
 */
async function move(from, to) {
  await rename(from, to).catch(async () => copyFile(from, to));
}
