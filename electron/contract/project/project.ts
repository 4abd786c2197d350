import * as v from "valibot";
import {
  absolutePath,
  ipv4Address,
  machineName,
  portNumber,
  positiveInteger,
} from "../base/primitives.ts";
import { portForward } from "../lan/forward.ts";
import { autostartWhen } from "../machine/machine.ts";
import { guestUser, templateName } from "../template/template.ts";

/** Name of the file that describes the machines of a project, in the project's folder. */
export const projectFileName = "virtray.yaml";

/** The name of a file, which is shown to people: nothing in it may change how a line looks. */
const path = v.pipe(
  v.string(),
  v.maxLength(4095),
  v.regex(/^[^\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]+$/u),
);

/** One machine of a project. All but the template may be left out. */
export const projectMachine = v.strictObject({
  template: templateName,
  /** MiB. */
  memory: v.optional(positiveInteger),
  cpus: v.optional(positiveInteger),
  /** Such as `20G`; at least as large as the template. */
  disk: v.optional(
    v.pipe(v.string(), v.maxLength(32), v.regex(/^\d+(?:\.\d+)? *[KMGT](?:i?B)?$/i)),
  ),
  address: v.optional(ipv4Address),
  user: v.optional(guestUser),
  /** Files with public keys in the project's folder, or `~/….pub`. */
  keys: v.optional(v.array(path)),
  /** A file in the project's folder with a cloud-config, or its content as a map. */
  "user-data": v.optional(v.union([path, v.record(v.string(), v.unknown())])),
  /** TCP ports that must answer before `up` ends. */
  wait: v.optional(v.array(portNumber)),
  autostart: v.optional(autostartWhen),
  /** Ports of this computer that lead to it: `8080:80`, `5353:53/udp`, `8443:443 uplink`. */
  forward: v.optional(
    v.array(v.pipe(v.string(), v.regex(/^\d{1,5}:\d{1,5}(?:\/(?:tcp|udp))?(?: uplink)?$/))),
  ),
});
export type ProjectMachine = v.InferOutput<typeof projectMachine>;

/** `virtray.yaml`: the machines of a project by their names. */
export const projectFile = v.strictObject({
  machines: v.pipe(v.record(machineName, projectMachine), v.minEntries(1)),
});

const sha256Hex = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

/**
 * One thing that a project asks for. All of them together tell all that the project does, and stand
 * for the content of its files: two projects with equal grants do the same.
 */
export const projectGrant = v.variant("kind", [
  v.strictObject({
    kind: v.literal("machine"),
    machine: machineName,
    template: templateName,
    /** Its other settings as the file has them: `memory: 2048`. */
    settings: v.array(v.string()),
  }),
  v.strictObject({
    kind: v.literal("keys"),
    machine: machineName,
    /** As the project names it; null: the keys in the user's `~/.ssh`. */
    file: v.nullable(path),
    /** As ssh-keygen writes them; none for the user's own. */
    fingerprints: v.array(v.pipe(v.string(), v.regex(/^SHA256:[A-Za-z0-9+/]{43}$/))),
  }),
  v.strictObject({
    kind: v.literal("user-data"),
    machine: machineName,
    /** As the project names it; null: it stands in the project's own file. */
    file: v.nullable(path),
    lines: positiveInteger,
    sha256: sha256Hex,
  }),
  v.strictObject({ kind: v.literal("forward"), machine: machineName, ...portForward.entries }),
  v.strictObject({ kind: v.literal("autostart"), machine: machineName, when: autostartWhen }),
]);
export type ProjectGrant = v.InferOutput<typeof projectGrant>;

/** What the user has agreed to, of each project that was ever asked about. */
export const agreedProjects = v.strictObject({
  version: v.literal(1),
  projects: v.array(
    v.strictObject({
      /** The project's file. */
      path: absolutePath,
      grants: v.array(projectGrant),
    }),
  ),
});
export type AgreedProjects = v.InferOutput<typeof agreedProjects>;
