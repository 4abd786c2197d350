import type { UplinkChoice } from "../uplink/choice.ts";

export interface ForwardedPortParams {
  readonly protocol: "tcp" | "udp";
  readonly port: number;
}

/** Errors of addresses, forwards, the LAN and its uplinks. */
export interface LanErrors {
  // Addresses
  readonly "address-invalid": { readonly address: string };
  readonly "address-outside": { readonly address: string; readonly subnet: string };
  readonly "address-host": { readonly address: string };
  readonly "address-reserved": { readonly address: string; readonly subnet: string };
  readonly "address-taken": { readonly address: string; readonly by: string };
  readonly "address-answers": { readonly address: string; readonly mac: string };
  readonly "address-borrowed": { readonly address: string; readonly by: string };
  readonly "address-leased": { readonly address: string; readonly mac: string };
  readonly "addresses-exhausted": { readonly subnet: string };
  // Forwards
  readonly "forward-port-invalid": { readonly text: string };
  readonly "forward-invalid": { readonly text: string };
  readonly "forward-taken": ForwardedPortParams & { readonly by: string };
  /** `by`: the program that listens there, or `?`. */
  readonly "forward-port-taken": ForwardedPortParams & { readonly by: string };
  /**
   * `table` and `chain`: the rules of another program that redirect the port, as nft names them.
   */
  readonly "forward-port-published": ForwardedPortParams & {
    readonly table: string;
    readonly chain: string;
  };
  /** `least`: the first port that an unprivileged user may take. */
  readonly "forward-port-privileged": { readonly port: number; readonly least: number };
  readonly "forward-unknown": ForwardedPortParams & { readonly name: string };
  readonly "forwards-too-many": { readonly most: number };
  /** Neither its agent nor a login tells what listens in the guest. */
  readonly "ports-unknown": { readonly name: string };
  // LAN and uplink
  readonly "lan-off": Record<never, never>;
  /** A program of this computer could not become a member of the LAN. */
  readonly "on-lan-failed": { readonly detail: string };
  readonly "user-namespaces-off": Record<never, never>;
  /** The network of a small LAN could not be made. */
  readonly "own-network-failed": { readonly detail: string };
  /** In a small LAN, machines cannot be kept from this computer. */
  readonly "lan-small-open": Record<never, never>;
  /** A small LAN is on, in which this computer is not. */
  readonly "lan-small": Record<never, never>;
  readonly "lan-share-group": { readonly group: string };
  readonly "lan-must-be-off": Record<never, never>;
  readonly "lan-overlap": {
    readonly subnet: string;
    readonly other: string;
    readonly interface: string;
    readonly proposal: string;
  };
  /** A host that the LAN's subnet would hide from this computer. */
  readonly "lan-hides-host": {
    readonly subnet: string;
    readonly address: string;
    readonly role: "name-server" | "gateway" | "peer";
    readonly proposal: string;
  };
  readonly "lan-interface-taken": { readonly interface: string };
  /** A name from the settings of an earlier version, and the one that is used instead. */
  readonly "lan-interface-renamed": { readonly former: string; readonly interface: string };
  readonly "lan-elsewhere": { readonly uid: number };
  readonly "lan-forward-blocked": {
    readonly table: string;
    readonly chain: string;
    /** The chain in which rules for the LAN belong, and the LAN's interface. */
    readonly entry: string;
    readonly interface: string;
    readonly commands: string;
  };
  readonly "lan-names-failed": { readonly detail: string };
  readonly "lan-port-taken": {
    readonly port: 53 | 67;
    readonly by: string;
    readonly interface: string;
  };
  readonly "lan-step-failed": { readonly step: string; readonly detail: string };
  readonly "lan-tun-denied": { readonly detail: string };
  readonly "switch-failed": { readonly detail: string };
  readonly "switch-foreign": { readonly path: string };
  readonly "switch-gone": { readonly interface: string };
  readonly "uplink-unknown": { readonly interface: string };
  readonly "uplink-odd-name": { readonly interface: string };
  readonly "uplink-order-invalid": { readonly order: string };
  readonly "uplink-is-lan": { readonly interface: string };
  readonly "uplink-down": { readonly interface: string };
  readonly "uplink-computer-lost": { readonly interface: string };
  /** An uplink, or several separated by commas, that has IPv6 addresses alone. */
  readonly "uplink-ipv6-only": { readonly interface: string };
  /**
   * `found`: where the kernel leads packets instead, or empty if nowhere. `rule`: the rule of another
   * program that does, or empty if unknown.
   */
  readonly "uplink-overruled": {
    readonly interface: string;
    readonly found: string;
    readonly rule: string;
  };
  readonly "uplink-switched": { readonly to: string; readonly order: string };
  readonly "uplink-past-vpn": { readonly interface: string; readonly vpn: string };
  /** The error that prevented saving the choice is shown beside it. */
  readonly "uplink-not-kept": Record<never, never>;
  readonly "uplink-none-found": Record<never, never>;
  readonly "uplink-of-place": {
    readonly place: string;
    readonly mode: UplinkChoice["mode"];
    /** Separated by commas. */
    readonly interfaces: string;
  };
  /** Another program captures already. */
  readonly "capture-busy": { readonly name: string };
  readonly "weather-failed": { readonly name: string };
  readonly "weather-invalid": Record<never, never>;
  /** Not a destination of an airlock. */
  readonly "airlock-entry-invalid": { readonly text: string };
  /** The list as a whole is too long. */
  readonly "airlock-too-long": { readonly most: number };
  readonly "airlock-absent": { readonly name: string };
  /** A machine that must not start, as nothing would keep its packets back. */
  readonly "airlock-not-held": { readonly name: string };
  /** A machine on both sides. */
  readonly "partition-same": { readonly name: string };
  readonly "place-unknown": { readonly name: string };
}
