import type { DiskFormat } from "../../contract/machine/machine.ts";

/** Sockets and files of one running machine, all as absolute paths. */
export interface QemuFiles {
  readonly pidFile: string;
  /** QMP for the app's lasting connection. A second client of a socket does not get a greeting. */
  readonly appQmp: string;
  /** QMP for short commands, of the app and of other programs. */
  readonly commandQmp: string;
  /** QMP for the supervisor's lasting connection. */
  readonly keepQmp: string;
  /** The serial console, for one client at a time. */
  readonly serial: string;
  /** The guest's output there; the supervisor keeps it short. */
  readonly serialLog: string;
  /** The screen, by VNC; it does not listen on TCP. */
  readonly vnc: string;
  /** Holds the password of the VNC display on 127.0.0.1, if there is one. */
  readonly vncPassword: string;
  readonly agent: string;
  /** Tells a guest that goes on from warmed memory who it is. */
  readonly wake: string;
}

/** A template's memory, from which a guest goes on, or into which it is warmed. */
export interface WarmMemory {
  readonly path: string;
  /** Whether the file holds what the guest writes; otherwise it keeps its content. */
  readonly isShared: boolean;
}

/** The processor of a machine: KVM with the model that the probe found to work, or TCG. */
export type QemuProcessor =
  | { readonly kind: "kvm"; readonly model: string }
  | { readonly kind: "tcg" };

/**
 * QEMU's own sandbox, with all restrictions. It rules out `-daemonize`, so QEMU is started in a
 * session of its own instead.
 */
export const qemuSandbox =
  "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny";

/** IDs of the parts of the cable that QMP unplugs and plugs again. */
export const cable = { netdev: "lan0", port: "lan0port", hub: 1 } as const;

/**
 * The card of a machine from a warmed template, which is plugged in while the guest runs: its slot is
 * named, so that those of all other devices are the same with it and without it.
 */
export const pluggedCard = { id: "card0", bus: "pci.0", slot: "0x1e" } as const;

/** The name by which a guest finds the port on which it is told who it is. */
export const wakePort = "org.virtray.wake.0";

/** IDs of the CD drive and of its image, by which QMP changes it. */
export const cdDrive = { id: "cd", node: "cd0" } as const;

/** Returns QEMU's node for the image in the CD drive. */
export function cdNode(path: string): Readonly<Record<string, unknown>> {
  return {
    driver: "raw",
    "node-name": cdDrive.node,
    "read-only": true,
    file: { driver: "file", filename: path, "read-only": true },
  };
}

/**
 * Escapes a value for QEMU's option lists: they are separated by commas, and a comma in a value is
 * doubled.
 */
export function value(text: string): string {
  return text.replaceAll(",", ",,");
}

/**
 * Returns QEMU's node for an image. As JSON, a path needs no quoting. We name the layers beneath a
 * qcow2 image, so that QEMU opens no file that the image names. An image shrinks by what its guest
 * frees; a disk of the host is left as it is.
 */
export function diskNode(
  node: string,
  { path, format, isDevice = false }: NodeDisk,
  base: string | null = null,
): readonly string[] {
  const freeing = isDevice ? {} : ({ discard: "unmap" } as const);
  const file = { driver: isDevice ? "host_device" : "file", filename: path, ...freeing };
  const zeroes = isDevice ? {} : ({ "detect-zeroes": "unmap" } as const);
  const beneath = format === "raw" ? {} : { backing: base === null ? null : baseNode(base) };
  const own = { driver: format, "node-name": node, ...freeing, ...zeroes, file, ...beneath };
  return ["-blockdev", JSON.stringify(own)];
}

interface NodeDisk {
  readonly path: string;
  readonly format: DiskFormat;
  readonly isDevice?: boolean;
}

/** Returns the node for a base image: qcow2 without a layer beneath it. */
function baseNode(path: string): Readonly<Record<string, unknown>> {
  return {
    driver: "qcow2",
    "read-only": true,
    file: { driver: "file", filename: path, "read-only": true },
    backing: null,
  };
}
