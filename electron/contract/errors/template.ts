import type { FileFault } from "./value-fault.ts";
import type { ProjectFault, UserDataFault } from "./yaml-fault.ts";

/** Why a file cannot become a template; `format`, `feature` and `archive-method` are told by a detail. */
export type ImageFault =
  | "no-image"
  | "format"
  | "feature"
  | "kind"
  | "encrypted"
  | "cut-off"
  | "far-description"
  | "packed-twice"
  | "damaged"
  | "archive-inside"
  | "archive-damaged"
  | "archive-sparse"
  | "archive-method"
  | "archive-without-disk"
  | "archive-with-disks";

/** The reasons to refuse a file as one of public keys. */
export type SshKeyFault =
  | "missing"
  | "no-public-half"
  | "folder"
  | "private"
  | "putty"
  | "cut-off"
  | "certificate"
  | "options"
  | "other-format"
  | "empty"
  | "other";

/** The kinds of damage of an image; `tables` is told by a count. */
export type ImageDamage = "cut-off" | "marked" | "tables";

/** The reasons why a file gives no certificates. */
export type CertificateFault = "none" | "too-many" | "too-long" | "private" | "damaged";

/** Errors of templates, projects and downloads. */
export interface TemplateErrors {
  // Templates
  readonly "template-unknown": { readonly name: string };
  readonly "template-name-taken": { readonly name: string };
  readonly "template-file-corrupt": FileFault;
  readonly "template-file-newer": { readonly path: string; readonly version: number };
  readonly "templates-folder-invalid": { readonly path: string };
  readonly "templates-folder-gone": { readonly path: string };
  readonly "templates-folder-own": { readonly path: string };
  readonly "template-missing": { readonly path: string; readonly machines: string };
  readonly "template-changed": { readonly path: string; readonly machines: string };
  readonly "template-has-clones": { readonly name: string; readonly machines: string };
  readonly "machine-not-linked": { readonly name: string };
  // Warmed templates
  readonly "template-busy": { readonly name: string };
  readonly "template-not-warm": { readonly name: string };
  readonly "template-unfit-to-warm": { readonly name: string };
  readonly "template-silent": { readonly name: string; readonly minutes: number };
  readonly "template-guest-ended": { readonly name: string };
  /** No warmed state has the memory and processors, or the disk, of a new machine. */
  readonly "template-warm-other": {
    readonly name: string;
    readonly what: "size" | "disk";
    readonly memoryMiB: number;
    readonly cpus: number;
  };
  readonly "template-warm-stale": { readonly name: string; readonly what: "computer" | "files" };
  readonly "template-warm-later": {
    readonly name: string;
    readonly why: "battery" | "memory" | "disk";
  };
  readonly "template-warm-never": Record<never, never>;
  readonly "machine-wake-failed": { readonly name: string };
  readonly "machine-unwoken": { readonly name: string };
  readonly "image-unsupported": {
    readonly path: string;
    readonly fault: ImageFault;
    /** The name of a format, or a program's message. */
    readonly detail?: string;
  };
  /** A page of a server, in place of an image or of a list of checksums. */
  readonly "image-web-page": { readonly path: string };
  readonly "image-reaches-out": {
    readonly path: string;
    readonly format: string;
    readonly detail: string;
  };
  /** `count`: errors that were found in its tables; left out: it was not counted. */
  readonly "image-damaged": {
    readonly path: string;
    readonly damage: ImageDamage;
    readonly count?: number;
  };
  /** Its log holds changes that are not in it yet. */
  readonly "image-unclosed": { readonly path: string };
  readonly "image-empty": { readonly path: string };
  /** A disk in an archive is not the one that the archive's manifest tells of. */
  readonly "image-manifest": {
    readonly path: string;
    readonly member: string;
    readonly algorithm: string;
  };
  /** `file`: where it was read from; left out: it has no file. */
  readonly "user-data-invalid": {
    readonly file?: string;
    readonly line: number;
    readonly column: number;
    readonly fault: UserDataFault;
  };
  /** `half`: the public half of a private key, where it lies beside it. */
  readonly "ssh-key-invalid": {
    readonly path: string;
    readonly fault: SshKeyFault;
    readonly half?: string;
  };
  readonly "certificate-invalid": { readonly path: string; readonly fault: CertificateFault };
  /** The environment names no proxy, or one of a kind that guests cannot use. */
  readonly "proxy-of-host": { readonly wrong: "none" | "kind" };
  /** In a machine, this host is the machine itself. `gateway`: this computer's address in the LAN. */
  readonly "proxy-own-host": {
    readonly host: string;
    readonly port: number;
    readonly gateway: string;
  };
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
    readonly fault: ProjectFault;
  };
  /** The memory of all its machines, and what this computer has. */
  readonly "project-too-large": {
    readonly count: number;
    readonly memoryMiB: number;
    readonly most: number;
  };
  readonly "project-too-many": { readonly count: number; readonly most: number };
  readonly "project-file-outside": { readonly file: string; readonly folder: string };
  /** `isChanged`: the user agreed to an earlier content of it. */
  readonly "project-not-agreed": { readonly path: string; readonly isChanged: boolean };
  readonly "project-foreign": { readonly name: string; readonly template: string };
  /** One that comes first failed, or is not there. */
  readonly "project-after-failed": { readonly name: string; readonly after: string };
  readonly "project-machine-unknown": { readonly name: string };
  /** `line`: the last one of the step’s own; `log`: a file with all. */
  readonly "provision-failed": {
    readonly name: string;
    readonly step: string;
    readonly exitCode: number;
    readonly line: string;
    readonly log: string;
  };
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
}
