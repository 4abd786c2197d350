import * as v from "valibot";
import type { TimedNetPicture } from "../app/net-picture.ts";
import { machineIdSchema } from "../base/primitives.ts";
import { forwardedPortSchema, portForwardSchema } from "../lan/forward.ts";
import type { InventoryEntry } from "../lan/inventory.ts";
import type { Renumbering } from "../lan/renumber.ts";
import type { PathReport } from "../path-check/verdict.ts";
import { knownNetworkChoiceSchema } from "../uplink/known-network.ts";

const one = <A>() => ({ answer: undefined as A });

/** The questions about the path of packets. */
export const netChannels = {
  /** Forgets the uplink that was chosen at a place; null: at all places. */
  "place.forget": {
    request: v.strictObject({ id: v.nullable(knownNetworkChoiceSchema.entries.id) }),
    ...one<void>(),
  },
  /**
   * Moves the LAN and its machines to another subnet, or (dry) only tells what that would change.
   */
  "lan.renumber": {
    request: v.strictObject({ subnet: v.pipe(v.string(), v.maxLength(40)), isDry: v.boolean() }),
    ...one<Renumbering>(),
  },
  /** Pulls the cable or plugs it in; it stays so. */
  "machine.cable": {
    request: v.strictObject({ id: machineIdSchema, isPlugged: v.boolean() }),
    ...one<void>(),
  },
  /** Has a port of this computer lead to a machine, or, if it does so already, otherwise. */
  "forward.add": {
    request: v.strictObject({ id: machineIdSchema, forward: portForwardSchema }),
    ...one<void>(),
  },
  "forward.remove": {
    request: v.strictObject({ id: machineIdSchema, port: forwardedPortSchema }),
    ...one<void>(),
  },
  /** Follows a machine's way out, hop by hop; takes a second or some. */
  "machine.path": { request: v.strictObject({ id: machineIdSchema }), ...one<PathReport>() },
  /** How the LAN is wired, and the traffic of each cable. */
  "net.picture": { request: v.undefined(), ...one<TimedNetPicture>() },
  /** Switches the LAN off, and takes back also what was done once and outlasts it. */
  "net.remove-traces": { request: v.undefined(), ...one<void>() },
  /** Every rule, route, flag, file and process of the LAN. */
  "net.inventory": { request: v.undefined(), ...one<readonly InventoryEntry[]>() },
} as const;
