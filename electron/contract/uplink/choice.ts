import * as v from "valibot";
import { interfaceNameSchema } from "../base/primitives.ts";

/** More interfaces than this in an order of preference are a typing error. */
const mostPreferred = 8;

/**
 * The way out of the LAN or of one machine: `automatic` follows the host's own routing, `pinned`
 * leaves through one interface or not at all, `preferred` through the first of several that can
 * carry packets, or not at all, `none` keeps host and machines among themselves.
 */
export const uplinkChoiceSchema = v.variant("mode", [
  v.strictObject({ mode: v.literal("automatic") }),
  v.strictObject({ mode: v.literal("pinned"), interface: interfaceNameSchema }),
  v.strictObject({
    mode: v.literal("preferred"),
    interfaces: v.pipe(
      v.array(interfaceNameSchema),
      v.minLength(1),
      v.maxLength(mostPreferred),
      v.check((names) => new Set(names).size === names.length, "an interface is named twice"),
    ),
  }),
  v.strictObject({ mode: v.literal("none") }),
]);
export type UplinkChoice = v.InferOutput<typeof uplinkChoiceSchema>;

/** The interfaces that a choice names. */
export function namedInterfaces(choice: UplinkChoice): readonly string[] {
  if (choice.mode === "pinned") return [choice.interface];
  return choice.mode === "preferred" ? choice.interfaces : [];
}
