import * as v from "valibot";
import {
  type ForwardedPort,
  forwardedPortSchema,
  type PortForward,
  portForwardSchema,
} from "../../contract/lan/forward.ts";

const protocolPart = "(?:/(?<protocol>tcp|udp))?";
const forwardText = new RegExp(`^(?<hostPort>\\d{1,5}):(?<port>\\d{1,5})${protocolPart}$`);
const portText = new RegExp(`^(?<hostPort>\\d{1,5})${protocolPart}$`);

/** Parses a typed forward: `8080:80` or `5353:53/udp`; null if it is not one. */
export function readForward(text: string, reach: PortForward["reach"]): PortForward | null {
  const { hostPort, port, protocol = "tcp" } = forwardText.exec(text)?.groups ?? {};
  const parsed = v.safeParse(portForwardSchema, {
    protocol,
    hostPort: Number(hostPort),
    port: Number(port),
    reach,
  });
  return parsed.success ? parsed.output : null;
}

/** Parses a typed port of this computer: `8080` or `5353/udp`; null if it is not one. */
export function readForwardedPort(text: string): ForwardedPort | null {
  const { hostPort, protocol = "tcp" } = portText.exec(text)?.groups ?? {};
  const parsed = v.safeParse(forwardedPortSchema, { protocol, hostPort: Number(hostPort) });
  return parsed.success ? parsed.output : null;
}

/**
 * Writes a forward in the form of `readForward`, with ` uplink` appended if other computers reach
 * it.
 */
export function describeForward({ protocol, hostPort, port, reach }: PortForward): string {
  const others = reach === "uplink" ? " uplink" : "";
  return `${hostPort}:${port}${protocol === "tcp" ? "" : "/udp"}${others}`;
}
