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
          { family: "inet6", local: "fe80::1", prefixlen: 64, scope: "link" },
        ],
        stats64: { rx: { bytes: 0 }, tx: { bytes: 0, carrier_changes: 3 } },
      },
      {
        ifindex: 9,
        ifname: "wg0",
        flags: ["POINTOPOINT", "NOARP", "UP", "LOWER_UP"],
        addr_info: [{ family: "inet6", local: "2001:db8::1", prefixlen: 64, scope: "global" }],
      },
    ]);
    expect(parseLinks(text)).toEqual({
      ok: true,
      value: [
        {
          index: 3,
          name: "vtap0",
          up: true,
          carrier: false,
          carrierChanges: 3,
          pointToPoint: false,
          linkType: "ether",
          kind: "tun",
          tap: true,
          owner: "anna",
          master: null,
          addresses: [{ address: "192.168.100.254", prefixLength: 24 }],
          hasIpv6: false,
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
          hasIpv6: true,
        },
      ],
    });
  });

  it("lists rules, whatever names their numbers have", () => {
    const text = JSON.stringify([
      { priority: 0, src: "all", table: "255" },
      { priority: 5001, src: "192.168.100.7", iif: "vtap0", goto: 5101, protocol: "118" },
      { priority: 5098, src: "all", table: "254", suppress_prefixlen: 0 },
      { priority: 5099, not: null, src: "all", fwmark: "0xca6c", table: "51820" },
      { priority: 5100, src: "10.0.0.0", srclen: 8, iif: "vtap0", table: "7100" },
      {
        ...{ priority: 5270, src: "all", dst: "10.9.8.0", dstlen: 24 },
        ...{ fwmark: "0x1", fwmask: "0x3", action: "7" },
      },
    ]);
    const every = { from: "all", to: null, iif: null, inverse: false, protocol: 0 };
    expect(parseRules(text)).toEqual({
      ok: true,
      value: [
        { ...every, priority: 0, table: "local", text: "from all lookup local" },
        {
          ...{ ...every, priority: 5001, from: "192.168.100.7", iif: "vtap0", protocol: 118 },
          ...{ table: null, text: "from 192.168.100.7 iif vtap0" },
        },
        {
          ...{ ...every, priority: 5098, table: "main" },
          text: "from all lookup main suppress_prefixlength 0",
        },
        {
          ...{ ...every, priority: 5099, inverse: true, table: "51820" },
          text: "not from all fwmark 0xca6c lookup 51820",
        },
        {
          ...{ ...every, priority: 5100, from: "10.0.0.0/8", iif: "vtap0", table: "7100" },
          text: "from 10.0.0.0/8 iif vtap0 lookup 7100",
        },
        {
          ...{ ...every, priority: 5270, to: "10.9.8.0/24", table: null },
          text: "from all to 10.9.8.0/24 fwmark 0x1/0x3 unreachable",
        },
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
          { via: { family: "inet6", host: "fe80::1" }, dev: "eth1" },
        ],
      },
      { dst: "default", via: { family: "inet6", host: "fe80::2" }, dev: "eth2", protocol: "16" },
      { dst: "default", dev: "ppp0", scope: "253" },
      { type: "7", dst: "default", table: "7100", metric: 4278198272, protocol: "118" },
    ]);
    const way = { type: "unicast", destination: "default", table: "main", metric: 0, protocol: 0 };
    expect(parseRoutes(text)).toEqual({
      ok: true,
      value: [
        { ...way, gateway: "10.0.1.1", interface: "eth0", metric: 5 },
        { ...way, gateway: "fe80::1", interface: "eth1", metric: 5 },
        { ...way, gateway: "fe80::2", interface: "eth2", protocol: 16 },
        { ...way, gateway: null, interface: "ppp0" },
        {
          ...{ ...way, type: "unreachable", gateway: null, interface: null },
          ...{ table: "7100", metric: 4278198272, protocol: 118 },
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
