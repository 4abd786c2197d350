import type { DesiredLan, FirewallFacts } from "../../contract/lan/netd.ts";
import type { CableView } from "../../contract/lan/weather.ts";
import { pinnedTo, type UplinkChoice } from "../../contract/uplink/choice.ts";
import { type Known, settleChoice, uplinkOf } from "../lan/plan/routing.ts";
import type { SwitchPort } from "../lan/switch-ports.ts";
import type { Link, PolicyRule, Route } from "../uplink/ip-json.ts";
import { findGateway } from "../uplink/uplinks.ts";

/** The uplink of a machine, by the choice that applies to it. */
export interface PathWay {
  readonly choice: UplinkChoice;
  /** Whether the choice is the machine's own, not the LAN's. */
  readonly isOwn: boolean;
  /** The interface; null if the choice does not name one. */
  readonly interface: string | null;
  readonly gateway: string | null;
}

/** The part of the kernel's network that every user may read. */
export interface PathNetwork {
  readonly links: readonly Link[];
  readonly routes: readonly Route[];
  readonly rules: readonly PolicyRule[];
  /** The interface to which the kernel routes the machine's packets; null if none. */
  readonly onward: string | null;
}

/** The facts for the verdicts; each was observed or measured just now. */
export interface PathFacts {
  readonly name: string;
  readonly address: string;
  readonly mac: string;
  /** QEMU's process; null if the machine does not run. */
  readonly pid: number | null;
  /** The MAC address that answers at the machine's address; null if none does. */
  readonly heard: string | null;
  /** Another address at which the machine's card answers. */
  readonly elsewhere: string | null;
  readonly cable: "plugged" | "pulled" | { readonly unknown: string };
  /** The tap that the cable is; null if it is a plug of the switch. */
  readonly tap: string | null;
  /** The number of frames that the tap's rules refused. */
  readonly refused: number;
  /** The weather that the user gave the cable; null if none was given. */
  readonly weather: CableView | null;
  /** The switch's ports; null if it does not answer. */
  readonly ports: readonly SwitchPort[] | null;
  /** Null if the LAN is off. */
  readonly wish: DesiredLan | null;
  /** The routing in netd's state file. */
  readonly known: Known;
  readonly network: PathNetwork;
  /** Those of the tap and the uplink that forward. */
  readonly forwarding: ReadonlySet<string>;
  readonly firewall: FirewallFacts | "netd-gone" | "netd-silent";
  /** The machine's airlock as texts, and whether its time is over; absent if it has none. */
  readonly airlock?: { readonly only: string; readonly refused: string; readonly isOver: boolean };
  /** Whether the gateway answered; null if it was not asked. */
  readonly gatewayLives: boolean | null;
  /** Whether a packet from the LAN came back from beyond the host; null if none was sent. */
  readonly passes: boolean | null;
  readonly dns: { readonly servers: readonly string[]; readonly answered: string | null };
  readonly size: {
    /** The tap's MTU in bytes; null without a tap. */
    readonly tap: number | null;
    /**
     * The largest packet that was sent to the gateway, and whether it came back; null if none was
     * sent.
     */
    readonly tried: { readonly bytes: number; readonly returned: boolean } | null;
  };
}

/** The MTU that guests assume, and that the kernel gives a tap (linux/if_ether.h, ETH_DATA_LEN). */
export const usualMtu = 1500;

/** Returns the uplink that applies to a machine. */
export function pathWay(
  desired: DesiredLan,
  address: string,
  network: Pick<PathNetwork, "links" | "routes" | "onward">,
  gateways: Readonly<Record<string, string>>,
): PathWay {
  const own = desired.machineUplinks.find((each) => each.address === address);
  const choice = settleChoice(own?.uplink ?? desired.uplink, network, gateways);
  const active = uplinkOf(choice, desired.lan.interface, network, gateways);
  const name = active ?? pinnedTo(choice);
  const link = network.links.find((each) => each.name === name);
  const gateway = link === undefined ? null : findGateway(link, network.routes, gateways);
  return { choice, isOwn: own !== undefined, interface: name, gateway };
}
