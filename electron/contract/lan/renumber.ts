/**
 * How a machine gets to know its new address: at its next start by cloud-init; or by DHCP, or else
 * by hand, which only the guest knows.
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

/** `lan set --subnet … --json`: what the new subnet changes, or would change. */
export interface Renumbering {
  readonly subnet: string;
  /** This computer's own address in it. */
  readonly hostAddress: string;
  /** Sorted by name. */
  readonly machines: readonly MovedMachine[];
  /** False: it was only asked what would be. */
  readonly done: boolean;
}
