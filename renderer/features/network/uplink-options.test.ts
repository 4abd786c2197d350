import { expect, test } from "vitest";
import type { UplinkState } from "../../../electron/contract/lan/network.ts";
import { wordsFor } from "../../../electron/contract/words/catalogues.ts";
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

test("automatic says where it leads, each interface what it has or lacks", () => {
  expect(shown(state)).toEqual([
    "automatic | now wlan0 | •",
    "eth0 | no cable | ",
    "wlan0 | 10.2.4.17 | ",
    "tun0 | connected | ",
    "none | host and machines only | ",
  ]);
});

test("who would go past the VPN that the computer uses is told so beforehand", () => {
  expect(shown({ ...state, active: "tun0", vpn: "tun0" })).toEqual([
    "automatic | now tun0 | •",
    "eth0 | no cable | ",
    "wlan0 | 10.2.4.17 · past tun0 | ",
    "tun0 | connected | ",
    "none | host and machines only | ",
  ]);
});

test("a chosen interface that is gone keeps its place in the list", () => {
  expect(
    shown({ ...state, choice: { mode: "pinned", interface: "usb0" }, active: null }).slice(-2),
  ).toEqual(["usb0 | not plugged in | •", "none | host and machines only | "]);
});

test("automatic without a way out says so", () => {
  expect(shown({ ...state, active: null })[0]).toBe("automatic | no way out now | •");
});

test("with the LAN off, nobody asks for a way out, and none is missing", () => {
  expect(shown({ ...state, active: null }, "off")[0]).toBe("automatic |  | •");
});
