import type { ForwardProtocol } from "../../../contract/lan/forward.ts";
import type { MachineAirlock } from "../../../contract/lan/netd.ts";
import type { Subnet } from "../../base/ip-address.ts";
import type { ListedBlocker } from "../../firewall/forward-blocker.ts";
import type { Link, PolicyRule, Route } from "../../uplink/ip-json.ts";
import type { TapSetting } from "./tap-settings.ts";

/** One privileged step. Each can be repeated without harm. */
export type LanOperation =
  | { readonly do: "create-tap"; readonly interface: string; readonly uid: number }
  | { readonly do: "delete-tap"; readonly interface: string; readonly index: number }
  /** Makes the LAN's interface as a bridge, whose ports are the switch's tap and machines' taps. */
  | { readonly do: "create-bridge"; readonly interface: string; readonly mac: string }
  | { readonly do: "create-port"; readonly interface: string; readonly uid: number }
  /** Makes a tap a port of the bridge; the kernel takes no packets from it but the bridge's. */
  | { readonly do: "join-port"; readonly interface: string; readonly lan: string }
  /** Lets frames between ports pass a chain of iptables that drops what it does not know. */
  | ({ readonly do: "pass-bridged"; readonly interface: string } & BridgePass)
  | ({ readonly do: "end-pass"; readonly interface: string } & BridgePass)
  | { readonly do: "delete-port"; readonly interface: string; readonly index: number }
  | {
      readonly do: "add-address";
      readonly interface: string;
      readonly address: string;
      readonly prefixLength: number;
    }
  /** Sets a kernel setting of the LAN's interface, if the kernel knows it. */
  | { readonly do: "set-tap"; readonly interface: string; readonly setting: TapSetting }
  | { readonly do: "link-up"; readonly interface: string }
  | { readonly do: "link-down"; readonly interface: string }
  | { readonly do: "set-forwarding"; readonly interface: string; readonly on: boolean }
  /** Lets the LAN's interface carry packets for forwards at 127.0.0.1. */
  | { readonly do: "set-localnet"; readonly interface: string; readonly on: boolean }
  | { readonly do: "load-ruleset"; readonly text: string }
  /** `hasPorts`: whether there are rules at ports of a bridge, too. */
  | { readonly do: "delete-ruleset"; readonly hasPorts: boolean }
  /** Loads the rules `text` of airlocks by a script, which keeps what the kernel has learned. */
  | {
      readonly do: "load-airlocks";
      readonly script: string;
      readonly text: string;
      readonly machines: readonly MachineAirlock[];
    }
  | { readonly do: "delete-airlocks" }
  /** `landing`: the priority to which a rule without a table skips. */
  | { readonly do: "add-rule"; readonly rule: Steering; readonly landing: number }
  /** Routes packets to the LAN by the host's main table, whatever rules other programs have. */
  | { readonly do: "keep-return"; readonly subnet: Subnet; readonly priority: number }
  | { readonly do: "delete-rule"; readonly rule: PolicyRule }
  | ({ readonly do: "replace-route"; readonly table: number } & TableRoute)
  | { readonly do: "refuse-rest"; readonly table: number }
  | { readonly do: "delete-route"; readonly route: Route }
  /** `isWhole`: whether all of its routes are ours, or those alone that carry our protocol. */
  | { readonly do: "flush-table"; readonly table: string; readonly isWhole: boolean }
  | {
      readonly do: "drop-flows";
      readonly subnet: Subnet;
      /**
       * Also flows of TCP; otherwise they stay known, so that the rules can answer them by a reset.
       */
      readonly connections: boolean;
    }
  /** Drops the flows to ports at an address of this computer, which lead elsewhere from now on. */
  | {
      readonly do: "drop-forwarded";
      readonly protocol: ForwardProtocol;
      readonly address: string;
      readonly ports: readonly number[];
    }
  /** Drops all flows that were redirected into the LAN. */
  | { readonly do: "drop-led-in"; readonly subnet: Subnet };

/** The programs by which rules of ours let frames between ports of the LAN's bridge pass. */
export const passPrograms = [
  "iptables",
  "iptables-legacy",
  "ip6tables",
  "ip6tables-legacy",
] as const;

/** A chain of iptables that lets frames between ports of the LAN's bridge pass, by a rule of ours. */
export interface BridgePass {
  readonly program: (typeof passPrograms)[number];
  readonly chain: string;
}

/** A route in a table of ours. */
export interface TableRoute {
  /** A subnet, or `default`. */
  readonly destination: string;
  readonly interface: string;
  /** Null if the link does not need one. */
  readonly gateway: string | null;
}

/** Sends packets of the LAN, of one machine, or of the host (`lo`) to a routing table of ours. */
export interface Steering {
  readonly priority: number;
  /** The interface by which they come in. */
  readonly interface: string;
  /** One address; null for all. */
  readonly from: string | null;
  /** A subnet that they go to; null for all. */
  readonly to: string | null;
  /** Null to skip the LAN's own rule and follow the host's, and for the target of the skip. */
  readonly table: number | null;
}

/** The kernel's state, as far as the LAN depends on it. */
export interface LanObserved {
  readonly links: readonly Link[];
  readonly rules: readonly PolicyRule[];
  readonly routes: readonly Route[];
  /**
   * The interface to which the host's own routing leads packets of machines; null if none, or if
   * netd did not ask.
   */
  readonly onward: string | null;
  /**
   * The interfaces to which the kernel routes packets that have an uplink of their own; null as key
   * for the LAN's, and null as interface where they are refused.
   */
  readonly led: ReadonlyMap<string | null, string | null>;
  /** Interfaces that forward incoming IPv4 packets. */
  readonly forwarding: ReadonlySet<string>;
  /** `net.ipv4.ip_forward`, which netd never changes. */
  readonly globalForwarding: boolean;
  /** Interfaces that carry packets from and to 127.0.0.0/8 (`route_localnet`). */
  readonly localnet: ReadonlySet<string>;
  /** The LAN's settings that each tap lacks. */
  readonly loose: ReadonlyMap<string, readonly TapSetting[]>;
  /** Whether the kernel lends the frames of bridges to the rules for packets (br_netfilter). */
  readonly filtersBridges: boolean;
  /** Our table as nft lists it (without counters); null if it does not exist. */
  readonly listing: string | null;
  /** The rules of airlocks as nft lists them; null if there are none, absent if netd did not look. */
  readonly airlocks?: string | null;
  /** The host's name servers, also those behind a local one. */
  readonly nameServers: readonly string[];
  /** Chains of other firewalls that drop forwarded packets, each with its table's listing. */
  readonly blockers: readonly ListedBlocker[];
  /** The same of chains that see IPv6 alone, where the kernel lends them frames of bridges; otherwise empty. */
  readonly blockers6: readonly ListedBlocker[];
  /** Our rules in other firewalls; null if netd did not look for any. */
  readonly tagged: readonly string[] | null;
}
