import * as v from "valibot";
import { formed } from "../base/formed.ts";
import { certificatesSchema, proxyWishSchema } from "../base/handed-on.ts";
import {
  absolutePathSchema,
  diskBytesSchema,
  guestUserSchema,
  machineIdSchema,
  machineNameSchema,
  positiveIntegerSchema,
} from "../base/primitives.ts";
import { templateNameSchema } from "../base/template-name.ts";
import type { AppError } from "../errors/app-error.ts";
import { airlockSchema } from "../lan/airlock.ts";
import { templateEntries } from "../machine/hardware-entries.ts";
import type { WarmPair, WarmView } from "./warm.ts";

/**
 * A public key as ssh writes it: type, base64, and a comment of any printable characters (sshd(8),
 * AUTHORIZED_KEYS). It is one line, because its file has one key a line, and has no options before
 * the type, because they can name a command.
 */
export const sshPublicKeySchema = formed(
  "ssh-key",
  v.pipe(
    v.string(),
    v.maxLength(16_384),
    v.regex(
      /^(?:ssh-(?:ed25519|rsa)|ecdsa-sha2-nistp(?:256|384|521)|sk-(?:ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com) [A-Za-z0-9+/]{16,}={0,2}(?: [^\p{Cc}\p{Zl}\p{Zp}]*)?$/u,
    ),
  ),
);

/** The version of `template.json` that this program writes. */
export const templateFileVersion = 2;

/** The origin of a template, for people. */
const templateSourceSchema = v.variant("kind", [
  v.strictObject({ kind: v.literal("file"), path: absolutePathSchema }),
  v.strictObject({ kind: v.literal("machine"), name: machineNameSchema }),
  v.strictObject({
    kind: v.literal("download"),
    url: v.pipe(v.string(), v.maxLength(2048)),
    /** Present if no checksum was published; absent if the checksum matched. */
    unverified: v.optional(v.literal(true)),
  }),
]);
export type TemplateSource = v.InferOutput<typeof templateSourceSchema>;

/** The base image of linked clones: always qcow2, and never written to again. */
const baseImageSchema = v.strictObject({
  virtualBytes: positiveIntegerSchema,
  /** Size of the file. */
  bytes: positiveIntegerSchema,
  /** Its last change, in whole milliseconds since the epoch. */
  modifiedAt: positiveIntegerSchema,
  /** SHA-256 over the size and samples of the file, in hex. */
  fingerprint: formed("sha256", v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))),
  /** SHA-256 of all of the file, in hex; left out: an earlier version made it. */
  sha256: v.optional(formed("sha256", v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)))),
});
export type BaseImage = v.InferOutput<typeof baseImageSchema>;

/** `template.json`: the definition of one template. */
export const templateFileSchema = v.strictObject({
  version: v.literal(templateFileVersion),
  id: machineIdSchema,
  name: templateNameSchema,
  /** ISO 8601, UTC. */
  createdAt: formed("time", v.pipe(v.string(), v.isoTimestamp())),
  source: templateSourceSchema,
  base: baseImageSchema,
  /** The user that the image's cloud-init creates by default; null if unknown. */
  user: v.nullable(guestUserSchema),
  /** The memory that a guest needs at least to start. */
  minimumMemoryMiB: positiveIntegerSchema,
});
export type TemplateFile = v.InferOutput<typeof templateFileSchema>;

/** A template as the interface shows it. */
export interface TemplateView {
  readonly id: string;
  readonly name: string;
  readonly virtualBytes: number;
  /** The bytes that it takes on the host, with its warmed states. */
  readonly bytes: number;
  /** Names of its linked clones, sorted. */
  readonly clones: readonly string[];
  /** Why no linked clone can start; null if all can. */
  readonly problem: AppError | null;
  readonly definition: TemplateFile;
  /** The states from which its machines go on, the last used first; without any they boot. */
  readonly warm: readonly WarmView[];
  /** For which machines a state was lost or missing that the app makes. */
  readonly warmWishes: readonly WarmPair[];
}

/** A folder whose `template.json` cannot be read, which is never overwritten. */
export interface BrokenTemplate {
  readonly id: string;
  readonly path: string;
  readonly problem: AppError;
}

/** The checksum of a download, in lower case, as the tools print it. */
const checksumSchema = v.variant("algorithm", [
  v.strictObject({
    algorithm: v.literal("sha256"),
    sum: formed("sha256", v.pipe(v.string(), v.toLowerCase(), v.regex(/^[0-9a-f]{64}$/))),
  }),
  v.strictObject({
    algorithm: v.literal("sha512"),
    sum: formed("sha512", v.pipe(v.string(), v.toLowerCase(), v.regex(/^[0-9a-f]{128}$/))),
  }),
]);
export type Checksum = v.InferOutput<typeof checksumSchema>;

/** The source of a new template. */
const templateOriginSchema = v.variant("kind", [
  v.strictObject({ kind: v.literal("file"), path: absolutePathSchema }),
  v.strictObject({ kind: v.literal("machine"), id: machineIdSchema }),
  v.strictObject({ kind: v.literal("catalogue"), id: v.string() }),
  v.strictObject({
    kind: v.literal("url"),
    url: formed("url", v.pipe(v.string(), v.maxLength(2048), v.url(), v.regex(/^https?:\/\//))),
    /** Any content is accepted if absent. */
    checksum: v.optional(checksumSchema),
  }),
]);

/** A request to add a template. */
export const addTemplateSchema = v.strictObject({
  name: templateNameSchema,
  from: templateOriginSchema,
  user: v.optional(guestUserSchema),
});
export type AddTemplate = v.InferOutput<typeof addTemplateSchema>;
export type AddTemplateInput = v.InferInput<typeof addTemplateSchema>;

/** A request to create a machine from a template. */
export const createFromTemplateSchema = v.strictObject({
  name: machineNameSchema,
  /** The template's ID. */
  template: machineIdSchema,
  /** Omitted settings get their usual values, or the template's minimum if that is more. */
  ...templateEntries,
  /** The template's size if absent. */
  diskBytes: v.optional(diskBytesSchema),
  /** The template's user if absent. */
  user: v.optional(guestUserSchema),
  sshKeys: v.optional(v.array(sshPublicKeySchema), []),
  /** The files of these keys; private keys are looked for beside them, as in `~/.ssh`. */
  keyFiles: v.optional(v.array(absolutePathSchema)),
  /** The text of a cloud-config file, merged over Virtray's. */
  userData: v.optional(v.string()),
  /** The proxy that the guest uses; none if absent. */
  proxy: v.optional(proxyWishSchema),
  /** Certificates that the guest trusts besides its own. */
  certificates: v.optional(certificatesSchema),
  /** Whether the guest gets the guest agent at its first boot; it does if absent. */
  agent: v.optional(v.boolean()),
  /** The only destinations outside the LAN that it may reach, from its first packet on. */
  airlock: v.optional(airlockSchema),
});
export type CreateFromTemplate = v.InferOutput<typeof createFromTemplateSchema>;

/** The steps of long work. */
export type WorkStep =
  | "download"
  | "verify"
  | "unpack"
  | "convert"
  | "copy"
  | "save"
  | "start"
  | "boot";

/** The progress of long work. */
export interface WorkProgress {
  readonly step: WorkStep;
  /** 0 to 1; null if unknown. */
  readonly fraction: number | null;
  /** While downloading: the bytes received, and the total if the server names it. */
  readonly doneBytes?: number;
  readonly totalBytes?: number;
  /** While downloading: bytes a second. */
  readonly bytesPerSecond?: number;
  readonly secondsLeft?: number;
}

/** The version of `catalogue.json`. */
const catalogueVersion = 1;

const downloadUrlSchema = formed(
  "https-url",
  v.pipe(v.string(), v.startsWith("https://"), v.url(), v.maxLength(2048)),
);

/** A cloud image that its publisher offers, with published checksums. */
const catalogueEntrySchema = v.strictObject({
  id: formed("catalogue-id", v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9.-]{0,62}$/))),
  /** For people. */
  name: formed("display-name", v.pipe(v.string(), v.minLength(1), v.maxLength(100))),
  url: downloadUrlSchema,
  checksums: v.strictObject({
    url: downloadUrlSchema,
    /** `list`: one line a file, found by its name; `single`: the sum of this file alone. */
    format: v.picklist(["list", "single"]),
    algorithm: v.picklist(["sha256", "sha512"]),
  }),
  user: guestUserSchema,
  minimumMemoryMiB: positiveIntegerSchema,
});
export type CatalogueEntry = v.InferOutput<typeof catalogueEntrySchema>;

/** `catalogue.json`: cloud images with cloud-init, for x86-64 processors. */
export const catalogueFileSchema = v.strictObject({
  version: v.literal(catalogueVersion),
  images: v.array(catalogueEntrySchema),
});
