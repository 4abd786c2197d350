import type { ErrorCode } from "../errors/app-error.ts";
import type { ErrorJson } from "./cli.ts";

/** `snapshot list NAME --json` gives an array of these, oldest first; `snapshot take` one. */
export interface SnapshotJson {
  readonly id: string;
  readonly name: string;
  readonly kind: "manual" | "automatic" | "foreign";
  /** ISO 8601, UTC. */
  readonly takenAt: string;
  /** 0 if it was taken without memory. */
  readonly memoryBytes: number;
  /**
   * The bytes that deleting it would free, memory included: data of two snapshots is freed with the
   * last. Approximate while the machine runs; null if not known.
   */
  readonly bytes: number | null;
  /** False if it cannot be restored. */
  readonly whole: boolean;
}

/** `disk list|grow|add --json` give an array of these, the disk that it boots from first. */
export interface DiskJson {
  /** The disk's index; 0 is the one that it boots from. */
  readonly place: number;
  readonly path: string;
  readonly format: "qcow2" | "raw";
  readonly bus: "virtio" | "ide";
  /** The size that the guest sees; null if the file cannot be read. */
  readonly virtualBytes: number | null;
  /** The bytes that it takes on the host. */
  readonly bytes: number | null;
}

/** `disk trim NAME --json` */
export interface TrimJson {
  /** The bytes that the machine's disks take less on this computer. */
  readonly freedBytes: number;
}

/** `device list --json` gives an array of these: disks and partitions of this computer. */
export interface DeviceJson {
  /**
   * The path for `add --device`: a name that stays the same when disks are plugged anew, if it has
   * one.
   */
  readonly path: string;
  readonly node: string;
  readonly bytes: number;
  readonly model: string | null;
  readonly kind: "disk" | "part";
  /** Its content, as libblkid names it; null if not known. */
  readonly holds: { readonly type: string; readonly label: string | null } | null;
  /** Why no machine may have it; null if one may. */
  readonly refusal: ErrorJson | null;
}

/** `export NAME --to FILE --json`. */
export interface ExportJson {
  /** The images, the one that it boots from first. */
  readonly disks: readonly string[];
  /** The cloud-init seed; null if the machine has none, or without `--libvirt`. */
  readonly seed: string | null;
  /** The definition for `virsh define`; null without `--libvirt`. */
  readonly domain: string | null;
}

/** `trash list --json` gives an array of these, the last deleted first. */
export interface TrashedJson {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly disk: string;
  /** ISO 8601, UTC. */
  readonly deletedAt: string;
  readonly expiresAt: string;
  /** The bytes that removing it for good frees. */
  readonly bytes: number;
}

/** `snapshot restore NAME SNAPSHOT --json`. */
export interface RestoredJson {
  readonly id: string;
  /** Whether the machine runs now. */
  readonly runs: boolean;
  readonly warning: ErrorJson | null;
}

/** `template list --json` gives an array of these, sorted by name. */
export interface TemplateJson {
  /** A UUID; for a template that cannot be read, the name of its folder. */
  readonly id: string;
  readonly name: string;
  /** Size of the disk that a machine sees. Null only for a template that cannot be read. */
  readonly virtualBytes: number | null;
  /** The bytes that the template itself takes, with its warmed states. */
  readonly bytes: number | null;
  /** The machines that run as soon as they are created; those of the state that was used last come first. */
  readonly warmed: readonly WarmedJson[];
  /** Names of its linked clones, sorted. */
  readonly clones: readonly string[];
  readonly user: string | null;
  readonly createdAt: string | null;
  readonly problem: string | null;
  readonly problemCode: ErrorCode | null;
}

/** A warmed state of a template. */
export interface WarmedJson {
  readonly memoryMiB: number;
  readonly cpus: number;
  /** The bytes that it takes on the host. */
  readonly bytes: number;
  /** When it was made, or a machine was created from it last: ISO 8601, UTC. */
  readonly usedAt: string;
}

/** `template folder --json`; null if images are kept beside their definitions. */
export interface TemplatesFolderJson {
  readonly folder: string | null;
}

/** `template catalogue --json` gives an array of these, sorted by id. */
export interface CatalogueJson {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly user: string;
  readonly minimumMemoryMiB: number;
}
