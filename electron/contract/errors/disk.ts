/** Errors of disk images, and of disks of the host. */
export interface DiskErrors {
  // Disks
  readonly "disk-missing": { readonly path: string };
  /** QEMU refuses it, for a reason that is not known; its own words are the cause. */
  readonly "disk-unreadable": { readonly path: string };
  readonly "disk-not-image": { readonly path: string };
  readonly "disk-format-unsupported": { readonly path: string; readonly format: string };
  readonly "disk-has-backing": { readonly path: string; readonly backing: string };
  readonly "disk-in-use": { readonly path: string; readonly by: string };
  readonly "disk-path-invalid": { readonly path: string };
  readonly "disk-full": { readonly path: string };
  /** In bytes; `needed` is null if unknown, `usable` excludes the reserve. */
  readonly "no-room": {
    readonly path: string;
    readonly needed: number | null;
    readonly usable: number;
  };
  /** Sizes in bytes. */
  readonly "disk-smaller": { readonly asked: number; readonly least: number };
  readonly "disk-no-shrink": { readonly asked: number; readonly now: number };
  readonly "disk-place-unknown": { readonly name: string; readonly place: number };
  readonly "disks-too-many": { readonly most: number };
  readonly "cdrom-missing": { readonly name: string };
  /** The machine runs, and was started without a CD drive. */
  readonly "cd-drive-missing": { readonly name: string };
  // Disks of the host
  readonly "device-not-block": { readonly path: string };
  readonly "device-mounted": { readonly path: string; readonly at: string };
  readonly "device-swap": { readonly path: string };
  readonly "device-held": { readonly path: string; readonly by: string };
  readonly "device-busy": { readonly path: string };
  readonly "device-open": {
    readonly path: string;
    readonly program: string;
    readonly pid: number;
  };
  /** Sizes in bytes. */
  readonly "device-changed": {
    readonly path: string;
    readonly was: number;
    readonly now: number;
  };
  readonly "device-lent": { readonly path: string };
  /** A lent disk that a program still has open although the machine has ended. */
  readonly "device-still-open": {
    readonly path: string;
    readonly program: string;
    readonly pid: number;
  };
}
