import * as v from "valibot";
import { formed } from "../base/formed.ts";
import { mostCertificates, proxyWishSchema } from "../base/handed-on.ts";
import {
  absolutePathSchema,
  guestUserSchema,
  machineNameSchema,
  portNumberSchema,
  positiveIntegerSchema,
} from "../base/primitives.ts";
import { templateNameSchema } from "../base/template-name.ts";
import { mostAirlockEntries } from "../lan/airlock.ts";
import { portForwardSchema } from "../lan/forward.ts";
import { projectEntries } from "../machine/hardware-entries.ts";
import { autostartWhenSchema } from "../machine/machine.ts";
import { noteSchema, tagSchema } from "../machine/marks.ts";
import { guestFolderSchema } from "../machine/share.ts";
import {
  afterSchema,
  provisionEntrySchema,
  provisionEnvSchema,
  provisionUsers,
  provisionWhens,
} from "./provision.ts";

/** The name of the file that describes a project's machines, in the project's folder. */
export const projectFileName = "virtray.yaml";

/** The name of a file, which is shown to people: nothing in it may change how a line looks. */
export const projectPathSchema = formed(
  "file-name",
  v.pipe(v.string(), v.maxLength(4095), v.regex(/^[^\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]+$/u)),
);

/** One machine of a project, without its user-data. All but the template may be left out. */
export const projectMachineSchema = v.strictObject({
  template: templateNameSchema,
  ...projectEntries,
  /** Such as `20G`; at least as large as the template. */
  disk: v.optional(
    formed(
      "size",
      v.pipe(v.string(), v.maxLength(32), v.regex(/^\d+(?:\.\d+)? *[KMGT](?:i?B)?$/i)),
    ),
  ),
  user: v.optional(guestUserSchema),
  /** Files with public keys in the project's folder, or `~/….pub`. */
  keys: v.optional(v.array(projectPathSchema)),
  /** TCP ports that must answer before `up` ends. */
  wait: v.optional(v.array(portNumberSchema)),
  autostart: v.optional(autostartWhenSchema),
  /** Ports of this computer that lead to it: `8080:80`, `5353:53/udp`, `8443:443 uplink`. */
  forward: v.optional(
    v.array(
      formed(
        "forward",
        v.pipe(v.string(), v.regex(/^\d{1,5}:\d{1,5}(?:\/(?:tcp|udp))?(?: uplink)?$/)),
      ),
    ),
  ),
  /** All that it may reach outside the LAN: `pypi.org`, `github.com:443`, `10.0.0.0/8:22`. */
  only: v.optional(
    v.pipe(
      v.array(
        formed(
          "airlock-entry",
          v.pipe(v.string(), v.regex(/^[A-Za-z0-9_./-]{1,128}(?::[\d+-]{1,80})?$/)),
        ),
      ),
      v.minLength(1),
      v.maxLength(mostAirlockEntries),
    ),
  ),
  /** Machines that come first: `db`, `db ready` or `db started`. */
  after: v.optional(v.pipe(v.array(afterSchema), v.maxLength(16))),
  /** Variables that all steps get. */
  env: v.optional(provisionEnvSchema),
  provision: v.optional(v.pipe(v.array(provisionEntrySchema), v.maxLength(64))),
  tags: v.optional(v.pipe(v.array(tagSchema), v.maxLength(16))),
  note: v.optional(noteSchema),
  protected: v.optional(v.boolean()),
  /** Folders in the project's folder, inside it: `src:/src`, `docs:/docs read-only`. */
  shares: v.optional(
    v.array(
      formed(
        "share-line",
        v.pipe(projectPathSchema, v.regex(/^[^:~/][^:]*:\/[^:\s]*(?: read-only)?$/)),
      ),
    ),
  ),
  /** The proxy that programs in it use. */
  proxy: v.optional(proxyWishSchema),
  /** Files in the project's folder with certificates that it trusts. */
  certificates: v.optional(v.pipe(v.array(projectPathSchema), v.maxLength(mostCertificates))),
  /** Whether the guest agent is installed at the first boot. */
  agent: v.optional(v.boolean()),
});
export type ProjectMachine = v.InferOutput<typeof projectMachineSchema>;

const sha256HexSchema = formed("sha256", v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)));

/**
 * One right that a project asks for. All its grants together stand for the content of its files:
 * two projects with equal grants do the same.
 */
export const projectGrantSchema = v.variant("kind", [
  v.strictObject({
    kind: v.literal("machine"),
    machine: machineNameSchema,
    template: templateNameSchema,
    /** Its other settings as the file has them: `memory: 2048`. */
    settings: v.array(v.string()),
  }),
  v.strictObject({
    kind: v.literal("keys"),
    machine: machineNameSchema,
    /** As the project names it; null: the keys in the user's `~/.ssh`. */
    file: v.nullable(projectPathSchema),
    /** As ssh-keygen writes them; none for the user's own. */
    fingerprints: v.array(
      formed("fingerprint", v.pipe(v.string(), v.regex(/^SHA256:[A-Za-z0-9+/]{43}$/))),
    ),
  }),
  v.strictObject({
    kind: v.literal("user-data"),
    machine: machineNameSchema,
    /** As the project names it; null: it stands in the project's own file. */
    file: v.nullable(projectPathSchema),
    lines: positiveIntegerSchema,
    sha256: sha256HexSchema,
  }),
  v.strictObject({
    kind: v.literal("provision"),
    machine: machineNameSchema,
    /** As the project names it; null: it stands in the project's own file. */
    file: v.nullable(projectPathSchema),
    as: v.picklist(provisionUsers),
    when: v.picklist(provisionWhens),
    lines: positiveIntegerSchema,
    sha256: sha256HexSchema,
  }),
  v.strictObject({
    kind: v.literal("forward"),
    machine: machineNameSchema,
    ...portForwardSchema.entries,
  }),
  v.strictObject({
    kind: v.literal("share"),
    machine: machineNameSchema,
    /** As the project names it. */
    folder: projectPathSchema,
    guestFolder: guestFolderSchema,
    readOnly: v.boolean(),
  }),
  v.strictObject({
    kind: v.literal("autostart"),
    machine: machineNameSchema,
    when: autostartWhenSchema,
  }),
]);
export type ProjectGrant = v.InferOutput<typeof projectGrantSchema>;

/** The grants that the user agreed to, for each project. */
export const agreedProjectsSchema = v.strictObject({
  version: v.literal(1),
  projects: v.array(
    v.strictObject({
      /** The project's file. */
      path: absolutePathSchema,
      grants: v.array(projectGrantSchema),
    }),
  ),
});
export type AgreedProjects = v.InferOutput<typeof agreedProjectsSchema>;
