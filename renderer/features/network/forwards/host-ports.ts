import type { PortForward } from "../../../../electron/contract/lan/forward.ts";

/** The ports that every program may take begin here (ip_unprivileged_port_start). */
const firstFree = 1024;
/** The distance to the port that takes the place of a reserved one, such as 8080 of 80. */
const distance = 8000;
/** The number of ports that are tried. */
const tries = 10;

/** Returns ports of this computer for a port of a machine, best first, without those that it has already. */
export function hostPortsFor(port: number, has: readonly PortForward[]): readonly number[] {
  const first = port < firstFree ? port + distance : port;
  const taken = new Set(has.map(({ hostPort }) => hostPort));
  return Array.from({ length: tries }, (_, index) => first + index).filter(
    (each) => each <= 65_535 && !taken.has(each),
  );
}
