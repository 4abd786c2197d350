import { expect, test } from "vitest";
import type { UplinkState } from "../../../../electron/contract/lan/network.ts";
import { wordsFor } from "../../../../electron/contract/words/catalogues.ts";
import { uplinkOptions } from "./uplink-options.ts";

const state: UplinkState = {
  choice: { mode: "automatic" },
  active: "wlan0",
  vpn: null,
  automatic: null,
  candidates: [
    { interface: "eth0", kind: "ethernet", addresses: [], gateway: null, obstacle: "no-carrier" },
    {
      interface: "wlan0",
      kind: "wifi",
      addresses: ["10.2.4.17"],
      gateway: "10.2.4.1",
      obstacle: null,
    },
    { interface: "tun0", kind: "vpn", addresses: [], gateway: null, obstacle: null },
  ],
};

function shown(uplink: UplinkState, status: "on" | "off" = "on") {
  return uplinkOptions(uplink, { status }, wordsFor("en")).map(({ key, words, isChosen }) =>
    [key, words, isChosen ? "•" : ""].join(" | "),
  );
}

test("shows the active uplink at automatic, and each interface's address or obstacle", () => {
  expect(shown(state)).toEqual([
    "automatic | now wlan0 | •",
    "eth0 | no cable | ",
    "wlan0 | 10.2.4.17 | ",
    "tun0 | connected | ",
    "none | within the LAN only | ",
  ]);
});

test("warns of interfaces that bypass the VPN of the computer", () => {
  expect(shown({ ...state, active: "tun0", vpn: "tun0" })).toEqual([
    "automatic | now tun0 | •",
    "eth0 | no cable | ",
    "wlan0 | 10.2.4.17 · bypasses tun0 | ",
    "tun0 | connected | ",
    "none | within the LAN only | ",
  ]);
});

test("keeps a chosen interface in the list when it is missing", () => {
  expect(
    shown({ ...state, choice: { mode: "pinned", interface: "usb0" }, active: null }).slice(-2),
  ).toEqual(["usb0 | not present | •", "none | within the LAN only | "]);
});

test("tells an interface from a choice of the same name", () => {
  const named = ["automatic", "none"].map((name) => ({
    ...{ interface: name, kind: "ethernet" as const, addresses: ["10.0.0.2"] },
    ...{ gateway: "10.0.0.1", obstacle: null },
  }));
  const choice = { mode: "pinned", interface: "none" } as const;
  expect(shown({ ...state, choice, candidates: named })).toEqual([
    "automatic |  | ",
    "interface:automatic | 10.0.0.2 | ",
    "interface:none | 10.0.0.2 | •",
    "none | within the LAN only | ",
  ]);
});

test("tells that automatic has no uplink", () => {
  expect(shown({ ...state, active: null })[0]).toBe("automatic | no uplink right now | •");
});

test("tells nothing of a missing uplink while the LAN is off", () => {
  expect(shown({ ...state, active: null }, "off")[0]).toBe("automatic |  | •");
});
