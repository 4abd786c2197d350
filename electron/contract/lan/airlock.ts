import * as v from "valibot";
import { formed } from "../base/formed.ts";
import { portNumberSchema } from "../base/primitives.ts";

/** Of each machine; more are a typing error, or a list that nobody can judge any more. */
export const mostAirlockEntries = 32;
const mostPortRanges = 8;
/** One request to netd carries the whole list. */
const mostCharacters = 2_400;

const octet = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
const subnetPattern = new RegExp(`^${octet}(?:\\.${octet}){3}(?:/(?:[1-9]|[12]\\d|3[0-2]))?$`);
const label = "[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?";
/** A name of the DNS in lower case, whose last label is not a number, as one of an address would be. */
const namePattern = new RegExp(`^(?=.{1,128}$)(?:${label}\\.)*(?!\\d+$)${label}$`);

/** Returns whether a destination is an address or a subnet, not a name. */
export function isSubnet(to: string): boolean {
  return subnetPattern.test(to);
}

/** A name, which includes the names below it, or an IPv4 address or subnet. */
const destinationSchema = v.pipe(
  v.string(),
  v.maxLength(128),
  v.check((to) => isSubnet(to) || namePattern.test(to)),
);

/** The first and the last port of a range; both are the same for one port. */
const portRangeSchema = v.pipe(
  v.strictObject({ first: portNumberSchema, last: portNumberSchema }),
  v.check(({ first, last }) => first <= last),
);

/** Milliseconds since the epoch. */
const momentSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** One destination that a machine may reach. */
export const airlockEntrySchema = formed(
  "airlock-entry",
  v.strictObject({
    to: destinationSchema,
    /** Ports of TCP and UDP; absent for all, and for other protocols. */
    ports: v.exactOptional(
      v.pipe(v.array(portRangeSchema), v.minLength(1), v.maxLength(mostPortRanges)),
    ),
    /** Until when connections may begin; absent for as long as the airlock holds. */
    until: v.exactOptional(momentSchema),
    /** One connection ends it. */
    once: v.exactOptional(v.literal(true)),
  }),
);
export type AirlockEntry = v.InferOutput<typeof airlockEntrySchema>;

/** The only destinations outside the LAN that a machine may reach. */
export const airlockSchema = formed(
  "airlock",
  v.pipe(
    v.strictObject({
      only: v.pipe(v.array(airlockEntrySchema), v.minLength(1), v.maxLength(mostAirlockEntries)),
      /** From then on it reaches nothing outside; absent for no end. */
      until: v.exactOptional(momentSchema),
    }),
    v.check(({ only }) => JSON.stringify(only).length <= mostCharacters),
  ),
);
export type Airlock = v.InferOutput<typeof airlockSchema>;

/** A destination that a machine has reached, or was refused. */
export const airlockTraceSchema = v.object({
  address: v.string(),
  /** Such as `tcp`. */
  protocol: v.string(),
  /** Null for protocols without ports. */
  port: v.nullable(v.number()),
  /** The connections that began, or the refused packets. */
  count: v.number(),
  /** The name on the list that led there; null if none is known. */
  name: v.nullable(v.string()),
});
export type AirlockTrace = v.InferOutput<typeof airlockTraceSchema>;

/** The packets that an airlock has seen within a day, and the names that it was asked for since netd's start. */
export const airlockLogSchema = v.object({
  reached: v.array(airlockTraceSchema),
  refused: v.array(airlockTraceSchema),
  /** Names that were asked for and are not on the list. */
  names: v.pipe(v.array(v.object({ name: v.string(), count: v.number() })), v.readonly()),
});
export type AirlockLog = v.InferOutput<typeof airlockLogSchema>;

/** The time in which a connection may begin that is allowed once, in milliseconds. */
export const onceMs = 5 * 60_000;

/** A list of destinations as a person typed it, for a machine's airlock. */
export const typedAirlockSchema = v.strictObject({
  /** Separated by commas. */
  text: v.pipe(v.string(), v.maxLength(2 * mostCharacters)),
  /** Further entries, such as those for a time. */
  kept: v.pipe(v.array(airlockEntrySchema), v.maxLength(mostAirlockEntries)),
  until: v.nullable(momentSchema),
});
export type TypedAirlock = v.InferOutput<typeof typedAirlockSchema>;

/** Returns an entry as it is typed, such as `pypi.org:80`, without its time. */
export function spellEntry({ to, ports }: Pick<AirlockEntry, "to" | "ports">): string {
  const spelled = (ports ?? []).map(({ first, last }) =>
    first === last ? String(first) : `${first}-${last}`,
  );
  return ports === undefined ? to : `${to}:${spelled.join("+")}`;
}

/** Returns whether the time of an airlock or of an entry is over. */
export function isOver({ until }: { readonly until?: number }, now: number): boolean {
  return until !== undefined && until <= now;
}
