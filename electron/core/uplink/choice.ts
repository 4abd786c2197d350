import type { UplinkChoice } from "../../contract/uplink/choice.ts";

/** A choice as rules and routes know it: one interface, the host's own routing, or nothing. */
export type SettledChoice = Exclude<UplinkChoice, { readonly mode: "preferred" }>;
/** Whether two choices are the same. Their fields always come in one order: they were parsed. */
export const sameChoice = (one: UplinkChoice, two: UplinkChoice) =>
  JSON.stringify(one) === JSON.stringify(two);
