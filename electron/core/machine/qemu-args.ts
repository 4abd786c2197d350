import type { MachineFile } from "../../contract/machine/machine.ts";
import { hardwareOptions, type QemuPlace } from "./hardware-options.ts";
import {
  cable,
  type QemuFiles,
  type QemuProcessor,
  qemuSandbox,
  value,
  type WarmMemory,
  wakePort,
} from "./qemu-parts.ts";

/** The alias for the newest version of the type, with which a machine starts for the first time. */
const latestMachineType = "pc";

const balloon = ["-device", "virtio-balloon-pci,free-page-reporting=on"] as const;
const entropy = ["-device", "virtio-rng-pci"] as const;

/**
 * Builds the devices by which a guest returns memory that it frees, and gets entropy at its first boot.
 * They are the last ones: memory saved without them loads only if no other device changes its slot.
 * With a template's memory there is no balloon: what it returns would go from the template's file.
 */
function givingBack({ layout }: MachineFile, memory: WarmMemory | null): readonly string[] {
  if (layout !== "warmed") return [...balloon, ...entropy];
  return memory === null ? [...entropy, ...balloon] : entropy;
}

/** The name that memory has without a backend, so that snapshots load in all kinds of it. */
const memoryName = "id=pc.ram,x-use-canonical-path-for-ramblock-id=off";

/** Builds the memory in a file. */
function memoryInFile(memoryMiB: number, { path, isShared }: WarmMemory): readonly string[] {
  const place = `mem-path=${value(path)},share=${isShared ? "on" : "off"}`;
  return ["-object", `memory-backend-file,${memoryName},size=${memoryMiB}M,${place}`];
}

/** Builds memory without a name on any disk that a server of shared folders can be let into. */
function sharedMemory(memoryMiB: number): readonly string[] {
  return ["-object", `memory-backend-memfd,${memoryName},size=${memoryMiB}M,share=on`];
}

/** Builds the port of a machine from a warmed template, on which its guest is told who it is. */
function wakeOptions({ layout }: MachineFile, { wake }: QemuFiles): readonly string[] {
  if (layout !== "warmed") return [];
  return [
    ...["-chardev", listeningSocket("wake", wake)],
    ...["-device", `virtserialport,chardev=wake,name=${wakePort}`],
  ];
}

function listeningSocket(id: string, path: string): string {
  return `socket,id=${id},path=${value(path)},server=on,wait=off`;
}

/** Where a cable leads: the folder of the switch's sockets, which is never a URL, or a tap. */
export type CableStart = { readonly socket: string } | { readonly tap: string };

/** Builds the options that plug the cable in. */
function cableOptions(start: CableStart): readonly string[] {
  const end =
    "tap" in start
      ? `tap,id=${cable.netdev},ifname=${value(start.tap)},script=no,downscript=no`
      : `vde,id=${cable.netdev},sock=${value(start.socket)}`;
  return [
    "-netdev",
    end,
    "-netdev",
    `hubport,id=${cable.port},hubid=${cable.hub},netdev=${cable.netdev}`,
  ];
}

/**
 * Builds the options for the seed: always a virtio disk, whatever the machine's own bus, because
 * kernels for clouds lack a driver for CD drives, and a FAT file system does not fit the sectors of
 * a CD. Without a boot index it is never booted from.
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
 * Builds the arguments of `qemu-system-x86_64` for a machine. Card and cable are connected to a
 * hub, so that the cable can be swapped while the guest runs; `start` is where it leads, or
 * null to start with the cable unplugged; `base` is the base image of the
 * first disk; `memory` is that of a template, with which the guest has no card at first.
 */
export function buildQemuArgs(
  machine: MachineFile,
  files: QemuFiles,
  processor: QemuProcessor,
  start: CableStart | null,
  base: string | null = null,
  memory: WarmMemory | null = null,
): readonly string[] {
  const type = machine.machineType ?? latestMachineType;
  const options = (at: QemuPlace) => hardwareOptions(at, { machine, files, processor, base });
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
    `${type},memory-backend=pc.ram`,
    ...(memory === null
      ? sharedMemory(machine.memoryMiB)
      : memoryInFile(machine.memoryMiB, memory)),
    ...options("board"),
    "-sandbox",
    qemuSandbox,
    "-pidfile",
    files.pidFile,
    ...options("disks"),
    ...(machine.seed === undefined ? [] : seedDisk(machine.seed)),
    "-netdev",
    `hubport,id=nic0,hubid=${cable.hub}`,
    // A port without a peer. Without it, packets that the guest sends while the cable is out would
    // stay in the hub's queue for ever, and the card would never send again.
    "-netdev",
    `hubport,id=sink0,hubid=${cable.hub}`,
    ...(memory === null ? options("card") : []),
    ...(start === null ? [] : cableOptions(start)),
    "-chardev",
    listeningSocket("app-qmp", files.appQmp),
    "-mon",
    "chardev=app-qmp,mode=control",
    "-chardev",
    listeningSocket("command-qmp", files.commandQmp),
    "-mon",
    "chardev=command-qmp,mode=control",
    "-chardev",
    listeningSocket("keep-qmp", files.keepQmp),
    "-mon",
    "chardev=keep-qmp,mode=control",
    "-chardev",
    // QEMU appends, so that the log can be cut while it writes.
    `${listeningSocket("serial", files.serial)},logfile=${value(files.serialLog)},logappend=on`,
    "-serial",
    "chardev:serial",
    "-device",
    "virtio-serial-pci",
    "-chardev",
    listeningSocket("agent", files.agent),
    "-device",
    "virtserialport,chardev=agent,name=org.qemu.guest_agent.0",
    ...wakeOptions(machine, files),
    // A guest's panic halts it, so that the panic is noticed, and its console can be read.
    "-device",
    "pvpanic",
    "-action",
    "panic=pause",
    // Boot loaders and old guests expect a graphics card, also without a viewer.
    "-vga",
    "std",
    "-vnc",
    `unix:${value(files.vnc)}`,
    // A pointer with absolute positions: with PS/2's, the viewer's would drift away from the
    // guest's.
    "-device",
    "virtio-tablet-pci",
    ...options("screen"),
    ...givingBack(machine, memory),
  ];
}
