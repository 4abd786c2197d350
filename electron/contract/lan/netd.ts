import * as v from "valibot";
import { ipv4AddressSchema, macAddressSchema, machineNameSchema } from "../base/primitives.ts";
import type { AppError } from "../errors/app-error.ts";
import { uplinkChoiceSchema } from "../uplink/choice.ts";
import { type AirlockLog, airlockSchema } from "./airlock.ts";
import { lanForwardSchema, portForwardsSchema, type RefusedForward } from "./forward.ts";
import {
  heldLanSchema,
  type LanIdentity,
  lanIdentitySchema,
  lanSettingsSchema,
} from "./network.ts";
import { viaInterfaceSchema } from "./via.ts";

/**
 * The protocol of netd, the process that runs as root: one JSON object a line in each direction, a
 * request being at most `maximumFrameBytes` long. Each request describes a desired state and may be
 * repeated; no verb takes a path, a shell word or the text of a rule.
 */
export const maximumFrameBytes = 4096;

/**
 * The one argument of the elevated command line. `lan` is the LAN that a person agreed to; null
 * limits netd to the LAN in its state file, which it may keep and take back.
 */
export const serveOrderSchema = v.strictObject({
  v: v.literal(2),
  do: v.literal("serve"),
  lan: v.nullable(lanIdentitySchema),
});
export type ServeOrder = v.InferOutput<typeof serveOrderSchema>;

/** The order of an earlier version's app, which named no LAN. */
export const earlierServeOrderSchema = v.strictObject({ v: v.literal(1), do: v.literal("serve") });

/** One machine's card, with the address and the name that it has in the LAN. */
const reservationSchema = v.strictObject({
  mac: macAddressSchema,
  address: ipv4AddressSchema,
  name: machineNameSchema,
});
export type Reservation = v.InferOutput<typeof reservationSchema>;
/** So many fit into one line, the longest name being 63 characters. */
export const mostReservationsAtOnce = 24;

/** The uplinks through other computers that a LAN may have. */
const viasSchema = v.pipe(v.array(viaInterfaceSchema), v.maxLength(16));

const requestNumberSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

export const netdRequestSchema = v.variant("verb", [
  v.strictObject({ id: requestNumberSchema, verb: v.literal("status") }),
  v.strictObject({
    id: requestNumberSchema,
    verb: v.literal("up"),
    lan: lanSettingsSchema,
    uplink: uplinkChoiceSchema,
  }),
  v.strictObject({ id: requestNumberSchema, verb: v.literal("down") }),
  v.strictObject({
    id: requestNumberSchema,
    verb: v.literal("set-uplink"),
    uplink: uplinkChoiceSchema,
  }),
  v.strictObject({
    id: requestNumberSchema,
    verb: v.literal("set-machine-uplink"),
    address: ipv4AddressSchema,
    /** Null to follow the LAN's. */
    uplink: v.nullable(uplinkChoiceSchema),
  }),
  v.strictObject({
    id: requestNumberSchema,
    verb: v.literal("set-airlock"),
    address: ipv4AddressSchema,
    /** Null for a machine that may reach all that its uplink leads to. */
    airlock: v.nullable(airlockSchema),
  }),
  /** Asks what the airlock of a machine has seen. */
  v.strictObject({
    id: requestNumberSchema,
    verb: v.literal("read-airlock"),
    address: ipv4AddressSchema,
  }),
  v.strictObject({
    id: requestNumberSchema,
    verb: v.literal("set-forwards"),
    address: ipv4AddressSchema,
    /**
     * All forwards of the machine with this address; a port of another machine is taken from it.
     */
    forwards: portForwardsSchema,
  }),
  v.strictObject({
    id: requestNumberSchema,
    verb: v.literal("reserve"),
    machines: v.pipe(
      v.array(reservationSchema),
      v.minLength(1),
      v.maxLength(mostReservationsAtOnce),
    ),
  }),
  v.strictObject({
    id: requestNumberSchema,
    verb: v.literal("unreserve"),
    macs: v.pipe(v.array(macAddressSchema), v.minLength(1), v.maxLength(mostReservationsAtOnce)),
  }),
  v.strictObject({
    id: requestNumberSchema,
    verb: v.literal("plug"),
    /** The card of a machine in the LAN, whose cable is to be a tap of its own. */
    mac: macAddressSchema,
    /** Whether it may send from other addresses than its own. */
    others: v.boolean(),
  }),
  v.strictObject({ id: requestNumberSchema, verb: v.literal("unplug"), mac: macAddressSchema }),
  v.strictObject({
    id: requestNumberSchema,
    verb: v.literal("set-vias"),
    /** The interfaces of all uplinks through other computers. */
    vias: viasSchema,
  }),
]);
export type NetdRequest = v.InferOutput<typeof netdRequestSchema>;
export type NetdVerb = NetdRequest["verb"];

/** The cause of a line in netd's log: a verb, its own repair, its start or end, or a one-shot. */
export const netdCauseSchema = v.picklist([
  ...netdRequestSchema.options.map(({ entries }) => entries.verb.literal),
  "reconcile",
  "start",
  "exit",
  "once",
]);
export type NetdCause = v.InferOutput<typeof netdCauseSchema>;

/** A request without its number, as it is passed to the client. */
export type NetdCommand = NetdRequest extends infer R
  ? R extends NetdRequest
    ? Omit<R, "id">
    : never
  : never;

export const machineUplinkSchema = v.strictObject({
  address: ipv4AddressSchema,
  uplink: uplinkChoiceSchema,
});

/** The airlock of the machine with an address. */
export const machineAirlockSchema = v.strictObject({
  address: ipv4AddressSchema,
  airlock: airlockSchema,
});
export type MachineAirlock = v.InferOutput<typeof machineAirlockSchema>;

/**
 * The desired state of the LAN; null if the LAN is off. Frames and the state file carry it under
 * the key `wish`, which must not be renamed: a netd or a state file of an earlier version may be in
 * use.
 */
export const desiredLanSchema = v.strictObject({
  lan: heldLanSchema,
  uplink: uplinkChoiceSchema,
  machineUplinks: v.array(machineUplinkSchema),
  reservations: v.array(reservationSchema),
  /** Absent if no machine has any. */
  airlocks: v.exactOptional(v.array(machineAirlockSchema)),
  /** Absent in a state file of an earlier version. */
  forwards: v.optional(v.array(lanForwardSchema), []),
  /** Absent without any, as a program of an earlier version knows none. */
  vias: v.exactOptional(viasSchema),
});
export type DesiredLan = v.InferOutput<typeof desiredLanSchema>;

/** The state of our rules, which only root can read. */
export const firewallFactsSchema = v.object({
  /** Our own table: as we loaded it, changed by another program, or deleted. */
  table: v.picklist(["held", "changed", "missing"]),
  /** A chain of another firewall that drops packets which the LAN forwards. */
  blocker: v.nullable(v.object({ table: v.string(), chain: v.string() })),
  /**
   * Our rules in other firewalls, as the inventory writes them; null if netd did not look for any.
   */
  tagged: v.nullable(v.array(v.string())),
});
export type FirewallFacts = v.InferOutput<typeof firewallFactsSchema>;

/** netd's answer to `status`, and to every other verb once its desired state holds. */
export interface NetdStatus {
  readonly wish: DesiredLan | null;
  /**
   * The LAN that a person agreed to, beside the one that is on; null if none, absent if any is
   * allowed.
   */
  readonly agreed?: LanIdentity | null | undefined;
  /** The interface by which the LAN's packets leave now; null if none. */
  readonly active: string | null;
  /** The first of `problems`, which an earlier version's app reads. */
  readonly problem: AppError | null;
  /** All that keeps the desired state from holding fully; an earlier version's netd tells none. */
  readonly problems?: readonly AppError[] | undefined;
  /** Null if netd did not look, because the LAN is off. */
  readonly firewall: FirewallFacts | null;
  /** The forwards of the desired state whose ports netd could not take. */
  readonly refusedForwards: readonly RefusedForward[];
  /** The frames that each machine's port refused since the rules changed last; only in answers to `status`. */
  readonly refusedFrames?: readonly { readonly mac: string; readonly frames: number }[] | undefined;
  /** The log of an airlock; only in answers to `read-airlock`. */
  readonly airlock?: AirlockLog | undefined;
  readonly pid: number;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
}

export type NetdReply =
  | { readonly id: number | null; readonly ok: true; readonly status: NetdStatus }
  | { readonly id: number | null; readonly ok: false; readonly error: AppError };

/** One line of netd's log: a privileged action, or an observation. */
export interface NetdLogEntry {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly cause: NetdCause;
  /** The command that was run; empty for a note. */
  readonly argv: readonly string[];
  /** `ok`, or the program's message. */
  readonly outcome: string;
}
