import type { LanSettings, UplinkState } from "../lan/network.ts";
import type { MachineStatus } from "../machine/machine.ts";
import type { UplinkChoice } from "../uplink/choice.ts";
import type { ForwardView } from "./forward-view.ts";
import type { LanStatus } from "./state.ts";

/** The traffic of a cable since it was plugged in, seen from its far end; null: not counted. */
export interface CableTraffic {
  readonly receivedBytes: number | null;
  readonly sentBytes: number | null;
}

/** A machine as it hangs in the LAN. */
export interface PlacedMachine extends CableTraffic {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly status: MachineStatus;
  /** False: the user pulled its cable, perhaps while it did not run. */
  readonly isPlugged: boolean;
  /** The port of the switch that it is in; null: none now. */
  readonly port: number | null;
  /** Its own way out; null: as the LAN. */
  readonly uplink: UplinkChoice | null;
  /** The ports of this computer that lead to it, by port; `forward list` tells why one does not. */
  readonly forwards: readonly Omit<ForwardView, "problem">[];
}

/** A machine or plug of another program in our switch: shown, and never changed. */
export interface ForeignPlug extends CableTraffic {
  readonly port: number;
  /** Its own description, such as `QEMU user=anna pid=4711`. */
  readonly description: string;
  /** The cards heard there lately. */
  readonly macs: readonly string[];
  /** Their addresses, as far as the kernel knows them. */
  readonly addresses: readonly string[];
}

/** `net --json`: the LAN as it is wired just now. */
export interface NetPicture {
  readonly lan: {
    readonly status: LanStatus;
    readonly subnet: string;
    readonly settings: LanSettings;
  };
  /** The host's side of its own cable; null: it is not plugged into the switch. */
  readonly host: (CableTraffic & { readonly port: number }) | null;
  /** null: the switch does not run. */
  readonly portsInUse: number | null;
  /** Sorted by name. */
  readonly machines: readonly PlacedMachine[];
  /** By port. */
  readonly foreign: readonly ForeignPlug[];
  readonly uplink: UplinkState;
}

/** With the moment, so that two of them give rates: milliseconds since an unchanging point. */
export interface TimedNetPicture {
  readonly at: number;
  readonly picture: NetPicture;
}
