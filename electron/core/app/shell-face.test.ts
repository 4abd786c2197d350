import { expect, test } from "vitest";
import type { AppState } from "../../contract/app/state.ts";
import { appError } from "../../contract/errors/app-error.ts";
import { emptyState } from "../../contract/testing/samples.ts";
import { wordsFor } from "../../contract/words/catalogues.ts";
import { buildShellFace } from "./shell-face.ts";
import { buildTrayMenu } from "./tray-menu.ts";

const words = wordsFor("en");
const on: AppState = {
  ...emptyState,
  lan: { ...emptyState.lan, status: "on" },
  uplink: { ...emptyState.uplink, active: "wlan0" },
};

test.each([
  ["off", emptyState, { subtitle: "LAN off", status: "off", isOn: false, canSwitch: true }],
  ["on", on, { subtitle: "LAN on · now wlan0", status: "on", isOn: true, canSwitch: true }],
  [
    "starting",
    { ...emptyState, lan: { ...emptyState.lan, status: "starting" } },
    { subtitle: "LAN starting…", status: "busy", isOn: true, canSwitch: false },
  ],
] as const)("with the LAN %s the entry says so", (_name, state, expected) => {
  const { items, ...face } = buildShellFace(state, words);
  expect(face).toEqual(expected);
  expect(items.length).toBeGreaterThan(0);
});

test("the entry's menu is the tray's, without the LAN's switch and without Quit", () => {
  const state = { ...on, lan: { ...on.lan, problems: [appError("uplink-none-found", {})] } };
  const tray = buildTrayMenu(state, words);
  expect(buildShellFace(state, words).items).toEqual(tray.slice(3, -1));
});
