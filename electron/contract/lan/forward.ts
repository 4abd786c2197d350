import * as v from "valibot";
import { formed } from "../base/formed.ts";
import { ipv4AddressSchema, portNumberSchema } from "../base/primitives.ts";
import type { AppError } from "../errors/app-error.ts";

export const forwardProtocolSchema = v.picklist(["tcp", "udp"]);
export type ForwardProtocol = v.InferOutput<typeof forwardProtocolSchema>;

/**
 * A port of this computer that leads to a port of a machine. `host`: for this computer alone, at
 * 127.0.0.1; `uplink`: for other computers, too, at the address of the machine's uplink.
 */
export const portForwardSchema = v.strictObject({
  protocol: forwardProtocolSchema,
  hostPort: portNumberSchema,
  /** The port in the machine. */
  port: portNumberSchema,
  reach: v.picklist(["host", "uplink"]),
});
export type PortForward = v.InferOutput<typeof portForwardSchema>;

/** The part of a forward that no other forward of this computer may have. */
export const forwardedPortSchema = v.strictObject({
  protocol: forwardProtocolSchema,
  hostPort: portNumberSchema,
});
export type ForwardedPort = v.InferOutput<typeof forwardedPortSchema>;

/** Returns whether two forwards are for the same port of this computer. */
export const samePort = (one: ForwardedPort, two: ForwardedPort) =>
  one.protocol === two.protocol && one.hostPort === two.hostPort;

/**
 * This many still fit into one line to netd; a machine with more is better reached at its address.
 */
export const mostForwards = 32;

/** The forwards of one machine. */
export const portForwardsSchema = formed(
  "forwards",
  v.pipe(
    v.array(portForwardSchema),
    v.maxLength(mostForwards),
    v.check(
      (all) => new Set(all.map((each) => `${each.hostPort}/${each.protocol}`)).size === all.length,
    ),
  ),
);

/** A forward as netd has it, with the address that it leads to. */
export const lanForwardSchema = v.strictObject({
  address: ipv4AddressSchema,
  ...portForwardSchema.entries,
});
export type LanForward = v.InferOutput<typeof lanForwardSchema>;

/** A forward whose port netd could not take, and why. */
export interface RefusedForward extends ForwardedPort {
  readonly error: AppError;
}

/** A forward that the LAN knows. */
export interface KeptForward extends LanForward {
  /** Why it does not lead to its machine; null: it does. */
  readonly problem: AppError | null;
}

/** A port at an address of this computer that leads to a machine. */
export const forwardFrontSchema = v.strictObject({
  protocol: forwardProtocolSchema,
  address: ipv4AddressSchema,
  port: portNumberSchema,
});
export type ForwardFront = v.InferOutput<typeof forwardFrontSchema>;
