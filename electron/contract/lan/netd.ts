import * as v from "valibot";
import { ipv4Address, macAddress, machineName } from "../base/primitives.ts";
import type { AppError } from "../errors/app-error.ts";
import { lanForward, portForwards, type RefusedForward } from "./forward.ts";
import { heldLan, type LanIdentity, lanIdentity, lanSettings, uplinkChoice } from "./network.ts";

/**
 * The language spoken with netd, the process that runs as root: one JSON object a line in each
 * direction; a request is at most `maximumFrameBytes` long. Each request is a wish for a state and may be
 * repeated. No verb takes a path, a shell word or the text of a rule.
 */
export const maximumFrameBytes = 4096;

/**
 * What the one argument of the elevated command line says: which LAN a person has agreed to; null: none
 * but the one that netd's book tells of, which may be kept and taken back.
 */
export const serveOrder = v.strictObject({
  v: v.literal(2),
  do: v.literal("serve"),
  lan: v.nullable(lanIdentity),
});
export type ServeOrder = v.InferOutput<typeof serveOrder>;

/** The order of an earlier version's app, which named no LAN. */
export const earlierServeOrder = v.strictObject({ v: v.literal(1), do: v.literal("serve") });

/** One machine's card, with the address and the name that it has in the LAN. */
const reservation = v.strictObject({
  mac: macAddress,
  address: ipv4Address,
  name: machineName,
});
export type Reservation = v.InferOutput<typeof reservation>;
/** As many fit into one line, the longest name being 63 characters. */
export const mostReservationsAtOnce = 24;

const requestNumber = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

export const netdRequest = v.variant("verb", [
  v.strictObject({ id: requestNumber, verb: v.literal("status") }),
  v.strictObject({
    id: requestNumber,
    verb: v.literal("up"),
    lan: lanSettings,
    uplink: uplinkChoice,
  }),
  v.strictObject({ id: requestNumber, verb: v.literal("down") }),
  v.strictObject({ id: requestNumber, verb: v.literal("set-uplink"), uplink: uplinkChoice }),
  v.strictObject({
    id: requestNumber,
    verb: v.literal("set-machine-uplink"),
    address: ipv4Address,
    /** null: as the LAN. */
    uplink: v.nullable(uplinkChoice),
  }),
  v.strictObject({
    id: requestNumber,
    verb: v.literal("set-forwards"),
    address: ipv4Address,
    /** All of the machine with this address; a port that was another's is taken from it. */
    forwards: portForwards,
  }),
  v.strictObject({
    id: requestNumber,
    verb: v.literal("reserve"),
    machines: v.pipe(v.array(reservation), v.minLength(1), v.maxLength(mostReservationsAtOnce)),
  }),
  v.strictObject({
    id: requestNumber,
    verb: v.literal("unreserve"),
    macs: v.pipe(v.array(macAddress), v.minLength(1), v.maxLength(mostReservationsAtOnce)),
  }),
]);
export type NetdRequest = v.InferOutput<typeof netdRequest>;
export type NetdVerb = NetdRequest["verb"];

/** The cause of a line in netd's log: a verb, a repair of its own, its start or end, or a single action. */
export const netdCause = v.picklist([
  ...netdRequest.options.map(({ entries }) => entries.verb.literal),
  "reconcile",
  "start",
  "exit",
  "once",
]);
export type NetdCause = v.InferOutput<typeof netdCause>;

/** A wish without its number: what a caller hands to the client. */
export type NetdWish = NetdRequest extends infer R
  ? R extends NetdRequest
    ? Omit<R, "id">
    : never
  : never;

export const machineUplink = v.strictObject({ address: ipv4Address, uplink: uplinkChoice });

/** What is wished of the LAN, as netd keeps it; null: the LAN is off. */
export const lanWish = v.strictObject({
  lan: heldLan,
  uplink: uplinkChoice,
  machineUplinks: v.array(machineUplink),
  reservations: v.array(reservation),
  /** Left out in a book of an earlier version. */
  forwards: v.optional(v.array(lanForward), []),
});
export type LanWish = v.InferOutput<typeof lanWish>;

/** How the rules stand, which only root sees. */
export const firewallFacts = v.object({
  /** Our own table: as we loaded it, meddled with, or gone. */
  table: v.picklist(["held", "changed", "missing"]),
  /** A chain of another firewall that drops what the LAN forwards. */
  blocker: v.nullable(v.object({ table: v.string(), chain: v.string() })),
  /** Rules of ours in other firewalls, as the ledger writes them; null: it was not looked for any. */
  tagged: v.nullable(v.array(v.string())),
});
export type FirewallFacts = v.InferOutput<typeof firewallFacts>;

/** netd's answer to `status`, and to every other verb once its wish holds. */
export interface NetdStatus {
  readonly wish: LanWish | null;
  /** The LAN that a person has agreed to, beside the one that is on; null: none, left out: any. */
  readonly agreed?: LanIdentity | null | undefined;
  /** The interface by which the LAN's packets leave now; null: none. */
  readonly active: string | null;
  /** What keeps the wish from holding fully. */
  readonly problem: AppError | null;
  /** null: it was not looked at, because the LAN is off. */
  readonly firewall: FirewallFacts | null;
  /** The ports of the wish's forwards that could not be had. */
  readonly refusedForwards: readonly RefusedForward[];
  readonly pid: number;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
}

export type NetdReply =
  | { readonly id: number | null; readonly ok: true; readonly status: NetdStatus }
  | { readonly id: number | null; readonly ok: false; readonly error: AppError };

/** One line of netd's log: a privileged action, or something that was noticed. */
export interface NetdLogEntry {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly cause: NetdCause;
  /** What was run; empty for a note. */
  readonly argv: readonly string[];
  /** `ok`, or what the program said. */
  readonly outcome: string;
}
