import * as v from "valibot";
import {
  absolutePath,
  ipv4Address,
  machineId,
  machineName,
  positiveInteger,
} from "../base/primitives.ts";
import type { AppError } from "../errors/app-error.ts";

/** A template's name: as narrow as a machine's, so that it can be typed and put in a path. */
export const templateName = machineName;

/**
 * A user's name in a guest: what `useradd` takes everywhere (useradd(8)), at most 32 characters
 * (utmp(5)).
 */
export const guestUser = v.pipe(v.string(), v.regex(/^[a-z_][a-z0-9_-]{0,31}$/));

/**
 * A public key as ssh writes it: type, base64, and a comment that may hold anything printable
 * (sshd(8), AUTHORIZED_KEYS). One line, because the file it goes into has one key a line; and no
 * options before the type, because they can name a command.
 */
export const sshPublicKey = v.pipe(
  v.string(),
  v.maxLength(16_384),
  v.regex(
    /^(?:ssh-(?:ed25519|rsa)|ecdsa-sha2-nistp(?:256|384|521)|sk-(?:ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com) [A-Za-z0-9+/]{16,}={0,2}(?: [^\p{Cc}\p{Zl}\p{Zp}]*)?$/u,
  ),
);

/** Size of a machine's disk in bytes: whole sectors, at most 64 TiB. */
export const diskBytes = v.pipe(
  v.number(),
  v.safeInteger(),
  v.minValue(512),
  v.maxValue(64 * 2 ** 40),
  v.multipleOf(512),
);

/** The version of `template.json` that this program writes. */
export const templateFileVersion = 1;

/** Where a template came from, for people. */
const templateSource = v.variant("kind", [
  v.strictObject({ kind: v.literal("file"), path: absolutePath }),
  v.strictObject({ kind: v.literal("machine"), name: machineName }),
  v.strictObject({
    kind: v.literal("download"),
    url: v.pipe(v.string(), v.maxLength(2048)),
    /** There was no checksum to compare with. Left out: there was, and it was right. */
    unverified: v.optional(v.literal(true)),
  }),
]);
export type TemplateSource = v.InferOutput<typeof templateSource>;

/** The pattern that machines are cloned from: always qcow2, and never written to again. */
const baseImage = v.strictObject({
  virtualBytes: positiveInteger,
  /** Size of the file. */
  bytes: positiveInteger,
  /** Last change, in whole milliseconds since the epoch. */
  modifiedAt: positiveInteger,
  /** SHA-256 over the size and samples of the file, in hex. */
  fingerprint: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
});
export type BaseImage = v.InferOutput<typeof baseImage>;

/** `template.json`: what one template is. */
export const templateFile = v.strictObject({
  version: v.literal(templateFileVersion),
  id: machineId,
  name: templateName,
  /** ISO 8601, UTC. */
  createdAt: v.pipe(v.string(), v.isoTimestamp()),
  source: templateSource,
  base: baseImage,
  /** The user that the image's cloud-init sets up unless told otherwise; null: not known. */
  user: v.nullable(guestUser),
  /** What a guest needs at least to start. */
  minimumMemoryMiB: positiveInteger,
});
export type TemplateFile = v.InferOutput<typeof templateFile>;

/** A template as every face shows it. */
export interface TemplateView {
  readonly id: string;
  readonly name: string;
  readonly virtualBytes: number;
  /** What it takes on the disk. */
  readonly bytes: number;
  /** Names of the machines that are linked to it, sorted. */
  readonly clones: readonly string[];
  /** Why no clone of it can start; null: all is well. */
  readonly problem: AppError | null;
  readonly definition: TemplateFile;
}

/** A folder whose `template.json` cannot be read: shown as it is, never overwritten. */
export interface BrokenTemplate {
  readonly id: string;
  readonly path: string;
  readonly problem: AppError;
}

/** What a download must add up to; in lower case, as the tools print it. */
const checksum = v.variant("algorithm", [
  v.strictObject({
    algorithm: v.literal("sha256"),
    sum: v.pipe(v.string(), v.toLowerCase(), v.regex(/^[0-9a-f]{64}$/)),
  }),
  v.strictObject({
    algorithm: v.literal("sha512"),
    sum: v.pipe(v.string(), v.toLowerCase(), v.regex(/^[0-9a-f]{128}$/)),
  }),
]);
export type Checksum = v.InferOutput<typeof checksum>;

/** Where a new template is to be made from. */
const templateOrigin = v.variant("kind", [
  v.strictObject({ kind: v.literal("file"), path: absolutePath }),
  v.strictObject({ kind: v.literal("machine"), id: machineId }),
  v.strictObject({ kind: v.literal("catalogue"), id: v.string() }),
  v.strictObject({
    kind: v.literal("url"),
    url: v.pipe(v.string(), v.maxLength(2048), v.url(), v.regex(/^https?:\/\//)),
    /** Left out: whatever comes is taken. */
    checksum: v.optional(checksum),
  }),
]);

/** What is asked for when a template is added. */
export const addTemplate = v.strictObject({
  name: templateName,
  from: templateOrigin,
  user: v.optional(guestUser),
});
export type AddTemplate = v.InferOutput<typeof addTemplate>;
export type AddTemplateInput = v.InferInput<typeof addTemplate>;

/** What is asked for when a machine is made from a template. */
export const cloneMachine = v.strictObject({
  name: machineName,
  /** The template's id. */
  template: machineId,
  /** Left out: 1024, or what the template needs if that is more. */
  memoryMiB: v.optional(positiveInteger),
  cpus: v.optional(positiveInteger, 1),
  /** Left out: as large as the template. */
  diskBytes: v.optional(diskBytes),
  /** Left out: the next free one. */
  address: v.optional(ipv4Address),
  /** Left out: the template's. */
  user: v.optional(guestUser),
  sshKeys: v.optional(v.array(sshPublicKey), []),
  /** The text of a cloud-config file, laid over what Virtray writes. */
  userData: v.optional(v.string()),
});
export type CloneMachine = v.InferOutput<typeof cloneMachine>;

/** What long work consists of. */
export type WorkStep = "download" | "verify" | "unpack" | "convert" | "copy" | "save";

/** How far long work is. */
export interface WorkProgress {
  readonly step: WorkStep;
  /** 0 to 1; null: not known. */
  readonly fraction: number | null;
  /** While downloading: bytes that are there, and in all if the server tells. */
  readonly doneBytes?: number;
  readonly totalBytes?: number;
  /** While downloading: bytes a second. */
  readonly bytesPerSecond?: number;
  readonly secondsLeft?: number;
}

/** The version of `catalogue.json`. */
const catalogueVersion = 1;

const downloadUrl = v.pipe(v.string(), v.startsWith("https://"), v.url(), v.maxLength(2048));

/** A cloud image that its publisher offers, with published checksums. */
const catalogueEntry = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9.-]{0,62}$/)),
  /** For people. */
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
  url: downloadUrl,
  checksums: v.strictObject({
    url: downloadUrl,
    /** `list`: one line a file, found by its name; `single`: the sum of this file alone. */
    format: v.picklist(["list", "single"]),
    algorithm: v.picklist(["sha256", "sha512"]),
  }),
  user: guestUser,
  minimumMemoryMiB: positiveInteger,
});
export type CatalogueEntry = v.InferOutput<typeof catalogueEntry>;

/** `catalogue.json`: cloud images with cloud-init, for processors of the x86-64 kind. */
export const catalogueFile = v.strictObject({
  version: v.literal(catalogueVersion),
  images: v.array(catalogueEntry),
});
