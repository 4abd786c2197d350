import type { LanSettings, UplinkState } from "../lan/network.ts";
import type { CableView } from "../lan/weather.ts";
import type { MachineStatus } from "../machine/machine.ts";
import type { UplinkChoice } from "../uplink/choice.ts";
import type { ForwardView } from "./forward-view.ts";
import type { LanStatus } from "./state.ts";

/** The traffic of a cable since it was plugged in; null if not counted. */
export interface CableTraffic {
  readonly receivedBytes: number | null;
  readonly sentBytes: number | null;
}

/** A machine and its connection to the LAN. */
export interface PlacedMachine extends CableTraffic {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly status: MachineStatus;
  /** False if the user pulled its cable, perhaps while it did not run. */
  readonly isPlugged: boolean;
  /** Absent if the cable is a plain one. */
  readonly cable?: CableView;
  /** The port of the switch that it is connected to; null if none. */
  readonly port: number | null;
  /** The port of the LAN's bridge that it has of its own: a fast cable; null if none. */
  readonly tap: string | null;
  /** Its own uplink; null if it follows the LAN's. */
  readonly uplink: UplinkChoice | null;
  /**
   * The ports of this computer that lead to it, by port; `forward list` gives the reasons of
   * refusals.
   */
  readonly forwards: readonly Omit<ForwardView, "problem">[];
}

/** A connection of another program to our switch, which is shown and never changed. */
export interface ForeignPlug extends CableTraffic {
  readonly port: number;
  /** Its own description, such as `QEMU user=anna pid=4711`. */
  readonly description: string;
  /** The MAC addresses that the switch has learned at its port. */
  readonly macs: readonly string[];
  /** Their IP addresses, as far as the kernel knows them. */
  readonly addresses: readonly string[];
}

/** `net --json`: the present wiring of the LAN. */
export interface NetPicture {
  readonly lan: {
    readonly status: LanStatus;
    readonly subnet: string;
    readonly settings: LanSettings;
  };
  /** The host's end of its own cable; null if it is not plugged into the switch. */
  readonly host: (CableTraffic & { readonly port: number }) | null;
  /** Null if the switch does not run. */
  readonly portsInUse: number | null;
  /** Sorted by name. */
  readonly machines: readonly PlacedMachine[];
  /** By port. */
  readonly foreign: readonly ForeignPlug[];
  readonly uplink: UplinkState;
}

/** A picture with its time in milliseconds since a fixed point, so that two of them give rates. */
export interface TimedNetPicture {
  readonly at: number;
  readonly picture: NetPicture;
}
