import type { ForwardFront } from "../../contract/lan/forward.ts";
import { contains, parseIpv4, type Subnet } from "../base/ip-address.ts";

/** A flow that the kernel knows: its first destination, and the address that answers it. */
interface Flow extends ForwardFront {
  readonly answeredBy: string;
}

/** Reads the flows of TCP and UDP that `conntrack -L -f ipv4` lists, one a line. */
function readFlows(listing: string): readonly Flow[] {
  const lines = listing.matchAll(
    /^(tcp|udp) .*?\bsrc=\S+ dst=(\S+) sport=\d+ dport=(\d+) .*?\bsrc=(\S+) dst=/gm,
  );
  return [...lines].map(([, protocol, address = "", port, answeredBy = ""]) => ({
    ...{ protocol: protocol === "udp" ? "udp" : "tcp", address, port: Number(port), answeredBy },
  }));
}

/** Returns fronts without duplicates. */
export function distinct(fronts: readonly ForwardFront[]): readonly ForwardFront[] {
  const text = ({ protocol, address, port }: ForwardFront) => `${protocol} ${address} ${port}`;
  const plain = ({ protocol, address, port }: ForwardFront) => ({ protocol, address, port });
  return [...new Map(fronts.map((each) => [text(each), plain(each)])).values()];
}

/** Returns the fronts of a list that have flows. */
export function frontsInUse(
  listing: string,
  fronts: readonly ForwardFront[],
): readonly ForwardFront[] {
  const same = (one: ForwardFront) => (other: ForwardFront) =>
    one.protocol === other.protocol && one.address === other.address && one.port === other.port;
  const flows = readFlows(listing);
  return fronts.filter((front) => flows.some(same(front)));
}

/** Returns the fronts of flows that were redirected into a subnet. */
export function frontsInto(listing: string, subnet: Subnet): readonly ForwardFront[] {
  return distinct(
    readFlows(listing).filter(({ answeredBy }) => {
      const parsed = parseIpv4(answeredBy);
      return parsed !== null && contains(subnet, parsed);
    }),
  );
}
