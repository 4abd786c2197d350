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

type Mode = UplinkChoice["mode"];
/** A choice of one of some modes. */
type ChoiceOf<M extends Mode> = Extract<UplinkChoice, { readonly mode: M }>;

/**
 * Gives what holds for the mode of a choice. Nothing else reads the mode (build/uplink-modes.test.ts),
 * so that the compiler finds each place that a new mode concerns.
 */
export function matchChoice<M extends Mode, R>(
  choice: { readonly mode: M } & UplinkChoice,
  cases: { readonly [Each in M]: (choice: ChoiceOf<Each>) => R },
): R {
  // The compiler does not see that the case and the choice are of one mode.
  const give = cases[choice.mode] as (choice: UplinkChoice) => R;
  return give(choice);
}

/** Whether a choice leaves the way out to the host's own routing. */
export function followsHost(choice: UplinkChoice): boolean {
  return choice.mode === "automatic";
}

/** Whether a choice lets nothing out, whatever there is. */
export function isShut(choice: UplinkChoice): boolean {
  return choice.mode === "none";
}

/** The one interface that a choice leaves by or not at all; null: it names none, or several. */
export function pinnedTo(choice: UplinkChoice): string | null {
  return choice.mode === "pinned" ? choice.interface : null;
}

/** The interfaces of an order of preference, the best first; null: the choice is none. */
export function preferenceOf(choice: UplinkChoice): readonly string[] | null {
  return choice.mode === "preferred" ? choice.interfaces : null;
}

/** The interfaces that a choice names. */
export function namedInterfaces(choice: UplinkChoice): readonly string[] {
  const pinned = pinnedTo(choice);
  return pinned === null ? (preferenceOf(choice) ?? []) : [pinned];
}

/** A choice as params of an error, which are texts: its mode, and its interfaces with commas between. */
export function choiceParams(choice: UplinkChoice): {
  readonly mode: Mode;
  readonly interfaces: string;
} {
  return { mode: choice.mode, interfaces: namedInterfaces(choice).join(", ") };
}
