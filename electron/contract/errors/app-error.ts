import type { UplinkChoice } from "../uplink/choice.ts";

export interface ForwardedPortParams {
  readonly protocol: "tcp" | "udp";
  readonly port: number;
}

/** Why a file cannot become a template; `format` and `packing` are told by a detail. */
export type ImageFault =
  | "no-image"
  | "format"
  | "encrypted"
  | "cut-off"
  | "far-description"
  | "packed-twice"
  | "packing"
  | "damaged"
  | "archive-inside"
  | "archive-damaged"
  | "archive-extended"
  | "archive-without-disk"
  | "archive-with-disks";

/**
 * Each thing that can go wrong, by code, with the values that its sentence needs. Sentences
 * live in `words/`, one file a language; the compiler demands one for each code there.
 */
export interface ErrorParams {
  // Machines
  readonly "machine-unknown": { readonly name: string };
  readonly "machine-name-invalid": { readonly name: string };
  readonly "machine-name-taken": { readonly name: string };
  readonly "machine-file-corrupt": { readonly path: string; readonly detail: string };
  readonly "machine-file-newer": { readonly path: string; readonly version: number };
  /** `wish`: that it should run was all that was wanted. */
  readonly "machine-running": { readonly name: string; readonly wish?: "start" };
  readonly "machine-not-running": { readonly name: string };
  readonly "machine-not-answering": { readonly name: string };
  readonly "machine-busy": { readonly name: string };
  readonly "machine-start-failed": { readonly name: string; readonly detail: string };
  readonly "machine-died": { readonly name: string; readonly detail: string };
  readonly "machine-killed": { readonly name: string };
  readonly "machine-disk-full": {
    readonly name: string;
    readonly path: string;
    readonly freeMiB: number;
  };
  readonly "machine-panicked": { readonly name: string };
  readonly "machine-halted": { readonly name: string; readonly state: string };
  readonly "machine-stop-timeout": { readonly name: string; readonly seconds: number };
  readonly "machine-without-lan": { readonly name: string };
  readonly "machine-too-many": { readonly most: number };
  readonly "memory-invalid": {
    readonly asked: number;
    readonly least: number;
    readonly most: number;
  };
  readonly "cpus-invalid": { readonly asked: number; readonly most: number };
  readonly "vnc-taken": { readonly display: number; readonly name: string };
  readonly "vnc-open": { readonly display: number; readonly name: string };
  // Disks
  readonly "disk-missing": { readonly path: string };
  readonly "disk-unreadable": { readonly path: string; readonly detail: string };
  readonly "disk-not-image": { readonly path: string };
  readonly "disk-format-unsupported": { readonly path: string; readonly format: string };
  readonly "disk-has-backing": { readonly path: string; readonly backing: string };
  readonly "disk-in-use": { readonly path: string; readonly by: string };
  readonly "disk-path-invalid": { readonly path: string };
  readonly "disk-full": { readonly path: string };
  /** In bytes; `needed`: null if it is not known. `usable`: without the reserve. */
  readonly "no-room": {
    readonly path: string;
    readonly needed: number | null;
    readonly usable: number;
  };
  readonly "disk-smaller": { readonly asked: string; readonly least: string };
  /** Sizes in bytes. */
  readonly "disk-no-shrink": { readonly asked: number; readonly now: number };
  readonly "disk-place-unknown": { readonly name: string; readonly place: number };
  readonly "disks-too-many": { readonly most: number };
  readonly "cdrom-missing": { readonly name: string };
  /** The machine runs, and was started without a CD drive. */
  readonly "cd-drive-missing": { readonly name: string };
  // Snapshots
  readonly "snapshot-unknown": { readonly name: string };
  readonly "snapshot-name-invalid": { readonly name: string };
  readonly "snapshot-name-taken": { readonly name: string };
  readonly "snapshot-raw-disk": { readonly path: string };
  /** Sizes in bytes. */
  readonly "snapshot-no-room": {
    readonly path: string;
    readonly needed: number;
    readonly free: number;
  };
  readonly "snapshot-incomplete": { readonly name: string };
  readonly "snapshot-memory-unusable": { readonly name: string; readonly detail: string };
  readonly "trash-unknown": { readonly name: string };
  readonly "machine-has-snapshots": { readonly name: string };
  // Export
  readonly "export-done": { readonly name: string; readonly files: string };
  readonly "export-libvirt-done": {
    readonly name: string;
    readonly files: string;
    readonly domain: string;
  };
  readonly "export-exists": { readonly path: string };
  readonly "export-target-own": { readonly path: string; readonly by: string };
  readonly "export-device": { readonly name: string; readonly path: string };
  readonly "export-path-unfit": { readonly path: string };
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
  readonly "device-changed": {
    readonly path: string;
    readonly was: string;
    readonly now: string;
  };
  readonly "device-lent": { readonly path: string };
  /** It was lent, the machine has ended, and a program has it open all the same. */
  readonly "device-still-open": {
    readonly path: string;
    readonly program: string;
    readonly pid: number;
  };
  // Templates
  readonly "template-unknown": { readonly name: string };
  readonly "template-name-taken": { readonly name: string };
  readonly "template-file-corrupt": { readonly path: string; readonly detail: string };
  readonly "template-file-newer": { readonly path: string; readonly version: number };
  readonly "templates-folder-invalid": { readonly path: string };
  readonly "templates-folder-gone": { readonly path: string };
  readonly "templates-folder-own": { readonly path: string };
  readonly "template-missing": { readonly path: string; readonly machines: string };
  readonly "template-changed": { readonly path: string; readonly machines: string };
  readonly "template-has-clones": { readonly name: string; readonly machines: string };
  readonly "machine-not-linked": { readonly name: string };
  readonly "image-unsupported": {
    readonly path: string;
    readonly fault: ImageFault;
    /** Words of a format or a program, where there are any. */
    readonly detail?: string;
  };
  readonly "image-reaches-out": {
    readonly path: string;
    readonly format: string;
    readonly detail: string;
  };
  readonly "user-data-invalid": { readonly line: number; readonly detail: string };
  readonly "ssh-key-invalid": { readonly path: string };
  readonly "display-missing": Record<never, never>;
  readonly "terminal-missing": Record<never, never>;
  readonly "terminal-not-agreed": { readonly program: string };
  readonly "path-not-agreed": { readonly path: string };
  // Projects
  readonly "project-missing": { readonly path: string };
  readonly "project-invalid": {
    readonly path: string;
    readonly line: number;
    readonly column: number;
    readonly detail: string;
  };
  readonly "project-file-outside": { readonly file: string; readonly folder: string };
  /** `isChanged`: an earlier content of it was agreed to. */
  readonly "project-not-agreed": { readonly path: string; readonly isChanged: boolean };
  readonly "project-foreign": { readonly name: string; readonly template: string };
  readonly "port-silent": {
    readonly name: string;
    readonly address: string;
    readonly port: number;
    readonly seconds: number;
  };
  // Downloads
  readonly "catalogue-unknown": { readonly id: string };
  readonly "download-offline": { readonly host: string; readonly detail: string };
  readonly "download-refused": { readonly url: string; readonly status: number };
  readonly "download-stalled": { readonly url: string; readonly seconds: number };
  readonly "download-slow": {
    readonly url: string;
    readonly bytesPerSecond: number;
    readonly seconds: number;
  };
  readonly "download-broken": { readonly url: string; readonly detail: string };
  readonly "download-mismatch": { readonly url: string; readonly algorithm: string };
  readonly "checksum-missing": { readonly url: string; readonly file: string };
  // Addresses
  readonly "address-invalid": { readonly address: string };
  readonly "address-outside": { readonly address: string; readonly subnet: string };
  readonly "address-host": { readonly address: string };
  readonly "address-reserved": { readonly address: string; readonly subnet: string };
  readonly "address-taken": { readonly address: string; readonly by: string };
  readonly "address-answers": { readonly address: string; readonly mac: string };
  readonly "address-borrowed": { readonly address: string; readonly by: string };
  readonly "address-leased": { readonly address: string; readonly mac: string };
  readonly "addresses-exhausted": { readonly subnet: string };
  // Forwards
  readonly "forward-invalid": { readonly text: string };
  readonly "forward-taken": ForwardedPortParams & { readonly by: string };
  /** `by`: the program that listens there, or `?`. */
  readonly "forward-port-taken": ForwardedPortParams & { readonly by: string };
  /** `table` and `chain`: where others' rules lead it elsewhere, as nft names them. */
  readonly "forward-port-published": ForwardedPortParams & {
    readonly table: string;
    readonly chain: string;
  };
  /** `least`: the first port that everybody may take. */
  readonly "forward-port-privileged": { readonly port: number; readonly least: number };
  readonly "forward-unknown": ForwardedPortParams & { readonly name: string };
  readonly "forwards-too-many": { readonly most: number };
  // LAN and uplink
  readonly "lan-off": Record<never, never>;
  readonly "lan-share-group": { readonly group: string };
  readonly "lan-must-be-off": Record<never, never>;
  readonly "lan-overlap": {
    readonly subnet: string;
    readonly other: string;
    readonly interface: string;
    readonly proposal: string;
  };
  /** Whom the LAN's subnet would hide from this computer. */
  readonly "lan-hides-host": {
    readonly subnet: string;
    readonly address: string;
    readonly role: "name-server" | "gateway" | "peer";
    readonly proposal: string;
  };
  readonly "lan-interface-taken": { readonly interface: string };
  /** A name from the settings of an earlier version, and the one that is taken instead. */
  readonly "lan-interface-renamed": { readonly former: string; readonly interface: string };
  readonly "lan-elsewhere": { readonly uid: number };
  readonly "lan-forward-blocked": {
    readonly table: string;
    readonly chain: string;
    /** The chain that rules for the LAN belong into, and the LAN's interface. */
    readonly entry: string;
    readonly interface: string;
    readonly commands: string;
  };
  readonly "lan-names-failed": { readonly detail: string };
  readonly "lan-port-taken": {
    readonly port: 53 | 67;
    readonly by: string;
    readonly interface: string;
  };
  readonly "lan-step-failed": { readonly step: string; readonly detail: string };
  readonly "lan-tun-denied": { readonly detail: string };
  readonly "switch-failed": { readonly detail: string };
  readonly "switch-foreign": { readonly path: string };
  readonly "switch-gone": { readonly interface: string };
  readonly "uplink-unknown": { readonly interface: string };
  readonly "uplink-order-invalid": { readonly order: string };
  readonly "uplink-is-lan": { readonly interface: string };
  readonly "uplink-down": { readonly interface: string };
  readonly "uplink-switched": { readonly to: string; readonly order: string };
  readonly "uplink-past-vpn": { readonly interface: string; readonly vpn: string };
  /** What kept it from being kept is told beside it. */
  readonly "uplink-not-kept": Record<never, never>;
  readonly "uplink-none-found": Record<never, never>;
  readonly "uplink-of-place": {
    readonly place: string;
    readonly mode: UplinkChoice["mode"];
    /** With commas between them. */
    readonly interfaces: string;
  };
  readonly "place-unknown": { readonly name: string };
  // Acceleration
  readonly "kvm-missing": Record<never, never>;
  readonly "kvm-denied": Record<never, never>;
  /** `by`: the program that is seen to run; null: none is known. */
  readonly "kvm-busy": { readonly by: string | null };
  readonly "kvm-guest-state": { readonly detail: string };
  readonly "kvm-guest-state-fix": { readonly seen: string };
  readonly "kvm-guest-state-hint": { readonly seen: string; readonly commands: string };
  readonly "kvm-option-set": Record<never, never>;
  readonly "cpu-needs-kvm": Record<never, never>;
  readonly "kvm-stuck": { readonly seconds: number };
  readonly "kvm-broken": { readonly detail: string };
  // Root
  readonly "root-dismissed": Record<never, never>;
  readonly "root-denied": Record<never, never>;
  readonly "root-no-agent": { readonly command: string };
  readonly "root-sudo-refused": Record<never, never>;
  readonly "root-timeout": { readonly seconds: number };
  readonly "root-crashed": { readonly detail: string };
  readonly "root-path-unsafe": { readonly path: string };
  readonly "netd-lost": Record<never, never>;
  readonly "netd-gone": Record<never, never>;
  readonly "netd-refused": { readonly detail: string };
  readonly "netd-run-path-unsafe": { readonly path: string; readonly detail: string };
  readonly "once-step-failed": { readonly step: string; readonly detail: string };
  readonly "once-file-foreign": { readonly path: string };
  readonly "firewall-rules": Record<never, never>;
  readonly "hosts-outdated": Record<never, never>;
  readonly "once-not-needed": { readonly detail: string };
  readonly "host-woke": {
    readonly resumed: number;
    readonly clocksSet: number;
    readonly uplink: string | null;
  };
  // Health
  readonly "repair-unknown": { readonly id: string; readonly known: string };
  readonly "qemu-without-vde": Record<never, never>;
  readonly "tun-missing": Record<never, never>;
  readonly "supervisor-gone": Record<never, never>;
  readonly "agent-missing": Record<never, never>;
  readonly "tray-missing": Record<never, never>;
  readonly "shortcut-refused": { readonly keys: string };
  /** GNOME Shell or its settings did not answer as expected. */
  readonly "shell-entry-refused": Record<never, never>;
  readonly "shortcut-declined": { readonly keys: string };
  readonly "shortcut-portal-missing": { readonly keys: string };
  readonly "space-low": { readonly path: string; readonly freeMiB: number };
  readonly "runtime-leftover": { readonly path: string; readonly command: string };
  readonly "as-root": Record<never, never>;
  // General
  readonly "size-invalid": { readonly size: string };
  readonly "user-invalid": { readonly user: string };
  readonly "url-invalid": { readonly url: string };
  readonly "checksum-invalid": { readonly sum: string };
  readonly "subnet-invalid": { readonly subnet: string };
  readonly "subnet-size-invalid": { readonly prefixLength: number };
  readonly "subnet-public": { readonly subnet: string };
  readonly "vnc-invalid": { readonly display: string };
  readonly "file-exists": { readonly path: string };
  readonly "file-not-regular": { readonly path: string };
  /** `most`: in bytes. */
  readonly "file-too-large": { readonly path: string; readonly most: number };
  readonly "file-denied": { readonly path: string };
  readonly "folder-missing": { readonly path: string };
  readonly "input-invalid": { readonly field: string; readonly detail: string };
  readonly "program-missing": {
    readonly program: string;
    /** Debian's name for it. */
    readonly package: string;
    /** What installs it here; left out: not known. */
    readonly command?: string;
  };
  /** `detail` is what bubblewrap says; without it, it is not installed. */
  readonly "sandbox-missing": { readonly detail?: string; readonly command?: string };
  readonly "program-failed": { readonly program: string; readonly detail: string };
  readonly "settings-corrupt": { readonly path: string; readonly detail: string };
  readonly "settings-newer": { readonly path: string; readonly version: number };
  readonly "words-missing": { readonly language: "en" | "de" };
  readonly "file-not-broken": { readonly path: string };
  readonly "backup-missing": { readonly path: string };
  readonly "file-failed": { readonly path: string; readonly detail: string };
  readonly "file-locked": { readonly path: string; readonly by: string };
  readonly "path-too-long": { readonly path: string; readonly most: number };
  readonly "runtime-folder-unsafe": { readonly path: string; readonly detail: string };
  readonly cancelled: Record<never, never>;
  readonly internal: { readonly detail: string };
}

export type ErrorCode = keyof ErrorParams;

/** What happened, as a value: a code for programs, params for the sentence, a raw cause for the log. */
export type AppError = {
  readonly [C in ErrorCode]: {
    readonly code: C;
    readonly params: ErrorParams[C];
    /** argv, exit code, stderr: for the log and the curious, never the only explanation. */
    readonly cause?: string;
  };
}[ErrorCode];

export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: AppError };

/** A good outcome. */
export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

/** Whether a problem is the way of the world, such as being offline: told, but alarming nobody. */
export function isCalm({ code }: AppError): boolean {
  return code === "uplink-none-found";
}

/** A bad outcome, with what its sentence needs and, if known, the raw cause. */
export function fail<C extends ErrorCode>(
  code: C,
  params: ErrorParams[C],
  cause?: string,
): { readonly ok: false; readonly error: AppError } {
  return { ok: false, error: appError(code, params, cause) };
}

/** Builds an error value; `cause` is left out when there is none. */
export function appError<C extends ErrorCode>(
  code: C,
  params: ErrorParams[C],
  cause?: string,
): AppError {
  const error = cause === undefined ? { code, params } : { code, params, cause };
  // A correlated union cannot be built generically without this one widening.
  return error as unknown as AppError;
}

/** Marks a branch that the types rule out; throws if the types were wrong. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}
