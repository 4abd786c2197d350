import * as v from "valibot";
import {
  interfaceNameSchema,
  ipv4AddressSchema,
  kernelInterfaceNameSchema,
  macAddressSchema,
} from "../../../contract/base/primitives.ts";
import { desiredLanSchema, machineAirlockSchema } from "../../../contract/lan/netd.ts";
import { passPrograms } from "./operations.ts";

/** A forwarding flag that netd enabled, and its former state. */
const flagEntrySchema = v.strictObject({
  /** Its name at that time, which another program may have given it. */
  interface: kernelInterfaceNameSchema,
  /** The interface's index, which stays the same when it is renamed. */
  index: v.optional(v.number()),
  /**
   * `net.ipv4.ip_forward` at that time: if it is on later, another program has taken the flag over.
   */
  globalWas: v.boolean(),
});
export type FlagEntry = v.InferOutput<typeof flagEntrySchema>;

/** The priorities of rules and the numbers of routing tables that a LAN has. */
const ownRoutingSchema = v.strictObject({
  /** The priority of the LAN's rule, beside which the others are. */
  priority: v.number(),
  /** The LAN's table, then one for each machine with an uplink of its own. */
  tables: v.array(v.number()),
  /** Whether our rules and routes carry our protocol; those of earlier versions carry none. */
  marked: v.boolean(),
});
export type OwnRouting = v.InferOutput<typeof ownRoutingSchema>;

/** The priority of the LAN's rule where nobody else's is in the way: before VPNs (Tailscale: 5210). */
export const usualPriority = 5100;
/** The first routing table that is tried. */
export const firstTable = 7100;
/** The number of machines that can have uplinks of their own. */
export const mostMachineUplinks = 99;

/** The marks of an earlier version's LAN. */
const formerRouting: OwnRouting = {
  priority: usualPriority,
  tables: Array.from({ length: 1 + mostMachineUplinks }, (_each, index) => firstTable + index),
  marked: false,
};
const noRouting: OwnRouting = { priority: usualPriority, tables: [], marked: true };

/** A machine whose cable is a tap of its own. */
const tapPlugSchema = v.strictObject({
  mac: macAddressSchema,
  /** Whether it may send from other addresses than its own. */
  others: v.boolean(),
  /** How often the tap's carrier will have changed when its QEMU opens it; absent until it is made. */
  before: v.optional(v.number()),
  /** When it was asked for, in milliseconds since the epoch. */
  at: v.number(),
});
export type TapPlug = v.InferOutput<typeof tapPlugSchema>;

/**
 * The desired state and the changes that netd made, saved before each change, so that exactly these
 * can be taken back after a crash: `state.json` beside its socket, root's, readable by the user.
 * Fields of an earlier version are left out, and the key `wish` stays, because that version's files
 * are read.
 */
export const lanStateFileSchema = v.object({
  version: v.literal(1),
  /** /proc/sys/kernel/random/boot_id: a state file of an earlier boot does not apply. */
  boot: v.string(),
  wish: v.nullable(desiredLanSchema),
  /** The tap that netd created. */
  tap: v.nullable(interfaceNameSchema),
  /** Its index; absent in files of earlier versions, and until it is created. */
  tapIndex: v.optional(v.number()),
  /** Whether a bridge could not be made here, so that the LAN is the switch's tap. */
  plain: v.optional(v.boolean()),
  /** The taps that netd made as ports of the bridge; an index is absent until one is made. */
  ports: v.optional(
    v.array(v.strictObject({ name: interfaceNameSchema, index: v.optional(v.number()) })),
    [],
  ),
  plugs: v.optional(v.array(tapPlugSchema), []),
  /** The chains of iptables that have our rule for frames between ports. */
  passes: v.optional(
    v.array(v.strictObject({ program: v.picklist(passPrograms), chain: v.string() })),
    [],
  ),
  /** Flags that were off and that netd enabled. */
  flags: v.array(flagEntrySchema),
  /** The last known gateway of each uplink. */
  gateways: v.record(kernelInterfaceNameSchema, ipv4AddressSchema),
  /** Absent in files of earlier versions. */
  routing: v.optional(ownRoutingSchema, formerRouting),
  /**
   * The rules as netd passed them to nft, and as nft then listed them, so that changes of others
   * are noticed.
   */
  ruleset: v.nullable(v.strictObject({ text: v.string(), listing: v.string() })),
  /** The rules of the airlocks; null while they are being loaded, absent if there are none. */
  airlocks: v.exactOptional(
    v.nullable(
      v.strictObject({
        text: v.string(),
        listing: v.string(),
        machines: v.array(machineAirlockSchema),
      }),
    ),
  ),
});
export type LanStateFile = v.InferOutput<typeof lanStateFileSchema>;

/** Returns the state file of a LAN that was never switched on. */
export function emptyStateFile(boot: string): LanStateFile {
  const tap = {
    tap: null,
    tapIndex: undefined,
    plain: undefined,
    ports: [],
    plugs: [],
    passes: [],
  };
  const nothing = {
    wish: null,
    ...tap,
    flags: [],
    gateways: {},
    ruleset: null,
    routing: noRouting,
  };
  return { version: 1, boot, ...nothing };
}

/** Returns whether a state file lists nothing to take back: the tap is deleted last. */
export function isEmptyStateFile(stateFile: LanStateFile): boolean {
  const { tap, flags, ruleset, ports, passes, airlocks } = stateFile;
  const lists = [flags, ports, passes];
  return (
    tap === null &&
    ruleset === null &&
    airlocks === undefined &&
    lists.every((list) => list.length === 0)
  );
}
