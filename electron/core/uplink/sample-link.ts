import type { Link } from "./ip-json.ts";

/** Returns a network interface with plain values for tests, except those given. */
export function sampleLink(name: string, about: Partial<Link> = {}): Link {
  return {
    index: 1,
    name,
    up: true,
    carrier: true,
    pointToPoint: false,
    linkType: "ether",
    kind: null,
    tap: false,
    owner: null,
    master: null,
    hasIpv6: false,
    addresses: [],
    ...about,
  };
}
