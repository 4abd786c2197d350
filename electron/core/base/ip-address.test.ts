import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultLan, defaultSubnet } from "../../contract/lan/network.ts";
import {
  broadcastOf,
  contains,
  formatIpv4,
  formatSubnet,
  netmask,
  nextFreeAddress,
  overlaps,
  parseIpv4,
  parseSubnet,
  subnetOf,
} from "./ip-address.ts";

const address = fc.integer({ min: 0, max: 0xffffffff });
const prefixLength = fc.integer({ min: 0, max: 32 });

describe("IPv4 addresses", () => {
  it("read back as they were written", () => {
    fc.assert(fc.property(address, (value) => parseIpv4(formatIpv4(value)) === value));
  });

  it.each(["", "1.2.3", "1.2.3.4.5", "01.2.3.4", "256.1.1.1", "1.2.3.-4", "1.2.3.4 ", "١.2.3.4"])(
    "refuses %j",
    (text) => {
      expect(parseIpv4(text)).toBeNull();
    },
  );

  it("parses an address only if it is written back the same", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const parsed = parseIpv4(text);
        return parsed === null || formatIpv4(parsed) === text;
      }),
    );
  });
});

describe("subnets", () => {
  it("have their network and broadcast address", () => {
    const lan = subnetOf(parseIpv4("192.168.100.254") ?? 0, 24);
    expect([formatSubnet(lan), formatIpv4(broadcastOf(lan)), formatIpv4(netmask(24))]).toEqual([
      "192.168.100.0/24",
      "192.168.100.255",
      "255.255.255.0",
    ]);
  });

  it.each([
    ["10.0.0.0/8", "10.0.0.0/8"],
    ["10.1.2.3/8", "10.0.0.0/8"],
    ["default", "0.0.0.0/0"],
    ["10.1.2.3", "10.1.2.3/32"],
  ])("reads %s as %s", (text, expected) => {
    expect(parseSubnet(text) && formatSubnet(parseSubnet(text) ?? subnetOf(0, 0))).toBe(expected);
  });

  it.each(["10.0.0.0/33", "10.0.0.0/", "10.0.0.0/8/8", "10.0.0/8", "/8"])("refuses %s", (text) => {
    expect(parseSubnet(text)).toBeNull();
  });

  it("overlap exactly when one contains an end of the other", () => {
    fc.assert(
      fc.property(address, prefixLength, address, prefixLength, (a, aLength, b, bLength) => {
        const one = subnetOf(a, aLength);
        const two = subnetOf(b, bLength);
        const share = one.network <= broadcastOf(two) && two.network <= broadcastOf(one);
        expect(overlaps(one, two)).toBe(share);
        expect(overlaps(two, one)).toBe(share);
      }),
    );
  });

  it("propose the lowest free address, never an end or a taken one", () => {
    fc.assert(
      fc.property(
        address,
        fc.integer({ min: 24, max: 30 }),
        fc.array(fc.integer({ min: 0, max: 255 })),
        (base, length, offsets) => {
          const subnet = subnetOf(base, length);
          const taken = new Set(offsets.map((offset) => (subnet.network + offset) >>> 0));
          const free = nextFreeAddress(subnet, taken);
          for (let each = subnet.network + 1; each < (free ?? broadcastOf(subnet)); each += 1) {
            expect(taken.has(each)).toBe(true);
          }
          if (free !== null) {
            expect(taken.has(free)).toBe(false);
            expect(contains(subnet, free)).toBe(true);
            expect(free).not.toBe(broadcastOf(subnet));
          }
        },
      ),
    );
  });
});

it("the default subnet is the default LAN's", () => {
  const address = parseIpv4(defaultLan.address) ?? 0;
  expect(formatSubnet(subnetOf(address, defaultLan.prefixLength))).toBe(defaultSubnet);
});
