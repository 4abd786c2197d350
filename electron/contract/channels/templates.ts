import * as v from "valibot";
import { absolutePathSchema, ipv4AddressSchema, machineIdSchema } from "../base/primitives.ts";
import {
  addTemplateSchema,
  type CatalogueEntry,
  createFromTemplateSchema,
} from "../template/template.ts";

const one = <A>() => ({ answer: undefined as A });
const byIdSchema = v.strictObject({ id: machineIdSchema });

/** The questions about templates, and about machines that are made from them. */
export const templateChannels = {
  /** Answers when the template is there, which may take hours: the jobs tell how far it is. */
  "template.add": { request: addTemplateSchema, ...one<void>() },
  "template.delete": { request: byIdSchema, ...one<void>() },
  "template.catalogue": { request: v.undefined(), ...one<readonly CatalogueEntry[]>() },
  /**
   * Keeps images of templates in a folder from now on (empty: as usual), and moves those there are.
   */
  "templates.set-folder": {
    request: v.strictObject({ folder: v.union([v.literal(""), absolutePathSchema]) }),
    ...one<void>(),
  },
  /** Has the user choose a folder; null: none was chosen. */
  "folder.pick": { request: v.undefined(), ...one<string | null>() },
  "machine.create": { request: createFromTemplateSchema, ...one<{ readonly id: string }>() },
  /** Makes a machine independent of its template; answers as `template.add` does. */
  "machine.flatten": { request: byIdSchema, ...one<void>() },
  /**
   * Whether a new machine may have an address: nobody is registered with it, and nobody answers.
   */
  "address.check": { request: v.strictObject({ address: ipv4AddressSchema }), ...one<void>() },
  "user-data.check": { request: v.strictObject({ text: v.string() }), ...one<void>() },
  /** The public keys in `~/.ssh`, as ssh writes them. */
  "ssh-key.list": { request: v.undefined(), ...one<readonly string[]>() },
  /** Makes a key pair where ssh looks for one by itself; gives the public key. */
  "ssh-key.make": { request: v.undefined(), ...one<string>() },
} as const;
