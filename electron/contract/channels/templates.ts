import * as v from "valibot";
import { absolutePathSchema, ipv4AddressSchema, machineIdSchema } from "../base/primitives.ts";
import {
  addTemplateSchema,
  type CatalogueEntry,
  createFromTemplateSchema,
} from "../template/template.ts";
import { warmTemplateSchema } from "../template/warm.ts";

const one = <A>() => ({ answer: undefined as A });
const byIdSchema = v.strictObject({ id: machineIdSchema });

/** The channels of templates, and of machines created from them. */
export const templateChannels = {
  /** Answers once the template exists, which may take hours; its job shows the progress. */
  "template.add": { request: addTemplateSchema, ...one<void>() },
  "template.delete": { request: byIdSchema, ...one<void>() },
  /** Answers as `template.add` does. */
  "template.warm": { request: warmTemplateSchema, ...one<void>() },
  "template.cool": { request: byIdSchema, ...one<void>() },
  "template.catalogue": { request: v.undefined(), ...one<readonly CatalogueEntry[]>() },
  /**
   * Sets the folder for images of templates (empty for the usual one), and moves the existing
   * images.
   */
  "templates.set-folder": {
    request: v.strictObject({ folder: v.union([v.literal(""), absolutePathSchema]) }),
    ...one<void>(),
  },
  /** Lets the user choose a folder; null if none was chosen. */
  "folder.pick": { request: v.undefined(), ...one<string | null>() },
  /** `isAwake`: it runs already, from its template's warmed state. */
  "machine.create": {
    request: createFromTemplateSchema,
    ...one<{ readonly id: string; readonly isAwake: boolean }>(),
  },
  /** Flattens a machine's linked clone; answers as `template.add` does. */
  "machine.flatten": { request: byIdSchema, ...one<void>() },
  /** Whether a new machine may have an address: it is not registered, and does not answer. */
  "address.check": { request: v.strictObject({ address: ipv4AddressSchema }), ...one<void>() },
  "user-data.check": { request: v.strictObject({ text: v.string() }), ...one<void>() },
  /** The public keys in `~/.ssh`, as ssh writes them. */
  "ssh-key.list": { request: v.undefined(), ...one<readonly string[]>() },
  /** Creates a key pair at a path that ssh uses by default; answers with the public key. */
  "ssh-key.make": { request: v.undefined(), ...one<string>() },
} as const;
