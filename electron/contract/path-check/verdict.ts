import type { AppError, ErrorParams } from "../errors/app-error.ts";
import type { PortForward } from "../lan/forward.ts";
import type { LinkObstacle } from "../lan/network.ts";
import type { Weather } from "../lan/weather.ts";

/**
 * The path of a machine's packets, hop by hop. Each hop is judged by itself; the first bad one, in
 * this order, is the culprit.
 */
export const pathHopIds = [
  "guest",
  "cable",
  "switch",
  "tap",
  "address",
  "forward",
  "nat",
  "route",
  "uplink",
  "gateway",
  "dns",
  "size",
] as const;
export type PathHopId = (typeof pathHopIds)[number];

/** The findings at hops, with the values for their sentences. */
export interface PathFindings {
  readonly "guest-answers": { readonly address: string };
  readonly "guest-off": { readonly name: string };
  readonly "guest-elsewhere": { readonly address: string; readonly found: string };
  /** Another card answers at its address. */
  readonly "guest-doubled": { readonly address: string; readonly mac: string };
  readonly "guest-silent": { readonly address: string };
  /** Nothing answered in time, which the weather of its cable may explain. */
  readonly "guest-weathered": { readonly address: string };
  readonly "guest-unheard": Record<never, never>;
  readonly "cable-plugged": { readonly port: number };
  /** The cable is a port of the LAN's bridge. */
  readonly "cable-tap": { readonly interface: string };
  /** Its port refused frames that were not sent from the machine's own addresses. */
  readonly "cable-refused": { readonly name: string; readonly frames: number };
  /** It is plugged in, and slow, lossy or cut off as the user wishes. */
  readonly "cable-weather": {
    readonly name: string;
    readonly port: number;
    readonly weather: Weather | null;
    /** The machines that it is cut off from, by name; empty if from none. */
    readonly cuts: string;
  };
  readonly "cable-pulled": { readonly name: string };
  readonly "cable-loose": { readonly name: string };
  readonly "cable-unknown": { readonly detail: string };
  readonly "switch-works": { readonly ports: number };
  readonly "switch-dead": Record<never, never>;
  readonly "switch-without-tap": { readonly interface: string };
  readonly "tap-works": { readonly interface: string };
  readonly "tap-missing": { readonly interface: string };
  readonly "tap-down": { readonly interface: string };
  readonly "tap-no-carrier": { readonly interface: string };
  readonly "lan-is-off": Record<never, never>;
  readonly "address-there": { readonly address: string; readonly interface: string };
  readonly "address-missing": { readonly address: string; readonly interface: string };
  readonly "address-outside": { readonly address: string; readonly subnet: string };
  readonly "address-overlap": { readonly other: string; readonly interface: string };
  readonly "forward-passes": Record<never, never>;
  /** `only` and `refused` are lists; nothing was refused if it is empty. */
  readonly "airlock-holds": {
    readonly name: string;
    readonly only: string;
    readonly refused: string;
  };
  readonly "airlock-over": { readonly name: string };
  readonly "forward-off": { readonly interface: string };
  readonly "forward-blocked": { readonly table: string; readonly chain: string };
  readonly "rules-unseen": { readonly why: "netd-gone" | "netd-silent" };
  readonly "nat-holds": Record<never, never>;
  readonly "nat-missing": Record<never, never>;
  readonly "nat-changed": Record<never, never>;
  readonly "route-follows": { readonly interface: string };
  readonly "route-steers": { readonly interface: string };
  readonly "route-broken": { readonly missing: string };
  readonly "route-overruled": ErrorParams["uplink-overruled"];
  readonly "uplink-works": { readonly interface: string; readonly address: string };
  readonly "uplink-missing": { readonly interface: string };
  readonly "uplink-obstacle": {
    readonly interface: string;
    readonly obstacle: LinkObstacle;
  };
  /** The cable to the computer that the uplink leads through is lost. */
  readonly "uplink-computer-lost": { readonly interface: string };
  readonly "uplink-not-found": Record<never, never>;
  readonly "isolated-by-choice": Record<never, never>;
  readonly "gateway-answers": { readonly gateway: string };
  /** The gateway is a router on another computer of the user's. */
  readonly "gateway-far-answers": { readonly gateway: string; readonly interface: string };
  readonly "gateway-dead": { readonly gateway: string; readonly interface: string };
  readonly "gateway-unneeded": { readonly interface: string };
  readonly "dns-answers": { readonly server: string };
  readonly "dns-dead": { readonly servers: string };
  readonly "dns-unknown": Record<never, never>;
  readonly "size-fits": { readonly bytes: number };
  readonly "size-tap": { readonly interface: string; readonly bytes: number };
  readonly "size-uplink": { readonly interface: string; readonly bytes: number };
  readonly "size-unknown": Record<never, never>;
  /** A hop before it keeps it from being examined. */
  readonly "not-reached": Record<never, never>;
}
export type PathFindingCode = keyof PathFindings;

export type PathFinding = {
  readonly [C in PathFindingCode]: { readonly code: C; readonly params: PathFindings[C] };
}[PathFindingCode];

/**
 * The repair of a hop: a request that the interface has already, or a repair of the doctor by its
 * ID.
 */
export type PathRepair =
  | { readonly do: "start-machine" | "plug-cable" | "lan-up" | "lan-renew" }
  | { readonly do: "doctor"; readonly id: string };

/** `unneeded`: the choice of the uplink does not use this hop. */
export const pathVerdicts = ["good", "bad", "unknown", "unneeded"] as const;
export type PathVerdict = (typeof pathVerdicts)[number];

export interface PathHop {
  readonly id: PathHopId;
  readonly verdict: PathVerdict;
  readonly finding: PathFinding;
  readonly repair: PathRepair | null;
}

/** A forward of this computer, and whether it leads to the machine. */
export interface PathForward extends PortForward {
  readonly state: "open" | "refused" | "waiting";
  /** Why it is refused, and which program has the port instead; null if it is not. */
  readonly problem: AppError | null;
}

/** The report of `doctor path` and of the button in a machine's network tab. */
export interface PathReport {
  /** The machine's name. */
  readonly name: string;
  readonly address: string;
  /** All hops, in the order of `pathHopIds`. */
  readonly hops: readonly PathHop[];
  /** The first bad hop; null if no hop that could be examined is bad. */
  readonly culprit: PathHopId | null;
  /**
   * The machine's port forwards, by port; none while the LAN is off. They are not hops of the
   * machine's packets.
   */
  readonly forwards: readonly PathForward[];
}
