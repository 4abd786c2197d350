import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import {
  type KnownNetworkChoice,
  knownNetworkChoiceSchema,
  mostKnownNetworks,
} from "../../contract/uplink/known-network.ts";
import type { Link, Route } from "./ip-json.ts";
import {
  type HostWay,
  hostWays,
  knownNetworkOf,
  parseConnections,
  rememberChoice,
} from "./known-network.ts";
import { sampleLink } from "./sample-link.ts";

const link = (name: string, address: string, more: Partial<Link> = {}): Link =>
  sampleLink(name, { addresses: [{ address, prefixLength: 24 }], ...more });
const way = (name: string, gateway: string | null, metric: number): Route => ({
  type: "unicast",
  destination: "default",
  gateway,
  interface: name,
  table: "main",
  metric,
  protocol: 0,
});

describe("the computer's connections", () => {
  it("are ordered by preference, without VPNs and dead ends", () => {
    const links = [
      link("wlan0", "10.9.8.7"),
      link("eth0", "192.168.1.5"),
      link("eth1", "192.168.2.5", { carrier: false }),
      link("eth2", "192.168.3.5"),
      link("tun0", "10.8.0.2", { kind: "tun", linkType: "none", pointToPoint: true }),
    ];
    const routes = [
      way("wlan0", "10.9.8.1", 600),
      way("eth0", "192.168.1.1", 100),
      way("eth1", "192.168.2.1", 50),
      way("tun0", null, 1),
    ];
    const facts = new Map([["wlan0", { wifi: true, modem: false, usb: false }]]);
    expect(hostWays({ links, routes, facts }, "vtap0")).toEqual([
      { interface: "eth0", kind: "ethernet", gateway: "192.168.1.1", network: "192.168.1.0/24" },
      { interface: "wlan0", kind: "wifi", gateway: "10.9.8.1", network: "10.9.8.0/24" },
    ]);
  });
});

const uuid = "0a1b2c3d-0000-4000-8000-000000000001";

describe("NetworkManager’s connections", () => {
  it("are read with colons in names, and without those that it only found", () => {
    const said = [
      `wlan0:connected:${uuid}:Café\\: am \\\\ Markt`,
      `docker0:connected (externally):${uuid.replace("1", "2")}:docker0`,
      "eth0:unavailable::",
      "lo:unmanaged::",
      "",
    ].join("\n");
    expect(parseConnections(said)).toEqual([
      { interface: "wlan0", uuid, name: "Café: am \\ Markt" },
    ]);
  });

  it("are empty for junk", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        for (const each of parseConnections(text)) expect(each.uuid).toMatch(/^[0-9a-f-]{36}$/);
      }),
    );
  });
});

describe("a known network", () => {
  const mac = "52:54:00:aa:bb:cc";
  const cable: HostWay = {
    interface: "eth0",
    kind: "ethernet",
    gateway: "192.168.1.1",
    network: "192.168.1.0/24",
  };
  const connection = { interface: "eth0", uuid, name: "Wired connection 1" };

  it("is the router and its network, if the connection is not managed", () => {
    expect(knownNetworkOf(cable, undefined, mac)).toEqual({
      id: `${mac}@192.168.1.0/24`,
      name: `192.168.1.0/24 (${mac})`,
    });
    expect(knownNetworkOf(cable, undefined, null)).toBeNull();
    expect(knownNetworkOf({ ...cable, network: null }, undefined, mac)).toBeNull();
  });

  it("is the connection, and with a cable also the router", () => {
    expect(knownNetworkOf(cable, connection, mac)).toEqual({
      id: `${uuid} ${mac}@192.168.1.0/24`,
      name: "Wired connection 1 (192.168.1.0/24)",
    });
    const wifi = { ...connection, name: "Café\u202e\n" };
    expect(knownNetworkOf({ ...cable, kind: "wifi" }, wifi, mac)).toEqual({
      id: uuid,
      name: "Café",
    });
  });

  it("can be stored for any name of a connection", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.boolean(), (name, isWifi) => {
        const found = knownNetworkOf(
          { ...cable, kind: isWifi ? "wifi" : "usb" },
          { ...connection, name },
          mac,
        );
        expect(v.is(knownNetworkChoiceSchema, { ...found, uplink: { mode: "none" } })).toBe(true);
      }),
    );
  });
});

describe("a choice", () => {
  const at = (number: number): KnownNetworkChoice => ({
    id: `52:54:00:00:00:00@10.0.${number}.0/24`,
    name: `${number}`,
    uplink: { mode: "automatic" },
  });

  it("is remembered once for each network, the last one first, and the oldest is forgotten", () => {
    const [first, second] = [at(1), at(2)];
    const none = { mode: "none" } as const;
    expect(rememberChoice([second, first], first, none)).toEqual([
      { ...first, uplink: none },
      second,
    ]);
    const full = Array.from({ length: mostKnownNetworks }, (_, index) => at(index));
    const more = rememberChoice(full, at(200), none);
    expect(more).toHaveLength(mostKnownNetworks);
    expect(more.at(-1)).toEqual(at(mostKnownNetworks - 2));
  });
});
