import * as v from "valibot";
import { autostartWhen } from "./machine.ts";
import { ipv4Address, machineName, portNumber, positiveInteger } from "./primitives.ts";
import { guestUser, templateName } from "./template.ts";

/** Name of the file that describes the machines of a project, in the project's folder. */
export const projectFileName = "virtray.yaml";

const path = v.pipe(v.string(), v.minLength(1), v.maxLength(4095));

/** One machine of a project. All but the template may be left out. */
export const projectMachine = v.strictObject({
  template: templateName,
  /** MiB. */
  memory: v.optional(positiveInteger),
  cpus: v.optional(positiveInteger),
  /** Such as `20G`; at least as large as the template. */
  disk: v.optional(v.pipe(v.string(), v.regex(/^\d+(?:\.\d+)?\s*[KMGT](?:i?B)?$/i))),
  address: v.optional(ipv4Address),
  user: v.optional(guestUser),
  /** Files with public keys, relative to the project's folder or beginning with `~/`. */
  keys: v.optional(v.array(path)),
  /** A file with a cloud-config, or its content as a map. */
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
