import type { AppError } from "../errors/app-error.ts";

/** The content of a disk or partition, as udev found it. */
export interface DeviceContent {
  /** As libblkid names it: `ext4`, `swap`, `LVM2_member`, `linux_raid_member`, `crypto_LUKS`, `gpt`. */
  readonly type: string;
  /** null: it has none. */
  readonly label: string | null;
}

/** A disk of the host, or a partition, that a machine could use. */
export interface DeviceView {
  /**
   * The path for requests: a name that stays the same when disks are plugged anew, if it has one.
   */
  readonly path: string;
  /** `/dev/sdb` */
  readonly node: string;
  readonly bytes: number;
  /** The model that the disk reports; null if it reports none. */
  readonly model: string | null;
  readonly kind: "disk" | "part";
  /** Null if unknown or empty. */
  readonly holds: DeviceContent | null;
  /** Why no machine may have it; null if one may. */
  readonly refusal: AppError | null;
}
