import type { ErrorCode } from "../errors/app-error.ts";
import type { ErrorJson } from "./cli.ts";

/** `snapshot list NAME --json` gives an array of these, oldest first; `snapshot take` one. */
export interface SnapshotJson {
  readonly id: string;
  readonly name: string;
  readonly kind: "manual" | "automatic" | "foreign";
  /** ISO 8601, UTC. */
  readonly takenAt: string;
  /** 0: without memory. */
  readonly memoryBytes: number;
  /**
   * What deleting it would free, memory included: what two snapshots share is freed with the last.
   * Approximate while the machine runs; null: not known.
   */
  readonly bytes: number | null;
  /** False: it cannot be restored. */
  readonly whole: boolean;
}

/** `disk list|grow|add --json` give an array of these, the disk that it boots from first. */
export interface DiskJson {
  /** 0: the one that it boots from. */
  readonly place: number;
  readonly path: string;
  readonly format: "qcow2" | "raw";
  readonly bus: "virtio" | "ide";
  /** The size that the guest sees; null: the file cannot be read. */
  readonly virtualBytes: number | null;
  /** The bytes that it takes here. */
  readonly bytes: number | null;
}

/** `device list --json` gives an array of these: disks and partitions of this computer. */
export interface DeviceJson {
  /** What `add --device` takes: a name that stays the same when disks are plugged anew, if any. */
  readonly path: string;
  readonly node: string;
  readonly bytes: number;
  readonly model: string | null;
  readonly kind: "disk" | "part";
  /** Its content, as libblkid names it; null: not known. */
  readonly holds: { readonly type: string; readonly label: string | null } | null;
  /** Why no machine may have it; null: one may. */
  readonly refusal: ErrorJson | null;
}

/** `export NAME --to FILE --json`. */
export interface ExportJson {
  /** The images, the one that it boots from first. */
  readonly disks: readonly string[];
  /** The cloud-init seed; null: the machine has none, or `--libvirt` was not given. */
  readonly seed: string | null;
  /** The definition for `virsh define`; null: no `--libvirt`. */
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
  /** A UUID; of a template that cannot be read, the name of its folder. */
  readonly id: string;
  readonly name: string;
  /** Size of the disk that a machine sees. Null only for a template that cannot be read. */
  readonly virtualBytes: number | null;
  /** The bytes that the template itself takes. */
  readonly bytes: number | null;
  /** Names of the machines that hang on it, sorted. */
  readonly clones: readonly string[];
  readonly user: string | null;
  readonly createdAt: string | null;
  readonly problem: string | null;
  readonly problemCode: ErrorCode | null;
}

/** `template folder --json`: null: beside their definitions. */
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
