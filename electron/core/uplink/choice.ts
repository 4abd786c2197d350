import type { UplinkChoice } from "../../contract/uplink/choice.ts";

/** A choice as rules and routes need it: one interface, the host's own routing, or none. */
export type SettledChoice = Exclude<UplinkChoice, { readonly mode: "preferred" }>;
/**
 * Returns whether two choices are the same. Their fields always have one order, because they were
 * parsed.
 */
export const sameChoice = (one: UplinkChoice, two: UplinkChoice) =>
  JSON.stringify(one) === JSON.stringify(two);
