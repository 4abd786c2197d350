import { type HardwareField, hardwareFields } from "../../contract/machine/hardware.ts";
import type { MachineFile } from "../../contract/machine/machine.ts";
import {
  cdDrive,
  cdNode,
  diskNode,
  pluggedCard,
  type QemuFiles,
  type QemuProcessor,
  value,
} from "./qemu-parts.ts";

/** The values from which options are built. */
interface QemuInput {
  readonly machine: MachineFile;
  readonly files: QemuFiles;
  readonly processor: QemuProcessor;
  /** The base image of the first disk; null if it is not a linked clone. */
  readonly base: string | null;
}

/** The section of QEMU's command line with a setting's options. */
export type QemuPlace = "board" | "disks" | "card" | "screen";
/** The element of libvirt's definition with a setting's lines. */
export type DomainPlace = "domain" | "boot" | "card";

/** Turns a setting into options of QEMU, and lines for libvirt. */
interface Builder {
  /** Null if it does not have options of its own. */
  readonly qemu: readonly [QemuPlace, (input: QemuInput) => readonly string[]] | null;
  /** Null if it is written with the disks, or if libvirt has other means. */
  readonly libvirt: readonly [DomainPlace, (machine: MachineFile) => readonly string[]] | null;
}

const cardModels = { virtio: "virtio-net-pci", e1000: "e1000" } as const;
const diskModels = { virtio: "virtio-blk-pci", ide: "ide-hd" } as const;

/** ID of the password for the VNC display on 127.0.0.1. */
const vncSecret = "vncpw";

/**
 * Builds the option for the VNC display on 127.0.0.1, to which every user of this computer can
 * connect. Its password is set before it listens, and is read from a file, because all users can
 * read a command line.
 */
function vncDisplay(display: number, passwordFile: string): readonly string[] {
  return [
    ...["-object", `secret,id=${vncSecret},file=${value(passwordFile)}`],
    ...["-vnc", `127.0.0.1:${display},password-secret=${vncSecret}`],
  ];
}

/** Builds the options of the CD drive: IDE, for which every installer has a driver. */
function cdOptions(path: string, bootIndex: number): readonly string[] {
  const drive = `ide-cd,id=${cdDrive.id},drive=${cdDrive.node},bootindex=${bootIndex}`;
  return ["-blockdev", JSON.stringify(cdNode(path)), "-device", drive];
}

function bootsFromCd({ boot, cdrom }: MachineFile): boolean {
  return boot === "cdrom" && cdrom !== undefined;
}

/**
 * Builds the options of all disks: the first one is booted from, after the CD if that comes first.
 */
function diskOptions({ machine, base }: QemuInput): readonly string[] {
  const { disk, disks = [] } = machine;
  return [
    ...diskNode("disk0", { ...disk, isDevice: disk.device !== undefined }, base),
    "-device",
    `${diskModels[disk.bus]},drive=disk0,bootindex=${bootsFromCd(machine) ? 1 : 0}`,
    ...disks.flatMap(({ path, format, bus }, index) => [
      ...diskNode(`disk${index + 1}`, { path, format }),
      "-device",
      `${diskModels[bus]},drive=disk${index + 1}`,
    ]),
  ];
}

/**
 * Returns the properties of a card that is plugged into a running guest, as QMP takes them.
 */
export function cardToPlug({ network }: MachineFile): Readonly<Record<string, string>> {
  const { id, bus, slot } = pluggedCard;
  const own = { driver: cardModels[network.nic], netdev: "nic0", mac: network.mac, romfile: "" };
  return { ...own, id, bus, addr: slot };
}

/**
 * Builds the options of the card, without a boot ROM: machines boot from their disk, and the ROM is
 * a package of its own.
 */
function cardOptions({ machine: { network, layout } }: QemuInput): readonly string[] {
  const { id, bus, slot } = pluggedCard;
  const place = layout === "warmed" ? `,id=${id},bus=${bus},addr=${slot}` : "";
  const model = cardModels[network.nic];
  return ["-device", `${model},netdev=nic0,mac=${network.mac},romfile=${place}`];
}

function bootLines({ boot, cdrom }: MachineFile): readonly string[] {
  const order = cdrom === undefined ? ["hd"] : ["hd", "cdrom"];
  if (boot === "cdrom") order.reverse();
  return order.map((device) => `    <boot dev="${device}"/>`);
}

/** The builders in the order of QEMU's command line; the compiler demands one for each setting. */
const builders: Readonly<Record<HardwareField, Builder>> = {
  acceleration: {
    qemu: [
      "board",
      ({ processor }) => [
        ...["-accel", processor.kind],
        ...["-cpu", processor.kind === "kvm" ? processor.model : "max"],
      ],
    ],
    // The definition's type and its processor are decided for it as a whole.
    libvirt: null,
  },
  cpus: {
    qemu: ["board", ({ machine }) => ["-smp", String(machine.cpus)]],
    libvirt: ["domain", ({ cpus }) => [`  <vcpu>${cpus}</vcpu>`]],
  },
  memoryMiB: {
    qemu: ["board", ({ machine }) => ["-m", String(machine.memoryMiB)]],
    libvirt: ["domain", ({ memoryMiB }) => [`  <memory unit="MiB">${memoryMiB}</memory>`]],
  },
  bus: { qemu: ["disks", diskOptions], libvirt: null },
  cdrom: {
    qemu: [
      "disks",
      ({ machine }) =>
        machine.cdrom === undefined ? [] : cdOptions(machine.cdrom, bootsFromCd(machine) ? 0 : 1),
    ],
    libvirt: null,
  },
  boot: { qemu: null, libvirt: ["boot", bootLines] },
  nic: {
    qemu: ["card", cardOptions],
    libvirt: ["card", ({ network }) => [`      <model type="${network.nic}"/>`]],
  },
  // QEMU does not see the computer shut down.
  hostShutdown: { qemu: null, libvirt: null },
  // The supervisor judges from outside whether a machine is used.
  idle: { qemu: null, libvirt: null },
  idleMinutes: { qemu: null, libvirt: null },
  // The rules at its port of the LAN know it.
  sendAs: { qemu: null, libvirt: null },
  // The guest gets it by DHCP and by its seed.
  address: { qemu: null, libvirt: null },
  vncDisplay: {
    qemu: [
      "screen",
      ({ machine, files }) =>
        machine.vncDisplay === null ? [] : vncDisplay(machine.vncDisplay, files.vncPassword),
    ],
    libvirt: null,
  },
};

/** Builds the options of all settings in a section of QEMU's command line. */
export function hardwareOptions(place: QemuPlace, input: QemuInput): readonly string[] {
  return Object.values(builders).flatMap(({ qemu }) => (qemu?.[0] === place ? qemu[1](input) : []));
}

/** Builds the lines of all settings in an element of libvirt's definition. */
export function hardwareLines(place: DomainPlace, machine: MachineFile): readonly string[] {
  return hardwareFields.flatMap((field) => {
    const { libvirt } = builders[field];
    return libvirt?.[0] === place ? libvirt[1](machine) : [];
  });
}
