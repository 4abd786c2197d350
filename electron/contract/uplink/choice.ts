import * as v from "valibot";
import { formed } from "../base/formed.ts";
import { interfaceNameSchema } from "../base/primitives.ts";

/** An order of more interfaces than this is a typing error. */
const mostPreferred = 8;

/**
 * The uplink of the LAN or of one machine: `automatic` follows the host's own routing, `pinned`
 * uses one interface or none, `preferred` uses the first of several that can carry packets, or
 * none, and `none` keeps host and machines among themselves.
 */
export const uplinkChoiceSchema = v.variant("mode", [
  v.strictObject({ mode: v.literal("automatic") }),
  v.strictObject({ mode: v.literal("pinned"), interface: interfaceNameSchema }),
  v.strictObject({
    mode: v.literal("preferred"),
    interfaces: formed(
      "uplinks",
      v.pipe(
        v.array(interfaceNameSchema),
        v.minLength(1),
        v.maxLength(mostPreferred),
        v.check((names) => new Set(names).size === names.length),
      ),
    ),
  }),
  v.strictObject({ mode: v.literal("none") }),
]);
export type UplinkChoice = v.InferOutput<typeof uplinkChoiceSchema>;

type Mode = UplinkChoice["mode"];
/** A choice with one of these modes. */
type ChoiceOf<M extends Mode> = Extract<UplinkChoice, { readonly mode: M }>;

/**
 * Returns the value for the mode of a choice. No other code reads the mode
 * (build/uplink-modes.test.ts), so that the compiler finds each case that a new mode needs.
 */
export function matchChoice<M extends Mode, R>(
  choice: { readonly mode: M } & UplinkChoice,
  cases: { readonly [Each in M]: (choice: ChoiceOf<Each>) => R },
): R {
  // The compiler does not see that case and choice have the same mode.
  const give = cases[choice.mode] as (choice: UplinkChoice) => R;
  return give(choice);
}

/** The words that the command reads as choices where an interface may be named, too. */
const choiceWords: readonly string[] = ["auto", "none", "order"];
/** The optional prefix of an interface's name, which cannot have a colon (dev_valid_name). */
const interfacePrefix = "interface:";

/** Returns how an interface is named where words for other choices may stand: `interface:none`. */
export function spellInterface(name: string): string {
  return choiceWords.includes(name) ? `${interfacePrefix}${name}` : name;
}

/** Returns the interface that is meant by a name, which may have been spelled out. */
export function readInterface(text: string): string {
  return text.startsWith(interfacePrefix) ? text.slice(interfacePrefix.length) : text;
}

/** Returns whether a choice follows the host's own routing. */
export function followsHost(choice: UplinkChoice): boolean {
  return choice.mode === "automatic";
}

/** Returns whether a choice never lets packets out. */
export function isShut(choice: UplinkChoice): boolean {
  return choice.mode === "none";
}

/** Returns the one interface of a pinned choice; null for other modes. */
export function pinnedTo(choice: UplinkChoice): string | null {
  return choice.mode === "pinned" ? choice.interface : null;
}

/** Returns the interfaces of an order of preference, the best first; null for other modes. */
export function preferenceOf(choice: UplinkChoice): readonly string[] | null {
  return choice.mode === "preferred" ? choice.interfaces : null;
}

/** Returns the interfaces that a choice names. */
export function namedInterfaces(choice: UplinkChoice): readonly string[] {
  const pinned = pinnedTo(choice);
  return pinned === null ? (preferenceOf(choice) ?? []) : [pinned];
}

/**
 * Returns a choice as params of an error, which are texts: its mode, and its interfaces separated
 * by commas.
 */
export function choiceParams(choice: UplinkChoice): {
  readonly mode: Mode;
  readonly interfaces: string;
} {
  return { mode: choice.mode, interfaces: namedInterfaces(choice).join(", ") };
}
