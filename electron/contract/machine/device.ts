import type { AppError } from "../errors/app-error.ts";

/** What udev has found on a disk or partition, by its own words. */
export interface DeviceContent {
  /** As libblkid names it: `ext4`, `swap`, `LVM2_member`, `linux_raid_member`, `crypto_LUKS`, `gpt`. */
  readonly type: string;
  /** null: it has none. */
  readonly label: string | null;
}

/** A disk of the host, or a part of one, that a machine could have for its own. */
export interface DeviceView {
  /** What to name it by: a name that stays the same when disks are plugged anew, if there is one. */
  readonly path: string;
  /** `/dev/sdb` */
  readonly node: string;
  readonly bytes: number;
  /** The disk’s model as it tells it; null: it does not. */
  readonly model: string | null;
  readonly kind: "disk" | "part";
  /** null: not known, or nothing. */
  readonly holds: DeviceContent | null;
  /** Why no machine may have it; null: one may. */
  readonly refusal: AppError | null;
}
