/** A port of the switch that has a plug. */
export interface SwitchPort {
  readonly port: number;
  /** The tap at it; null for a machine or another plug. */
  readonly tap: string | null;
  /** The other side's description of itself, such as `QEMU user=anna pid=4711`. */
  readonly description: string;
  /** Frames from the endpoint into the switch, and out to it; null if the switch does not count. */
  readonly inBytes: number | null;
  readonly outBytes: number | null;
}

/**
 * Reads the answer of `port/print`: a `Port` line for each port, then a line for each endpoint: `
 * -- endpoint ID 0006 module tuntap      : vtap0`. A switch that counts writes before it: ` IN:
 * pkts          2          bytes                  176`.
 */
export function parsePorts(text: string): readonly SwitchPort[] {
  const ports: SwitchPort[] = [];
  let port = 0;
  let inBytes: number | null = null;
  let outBytes: number | null = null;
  for (const line of text.split("\n")) {
    const head = /^Port (\d{4}) /.exec(line);
    if (head?.[1] !== undefined) {
      port = Number(head[1]);
      inBytes = null;
      outBytes = null;
    }
    const count = /^ (IN|OUT): +pkts +\d+ +bytes +(\d+)$/.exec(line);
    if (count?.[1] === "IN") inBytes = Number(count[2]);
    if (count?.[1] === "OUT") outBytes = Number(count[2]);
    const endpoint = /^ *-- endpoint ID \d+ module (.*?) *: (.*)$/.exec(line);
    if (endpoint?.[1] === undefined || endpoint[2] === undefined) continue;
    const [, module, description] = endpoint;
    const tap = module === "tuntap" ? description : null;
    ports.push({ port, tap, description, inBytes, outBytes });
  }
  return ports;
}

/** Finds the port of a process by QEMU's description; undefined if there is none. */
export function portOfProcess(ports: readonly SwitchPort[], pid: number): SwitchPort | undefined {
  return ports.find(({ description }) => / pid=(\d+)\b/.exec(description)?.[1] === String(pid));
}

/** A MAC address that the switch has learned, and its port. */
export interface HeardCard {
  readonly mac: string;
  readonly port: number;
}

/**
 * Reads the answer of `hash/print`, a line for each card that spoke within the last minutes:
 * `Hash: 0013 Addr: 52:54:00:11:22:33 VLAN 0000 to port: 004  age 1 secs`.
 */
export function parseHeardCards(text: string): readonly HeardCard[] {
  const lines = text.matchAll(/^Hash: \d+ Addr: ([\da-f:]{17}) VLAN \d+ to port: (\d+) /gim);
  return [...lines].map(([, mac = "", port]) => ({ mac: mac.toLowerCase(), port: Number(port) }));
}

/** Returns the ports with plugs of other programs: neither a tap nor one of our machines. */
export function foreignPorts(
  ports: readonly SwitchPort[],
  ownPids: ReadonlySet<number>,
): readonly SwitchPort[] {
  return ports.filter(({ tap, description }) => {
    const pid = / pid=(\d+)\b/.exec(description)?.[1];
    return tap === null && !(pid !== undefined && ownPids.has(Number(pid)));
  });
}
