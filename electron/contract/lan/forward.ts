import * as v from "valibot";
import { ipv4Address, portNumber } from "../base/primitives.ts";
import type { AppError } from "../errors/app-error.ts";

export const forwardProtocol = v.picklist(["tcp", "udp"]);
export type ForwardProtocol = v.InferOutput<typeof forwardProtocol>;

/**
 * A port of this computer behind which a machine answers. `host`: for this computer alone, at
 * 127.0.0.1. `uplink`: also for others, at the address of the uplink that the machine goes by.
 */
export const portForward = v.strictObject({
  protocol: forwardProtocol,
  hostPort: portNumber,
  /** The port in the machine. */
  port: portNumber,
  reach: v.picklist(["host", "uplink"]),
});
export type PortForward = v.InferOutput<typeof portForward>;

/** What of a forward is taken by it alone on this computer. */
export const forwardedPort = v.strictObject({ protocol: forwardProtocol, hostPort: portNumber });
export type ForwardedPort = v.InferOutput<typeof forwardedPort>;

/** Whether two forwards are for the same port of this computer. */
export const samePort = (one: ForwardedPort, two: ForwardedPort) =>
  one.protocol === two.protocol && one.hostPort === two.hostPort;

/** More than this for one machine are better served by its address; they also fit into one line. */
export const mostForwards = 32;

/** The forwards of one machine. */
export const portForwards = v.pipe(
  v.array(portForward),
  v.maxLength(mostForwards),
  v.check(
    (all) => new Set(all.map((each) => `${each.hostPort}/${each.protocol}`)).size === all.length,
    "a port leads to two places",
  ),
);

/** A forward as netd keeps it: with the address that it leads to. */
export const lanForward = v.strictObject({ address: ipv4Address, ...portForward.entries });
export type LanForward = v.InferOutput<typeof lanForward>;

/** Why a port that was wished does not lead to its machine. */
export interface RefusedForward extends ForwardedPort {
  readonly error: AppError;
}

/** A forward that the LAN has been told of. */
export interface KeptForward extends LanForward {
  /** Why it does not lead to its machine; null: it does. */
  readonly problem: AppError | null;
}

/** A port of this computer at one of its addresses, behind which a machine answers. */
export const forwardFront = v.strictObject({
  protocol: forwardProtocol,
  address: ipv4Address,
  port: portNumber,
});
export type ForwardFront = v.InferOutput<typeof forwardFront>;
