/**
 * How a machine gets its new address: by cloud-init at its next start, by DHCP, or else by hand
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
  /** This computer's own address in the new subnet. */
  readonly hostAddress: string;
  /** Sorted by name. */
  readonly machines: readonly MovedMachine[];
  /** False if nothing was changed, because the request was a dry run. */
  readonly done: boolean;
}
