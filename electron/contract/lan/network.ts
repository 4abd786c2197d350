import * as v from "valibot";
import { formed } from "../base/formed.ts";
import {
  interfaceNameSchema,
  lanInterfaceNameSchema,
  privateAddressSchema,
} from "../base/primitives.ts";
import type { UplinkChoice } from "../uplink/choice.ts";

/** The part of the host that machines may reach: all services, or only DNS, DHCP and ping. */
export const hostAccessSchema = v.picklist(["all", "dns-and-ping"]);
export type HostAccess = v.InferOutput<typeof hostAccessSchema>;

/** The cables of machines: taps of the kernel's, where they can be had, or plugs of the switch. */
export const cablesSchema = v.picklist(["fast", "vde"]);
export type Cables = v.InferOutput<typeof cablesSchema>;

const addressingSchema = v.picklist(["served", "static"]);

/** The identity of a LAN, to which a person agrees before root creates it. */
export const lanIdentitySchema = v.strictObject({
  interface: lanInterfaceNameSchema,
  /**
   * The host's address. It is private, because the LAN would hide an Internet address from this
   * computer.
   */
  address: privateAddressSchema,
  /** 16 to 29 bits: room for at least five machines, and no larger than a private /16. */
  prefixLength: formed(
    "prefix-length",
    v.pipe(v.number(), v.safeInteger(), v.minValue(16), v.maxValue(29)),
  ),
});
export type LanIdentity = v.InferOutput<typeof lanIdentitySchema>;

/** The settings of the LAN, from the host's side; the subnet follows from address and prefix. */
export const lanSettingsSchema = v.strictObject({
  ...lanIdentitySchema.entries,
  hostAccess: hostAccessSchema,
  /** Whether the host gives out addresses and names (DHCP, DNS), or guests set their own. */
  addressing: v.optional(addressingSchema, "served"),
  /** Absent for plugs of the switch, as a netd of an earlier version knows them alone. */
  cables: v.exactOptional(cablesSchema),
});
export type LanSettings = v.InferOutput<typeof lanSettingsSchema>;

/** A LAN that is on; one of an earlier version may have an interface of any name. */
export const heldLanSchema = v.strictObject({
  ...lanSettingsSchema.entries,
  interface: interfaceNameSchema,
});

/** The settings of the LAN that can be changed without moving its machines. */
export const lanChangeSchema = v.strictObject({
  interface: v.exactOptional(lanInterfaceNameSchema),
  hostAccess: v.exactOptional(hostAccessSchema),
  addressing: v.exactOptional(addressingSchema),
  cables: v.exactOptional(cablesSchema),
});
export type LanChange = v.InferOutput<typeof lanChangeSchema>;

/** The cables of machines in a LAN whose settings name none. */
export const usualCables: Cables = "vde";

/** The LAN's settings before the user changes any. */
export const defaultLan: LanSettings = {
  interface: "vtap0",
  address: "192.168.100.254",
  prefixLength: 24,
  hostAccess: "all",
  addressing: "served",
};

/** The LAN's domain: `.internal` is reserved for private use by ICANN. */
export const lanDomain = "vm.internal";

/** The subnet of `defaultLan`, for people. */
export const defaultSubnet = "192.168.100.0/24";

export type UplinkKind = "ethernet" | "wifi" | "usb" | "modem" | "vpn" | "computer" | "other";

/**
 * Why an uplink cannot carry packets now; `null` elsewhere means that it can. `ipv6-only` has an
 * address, but none of IPv4, which is what machines speak. `no-gateway` does not apply to links that
 * need none: those with one peer, and those on which the host reaches everything directly.
 */
export type LinkObstacle = "down" | "no-carrier" | "no-address" | "ipv6-only" | "no-gateway";

/**
 * Why an interface cannot be chosen, or not carry packets now. One of an `odd-name`, which rules cannot
 * hold, still carries them where it is this computer's own way out.
 */
export type UplinkObstacle = LinkObstacle | "odd-name";

/** One network interface of the host that could be the uplink. */
export interface UplinkCandidate {
  readonly interface: string;
  readonly kind: UplinkKind;
  readonly addresses: readonly string[];
  readonly gateway: string | null;
  readonly obstacle: UplinkObstacle | null;
}

/** The LAN's uplink as it is now, for any choice. */
export interface UplinkState {
  readonly choice: UplinkChoice;
  /** The interface by which packets leave now; null if none. */
  readonly active: string | null;
  readonly candidates: readonly UplinkCandidate[];
  /** The VPN by which this computer's own traffic leaves now; null if none. */
  readonly vpn: string | null;
  /**
   * The interface to which this computer's own routing leads machines that follow it; null if no
   * machine does, or if packets cannot leave.
   */
  readonly automatic: string | null;
}
