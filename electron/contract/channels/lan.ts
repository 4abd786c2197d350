import * as v from "valibot";
import type { TimedNetPicture } from "../app/net-picture.ts";
import { machineIdSchema } from "../base/primitives.ts";
import { type AirlockLog, airlockEntrySchema, typedAirlockSchema } from "../lan/airlock.ts";
import { forwardedPortSchema, portForwardSchema } from "../lan/forward.ts";
import type { InventoryEntry } from "../lan/inventory.ts";
import type { Renumbering } from "../lan/renumber.ts";
import { weatherSchema } from "../lan/weather.ts";
import type { PathReport } from "../path-check/verdict.ts";
import { knownNetworkChoiceSchema } from "../uplink/known-network.ts";

const one = <A>() => ({ answer: undefined as A });

/** The channels of the LAN, its uplinks, forwards and path checks. */
export const netChannels = {
  /** Forgets the uplink that was chosen at a known network; at all of them if null. */
  "place.forget": {
    request: v.strictObject({ id: v.nullable(knownNetworkChoiceSchema.entries.id) }),
    ...one<void>(),
  },
  /**
   * Moves the LAN and its machines to another subnet; if dry, only returns what that would change.
   */
  "lan.renumber": {
    request: v.strictObject({ subnet: v.pipe(v.string(), v.maxLength(40)), isDry: v.boolean() }),
    ...one<Renumbering>(),
  },
  /** Pulls or plugs in a machine's cable, which stays so. */
  "machine.cable": {
    request: v.strictObject({ id: machineIdSchema, isPlugged: v.boolean() }),
    ...one<void>(),
  },
  /** Gives a running machine's cable a weather until it is taken back (null). */
  "machine.weather": {
    request: v.strictObject({ id: machineIdSchema, weather: v.nullable(weatherSchema) }),
    ...one<void>(),
  },
  /** Lets a machine reach listed destinations alone, or (null) all that its uplink leads to. */
  "machine.airlock": {
    request: v.strictObject({ id: machineIdSchema, airlock: v.nullable(typedAirlockSchema) }),
    ...one<void>(),
  },
  /** Adds a destination to a machine's airlock. */
  "machine.allow": {
    request: v.strictObject({ id: machineIdSchema, entry: airlockEntrySchema }),
    ...one<void>(),
  },
  /** Returns what a machine's airlock has seen; null if the LAN is off. */
  "machine.airlock-log": {
    request: v.strictObject({ id: machineIdSchema }),
    ...one<AirlockLog | null>(),
  },
  /** Ends the partitions that a machine is in. */
  "machine.heal": { request: v.strictObject({ id: machineIdSchema }), ...one<void>() },
  /**
   * Forwards a port of this computer to a machine, or changes the machine's forward of that port.
   */
  "forward.add": {
    request: v.strictObject({ id: machineIdSchema, forward: portForwardSchema }),
    ...one<void>(),
  },
  "forward.remove": {
    request: v.strictObject({ id: machineIdSchema, port: forwardedPortSchema }),
    ...one<void>(),
  },
  /** Checks the path of a machine's packets, hop by hop; takes a few seconds. */
  "machine.path": { request: v.strictObject({ id: machineIdSchema }), ...one<PathReport>() },
  /** The present wiring of the LAN, and the traffic of each cable. */
  "net.picture": { request: v.undefined(), ...one<TimedNetPicture>() },
  /** Switches the LAN off, and takes back also what one-shots changed for longer. */
  "net.remove-traces": { request: v.undefined(), ...one<void>() },
  /** Every rule, route, flag, file and process of the LAN. */
  "net.inventory": { request: v.undefined(), ...one<readonly InventoryEntry[]>() },
} as const;
