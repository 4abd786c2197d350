import type { ForwardProtocol } from "../../../contract/lan/forward.ts";
import type { Subnet } from "../../base/ip-address.ts";
import type { ForwardBlocker } from "../../firewall/forward-blocker.ts";
import type { Link, PolicyRule, Route } from "../../uplink/ip-json.ts";
import type { TapSetting } from "./tap-settings.ts";

/** One privileged step. Each can be repeated without harm. */
export type LanOperation =
  | { readonly do: "create-tap"; readonly interface: string; readonly uid: number }
  | { readonly do: "delete-tap"; readonly interface: string; readonly index: number }
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
  | { readonly do: "delete-ruleset" }
  | { readonly do: "add-rule"; readonly rule: Steering }
  /** Leads packets to the LAN to the host's main table, whatever rules others have. */
  | { readonly do: "keep-return"; readonly subnet: Subnet }
  | { readonly do: "delete-rule"; readonly rule: PolicyRule }
  | {
      readonly do: "replace-route";
      readonly table: number;
      readonly interface: string;
      /** null: the link needs none. */
      readonly gateway: string | null;
    }
  | { readonly do: "refuse-rest"; readonly table: number }
  | { readonly do: "delete-route"; readonly route: Route }
  | { readonly do: "flush-table"; readonly table: string }
  | {
      readonly do: "drop-flows";
      readonly subnet: Subnet;
      /**
       * Also flows of TCP; otherwise they stay known, so that the rules can answer them by a reset.
       */
      readonly connections: boolean;
    }
  /** Forgets the flows to ports at an address of this computer, which go elsewhere from now on. */
  | {
      readonly do: "drop-forwarded";
      readonly protocol: ForwardProtocol;
      readonly address: string;
      readonly ports: readonly number[];
    }
  /** Forgets the flows that were led into the LAN, whichever port they came by. */
  | { readonly do: "drop-led-in"; readonly subnet: Subnet };

/** Sends packets of the LAN, or of one machine, to a routing table of ours. */
export interface Steering {
  readonly priority: number;
  readonly interface: string;
  /** One machine's address; null: all of the LAN. */
  readonly from: string | null;
  /** null: past the LAN's own rule, to the host's; at `landingPriority` the place to go on. */
  readonly table: number | null;
}

/** The kernel's state, as far as the LAN depends on it. */
export interface LanObserved {
  readonly links: readonly Link[];
  readonly rules: readonly PolicyRule[];
  readonly routes: readonly Route[];
  /**
   * The interface to which the host's own routing leads packets of machines; null: none, or it was
   * not asked.
   */
  readonly onward: string | null;
  /** Interfaces that forward IPv4 packets which come in there. */
  readonly forwarding: ReadonlySet<string>;
  /** `net.ipv4.ip_forward`, which we never touch. */
  readonly globalForwarding: boolean;
  /** Interfaces that carry packets from and to 127.0.0.0/8 (`route_localnet`). */
  readonly localnet: ReadonlySet<string>;
  /** The LAN's settings that each tap lacks. */
  readonly loose: ReadonlyMap<string, readonly TapSetting[]>;
  /** Our table as nft lists it (without counters); null: there is none. */
  readonly listing: string | null;
  /** The name servers that the host asks, also those behind one of its own. */
  readonly nameServers: readonly string[];
  /** Chains of other firewalls that drop forwarded packets, each with its table's listing. */
  readonly blockers: readonly (ForwardBlocker & { readonly listing: string })[];
  /** Rules of ours in other firewalls; null: it was not looked for any. */
  readonly tagged: readonly string[] | null;
}
