/**
 * How a machine learns its new address: at its next start by cloud-init, by DHCP, or else by hand
 * inside the guest.
 */
export type Following = "cloud-init" | "dhcp-or-hand";

/** A machine whose address changes with the LAN's. */
export interface MovedMachine {
  readonly id: string;
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly follows: Following;
}

/** `lan set --subnet … --json`: the changes that a new subnet makes, or would make. */
export interface Renumbering {
  readonly subnet: string;
  /** This computer's own address in it. */
  readonly hostAddress: string;
  /** Sorted by name. */
  readonly machines: readonly MovedMachine[];
  /** False: the changes were only asked about. */
  readonly done: boolean;
}
