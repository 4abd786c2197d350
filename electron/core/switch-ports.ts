/** A port of the switch that something is plugged into. */
export interface SwitchPort {
  readonly port: number;
  /** The tap that it leads to; null: a machine or another plug. */
  readonly tap: string | null;
  /** What the other side says of itself, such as `QEMU user=anna pid=4711`. */
  readonly description: string;
}

/**
 * Reads the answer of `port/print`: a `Port` line for each port, then a line for each endpoint:
 * `  -- endpoint ID 0006 module tuntap      : vtap0`.
 */
export function parsePorts(text: string): readonly SwitchPort[] {
  const ports: SwitchPort[] = [];
  let port = 0;
  for (const line of text.split("\n")) {
    const head = /^Port (\d{4}) /.exec(line);
    if (head?.[1] !== undefined) port = Number(head[1]);
    const endpoint = /^ *-- endpoint ID \d+ module (.*?) *: (.*)$/.exec(line);
    if (endpoint?.[1] === undefined || endpoint[2] === undefined) continue;
    const [, module, description] = endpoint;
    ports.push({ port, tap: module === "tuntap" ? description : null, description });
  }
  return ports;
}
