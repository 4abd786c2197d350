import { describe, expect, it } from "vitest";
import { parseLinks, parseRoutes, parseRules } from "./ip-json.ts";

describe("the answers of ip -j", () => {
  it("lists links", () => {
    const text = JSON.stringify([
      {
        ifindex: 3,
        ifname: "vtap0",
        flags: ["NO-CARRIER", "BROADCAST", "MULTICAST", "UP"],
        operstate: "DOWN",
        link_type: "ether",
        linkinfo: { info_kind: "tun", info_data: { type: "tap", persist: true, user: "anna" } },
        addr_info: [
          { family: "inet", local: "192.168.100.254", prefixlen: 24, scope: "global" },
          { family: "inet6", local: "fe80::1", prefixlen: 64 },
        ],
      },
      { ifindex: 9, ifname: "wg0", flags: ["POINTOPOINT", "NOARP", "UP", "LOWER_UP"] },
    ]);
    expect(parseLinks(text)).toEqual({
      ok: true,
      value: [
        {
          index: 3,
          name: "vtap0",
          up: true,
          carrier: false,
          pointToPoint: false,
          linkType: "ether",
          kind: "tun",
          tap: true,
          owner: "anna",
          master: null,
          addresses: [{ address: "192.168.100.254", prefixLength: 24 }],
        },
        {
          index: 9,
          name: "wg0",
          up: true,
          carrier: true,
          pointToPoint: true,
          linkType: "none",
          kind: null,
          tap: false,
          owner: null,
          master: null,
          addresses: [],
        },
      ],
    });
  });

  it("lists rules", () => {
    const text = JSON.stringify([
      { priority: 0, src: "all", table: "local" },
      { priority: 5001, src: "192.168.100.7", iif: "vtap0", goto: 5101 },
      { priority: 5100, src: "10.0.0.0", srclen: 8, iif: "vtap0", table: "7100" },
      { priority: 5000, src: "all", dst: "10.9.8.0", dstlen: 24, table: "main" },
    ]);
    expect(parseRules(text)).toEqual({
      ok: true,
      value: [
        { priority: 0, from: "all", to: null, iif: null, table: "local" },
        { priority: 5001, from: "192.168.100.7", to: null, iif: "vtap0", table: null },
        { priority: 5100, from: "10.0.0.0/8", to: null, iif: "vtap0", table: "7100" },
        { priority: 5000, from: "all", to: "10.9.8.0/24", iif: null, table: "main" },
      ],
    });
  });

  it("lists routes, one for each next hop", () => {
    const text = JSON.stringify([
      {
        dst: "default",
        metric: 5,
        nexthops: [
          { gateway: "10.0.1.1", dev: "eth0" },
          { gateway: "10.0.2.1", dev: "eth1" },
        ],
      },
      { type: "unreachable", dst: "default", table: "7100", metric: 4278198272 },
    ]);
    const way = { type: "unicast", destination: "default", table: "main", metric: 5 };
    expect(parseRoutes(text)).toEqual({
      ok: true,
      value: [
        { ...way, gateway: "10.0.1.1", interface: "eth0" },
        { ...way, gateway: "10.0.2.1", interface: "eth1" },
        {
          type: "unreachable",
          destination: "default",
          gateway: null,
          interface: null,
          table: "7100",
          metric: 4278198272,
        },
      ],
    });
  });

  it("are empty lists if empty, and errors if junk", () => {
    expect(parseRoutes("")).toEqual({ ok: true, value: [] });
    for (const text of ["{", "{}", "null", '[{"ifname":1}]', "[1]"]) {
      expect(parseLinks(text)).toMatchObject({ ok: false, error: { code: "program-failed" } });
    }
  });
});
