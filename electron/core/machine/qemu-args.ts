import type { DiskFormat, MachineFile } from "../../contract/machine/machine.ts";

/** Sockets and files of one running machine, all as absolute paths. */
export interface QemuFiles {
  readonly pidFile: string;
  /** QMP for the app's lasting connection. A second client of a socket gets no greeting. */
  readonly appQmp: string;
  /** QMP for short commands, of the app and of everybody else. */
  readonly commandQmp: string;
  /** The serial console, for one client at a time. */
  readonly serial: string;
  /** What the guest said there; the supervisor keeps it short. */
  readonly serialLog: string;
  /** The screen, by VNC; nothing listens on TCP for it. */
  readonly vnc: string;
  /** Holds the password of the VNC display on 127.0.0.1, if there is one. */
  readonly vncPassword: string;
  readonly agent: string;
}

/** How the processor is provided: KVM with the model that the probe found to work, or TCG. */
export type QemuProcessor =
  | { readonly kind: "kvm"; readonly model: string }
  | { readonly kind: "tcg" };

/** Ids of the parts of the cable that QMP unplugs and plugs again. */
export const cable = { netdev: "lan0", port: "lan0port", hub: 1 } as const;

/**
 * QEMU's own sandbox, in full. It rules out `-daemonize`, so QEMU is started in a session of its
 * own instead.
 */
const sandbox = "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny";

/** Id of the password that the VNC display on 127.0.0.1 asks for. */
const vncSecret = "vncpw";

/**
 * The VNC display on 127.0.0.1, where every user of this computer can connect. Its password is in force
 * before anybody can, and is read from a file, because all users can read a command line.
 */
function vncDisplay(display: number, passwordFile: string): readonly string[] {
  return [
    ...["-object", `secret,id=${vncSecret},file=${value(passwordFile)}`],
    ...["-vnc", `127.0.0.1:${display},password-secret=${vncSecret}`],
  ];
}

/** QEMU's option lists are separated by commas; within a value a comma is doubled. */
function value(text: string): string {
  return text.replaceAll(",", ",,");
}

function listeningSocket(id: string, path: string): string {
  return `socket,id=${id},path=${value(path)},server=on,wait=off`;
}

/** The option that connects the cable to the switch at a folder of sockets; never an URL. */
function vdeCable(switchSocket: string): readonly string[] {
  return [
    "-netdev",
    `vde,id=${cable.netdev},sock=${value(switchSocket)}`,
    "-netdev",
    `hubport,id=${cable.port},hubid=${cable.hub},netdev=${cable.netdev}`,
  ];
}

/**
 * The options for the seed: always a virtio disk, whatever the machine's own bus. Kernels for
 * clouds have no driver for CD drives, and a FAT file system does not fit the sectors of a CD.
 * Without a boot index it is never booted from.
 */
function seedDisk(path: string): readonly string[] {
  const seed = {
    driver: "raw",
    "node-name": "seed0",
    "read-only": true,
    file: { driver: "file", filename: path, "read-only": true },
  };
  return ["-blockdev", JSON.stringify(seed), "-device", "virtio-blk-pci,drive=seed0"];
}

/**
 * QEMU's node for an image. As JSON, a path needs no quoting: a comma in it is only a comma. What
 * lies beneath a qcow2 image is told by us, so that QEMU opens nothing that the image names.
 */
function diskNode(
  node: string,
  { path, format, isDevice = false }: NodeDisk,
  base: string | null = null,
): readonly string[] {
  const file = { driver: isDevice ? "host_device" : "file", filename: path };
  const beneath = format === "raw" ? {} : { backing: base === null ? null : baseNode(base) };
  return ["-blockdev", JSON.stringify({ driver: format, "node-name": node, file, ...beneath })];
}

interface NodeDisk {
  readonly path: string;
  readonly format: DiskFormat;
  readonly isDevice?: boolean;
}

/** The image of a template: qcow2, and beneath it there is nothing. */
function baseNode(path: string): Readonly<Record<string, unknown>> {
  return {
    driver: "qcow2",
    "read-only": true,
    file: { driver: "file", filename: path, "read-only": true },
    backing: null,
  };
}

const diskModels = { virtio: "virtio-blk-pci", ide: "ide-hd" } as const;

/** Ids of the CD drive and of what is in it, by which QMP changes that. */
export const cdDrive = { id: "cd", node: "cd0" } as const;

/** QEMU's node for what is in the CD drive. */
export function cdNode(path: string): Readonly<Record<string, unknown>> {
  return {
    driver: "raw",
    "node-name": cdDrive.node,
    "read-only": true,
    file: { driver: "file", filename: path, "read-only": true },
  };
}

/** The CD drive: IDE, for which every installer has a driver. */
function cdOptions(path: string, bootIndex: number): readonly string[] {
  const drive = `ide-cd,id=${cdDrive.id},drive=${cdDrive.node},bootindex=${bootIndex}`;
  return ["-blockdev", JSON.stringify(cdNode(path)), "-device", drive];
}

/**
 * The arguments of `qemu-system-x86_64` for a machine. The card hangs on a hub, and so does the
 * cable, so that the cable can be swapped while the guest runs; `switchSocket` is the folder of
 * the switch's sockets, or null to start with the cable unplugged; `base` is the image of the
 * template that the first disk hangs on.
 */
export function buildQemuArgs(
  machine: MachineFile,
  files: QemuFiles,
  processor: QemuProcessor,
  switchSocket: string | null,
  base: string | null = null,
): readonly string[] {
  const { disk } = machine;
  const cdFirst = machine.boot === "cdrom" && machine.cdrom !== undefined;
  const cardModel = machine.network.nic === "virtio" ? "virtio-net-pci" : "e1000";
  return [
    "-no-user-config",
    "-nodefaults",
    "-display",
    "none",
    "-name",
    `guest=${machine.name}`,
    "-uuid",
    machine.id,
    "-machine",
    "pc",
    "-accel",
    processor.kind,
    "-cpu",
    processor.kind === "kvm" ? processor.model : "max",
    "-smp",
    String(machine.cpus),
    "-m",
    String(machine.memoryMiB),
    "-sandbox",
    sandbox,
    "-pidfile",
    files.pidFile,
    ...diskNode("disk0", { ...disk, isDevice: disk.device !== undefined }, base),
    "-device",
    `${diskModels[disk.bus]},drive=disk0,bootindex=${cdFirst ? 1 : 0}`,
    ...(machine.disks ?? []).flatMap(({ path, format, bus }, index) => [
      ...diskNode(`disk${index + 1}`, { path, format }),
      "-device",
      `${diskModels[bus]},drive=disk${index + 1}`,
    ]),
    ...(machine.cdrom === undefined ? [] : cdOptions(machine.cdrom, cdFirst ? 0 : 1)),
    ...(machine.seed === undefined ? [] : seedDisk(machine.seed)),
    "-netdev",
    `hubport,id=nic0,hubid=${cable.hub}`,
    // A port that leads nowhere. Without it, what the guest sends while the cable is out would wait
    // in the hub, nothing would wake it later, and the card would never send again.
    "-netdev",
    `hubport,id=sink0,hubid=${cable.hub}`,
    // No boot ROM: machines boot from their disk, and the ROM is a package of its own.
    "-device",
    `${cardModel},netdev=nic0,mac=${machine.network.mac},romfile=`,
    ...(switchSocket === null ? [] : vdeCable(switchSocket)),
    "-chardev",
    listeningSocket("app-qmp", files.appQmp),
    "-mon",
    "chardev=app-qmp,mode=control",
    "-chardev",
    listeningSocket("command-qmp", files.commandQmp),
    "-mon",
    "chardev=command-qmp,mode=control",
    "-chardev",
    // Appended to, so that the log can be cut while QEMU writes.
    `${listeningSocket("serial", files.serial)},logfile=${value(files.serialLog)},logappend=on`,
    "-serial",
    "chardev:serial",
    "-device",
    "virtio-serial-pci",
    "-chardev",
    listeningSocket("agent", files.agent),
    "-device",
    "virtserialport,chardev=agent,name=org.qemu.guest_agent.0",
    // A guest's panic halts it, so that it is seen, and its console can be read.
    "-device",
    "pvpanic",
    "-action",
    "panic=pause",
    // Boot loaders and old guests expect a graphics card, whether anybody looks or not.
    "-vga",
    "std",
    "-vnc",
    `unix:${value(files.vnc)}`,
    // A pointer that says where it is: with PS/2's, the viewer's would drift away from the guest's.
    "-device",
    "virtio-tablet-pci",
    ...(machine.vncDisplay === null ? [] : vncDisplay(machine.vncDisplay, files.vncPassword)),
  ];
}
