import type { DiskFormat } from "../../contract/machine/machine.ts";

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

/** QEMU's option lists are separated by commas; within a value a comma is doubled. */
export function value(text: string): string {
  return text.replaceAll(",", ",,");
}

/**
 * QEMU's node for an image. As JSON, a path needs no quoting: a comma in it is only a comma. What
 * lies beneath a qcow2 image is told by us, so that QEMU opens nothing that the image names.
 */
export function diskNode(
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
