import { expect, test } from "vitest";
import type { AppState } from "../../contract/app/state.ts";
import type { FarMachineView } from "../../contract/computer/far-machine.ts";
import { appError } from "../../contract/errors/app-error.ts";
import type { MachineStatus, MachineView } from "../../contract/machine/machine.ts";
import { emptyState, sampleMachine, sampleView } from "../../contract/testing/samples.ts";
import { wordsFor } from "../../contract/words/catalogues.ts";
import { buildTrayMenu, type TrayItem, trayStatus, trayTooltip } from "./tray-menu.ts";

const words = wordsFor("en");

function machine(number: number, status: MachineStatus): MachineView {
  const id = `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
  return sampleView({ status }, sampleMachine({ id, name: `m${number}` }));
}

const on: AppState = { ...emptyState, lan: { ...emptyState.lan, status: "on" } };
const problem = appError("switch-gone", { interface: "vtap0" });

test.each([
  ["nothing", emptyState, "off"],
  ["the LAN on", on, "on"],
  ["the LAN starting", { ...emptyState, lan: { ...emptyState.lan, status: "starting" } }, "busy"],
  ["a machine starting", { ...on, machines: [machine(1, "starting")] }, "busy"],
  ["a machine running", { ...on, machines: [machine(1, "running")] }, "on"],
  ["a failed machine", { ...on, machines: [machine(1, "failed")] }, "attention"],
  [
    "a failed machine while another starts",
    { ...on, machines: [machine(1, "failed"), machine(2, "starting")] },
    "attention",
  ],
  ["a problem of the LAN", { ...on, lan: { ...on.lan, problems: [problem] } }, "attention"],
  [
    "a host that is merely offline",
    { ...on, lan: { ...on.lan, problems: [appError("uplink-none-found", {})] } },
    "on",
  ],
  [
    "a broken machine",
    { ...on, broken: [{ id: "x", path: "/x", problem, backup: null }] },
    "attention",
  ],
  [
    "an error",
    { ...on, notices: [{ id: "1", at: 0, level: "error", about: problem, machine: null }] },
    "attention",
  ],
  [
    "a warning",
    { ...on, notices: [{ id: "1", at: 0, level: "warning", about: problem, machine: null }] },
    "on",
  ],
] as const satisfies readonly (readonly [string, AppState, string])[])(
  "with %s the icon is right",
  (_name, state, status) => {
    expect(trayStatus(state)).toBe(status);
  },
);

test("the whole menu", () => {
  const state: AppState = {
    ...on,
    uplink: {
      choice: { mode: "pinned", interface: "usb0" },
      active: null,
      vpn: null,
      automatic: null,
      candidates: [
        {
          interface: "eth0",
          kind: "ethernet",
          addresses: [],
          gateway: null,
          obstacle: "no-carrier",
        },
        {
          interface: "wlan0",
          kind: "wifi",
          addresses: ["10.2.4.17"],
          gateway: "10.2.4.1",
          obstacle: null,
        },
      ],
    },
    machines: [
      machine(1, "running"),
      machine(2, "stopped"),
      machine(3, "starting"),
      machine(4, "paused"),
    ],
  };
  const separator = { type: "separator" };
  const radio = (label: string, checked: boolean, choice: unknown) => ({
    type: "radio",
    label,
    checked,
    action: { do: "uplink", choice },
  });
  const verbs = {
    start: "Start",
    stop: "Shut down",
    restart: "Restart",
    resume: "Resume",
    suspend: "Suspend",
    kill: "Force stop",
  };
  const submenu = (number: number, label: string, pending: readonly (keyof typeof verbs)[]) => {
    const { id, address } = machine(number, "stopped");
    return {
      type: "submenu",
      label,
      items: [
        ...pending.map((request) => ({
          type: "normal",
          label: verbs[request],
          action: { do: "machine", wish: request, id },
        })),
        separator,
        { type: "normal", label: `Copy ${address}`, action: { do: "copy", text: address } },
        {
          type: "normal",
          label: "SSH in a terminal",
          enabled: label.includes("running"),
          action: { do: "terminal", id },
        },
        {
          type: "normal",
          label: "Details",
          action: { do: "dashboard", place: { page: "machines", machine: id } },
        },
      ],
    };
  };
  expect(buildTrayMenu(state, words)).toEqual([
    { type: "normal", label: "Show Virtray", action: { do: "popover" } },
    separator,
    {
      type: "checkbox",
      label: "LAN",
      checked: true,
      enabled: true,
      action: { do: "lan", on: false },
    },
    separator,
    radio("Automatic", false, { mode: "automatic" }),
    radio("eth0 (no cable)", false, { mode: "pinned", interface: "eth0" }),
    radio("wlan0 (10.2.4.17)", false, { mode: "pinned", interface: "wlan0" }),
    radio("usb0 (not present)", true, { mode: "pinned", interface: "usb0" }),
    radio("None (within the LAN only)", false, { mode: "none" }),
    separator,
    submenu(1, "m1 · running · 192.168.100.1", ["stop", "restart", "suspend", "kill"]),
    submenu(2, "m2 · stopped · 192.168.100.1", ["start"]),
    submenu(3, "m3 · starting… · 192.168.100.1", ["kill"]),
    submenu(4, "m4 · paused · 192.168.100.1", ["resume", "stop", "suspend", "kill"]),
    {
      type: "normal",
      label: "New machine…",
      action: { do: "dashboard", place: { page: "new-machine" } },
    },
    separator,
    {
      type: "normal",
      label: "Open dashboard",
      action: { do: "dashboard", place: { page: "machines" } },
    },
    { type: "normal", label: "Quit (machines keep running)", action: { do: "quit" } },
  ]);
});

test("the LAN cannot be clicked while it is being switched", () => {
  const menu = buildTrayMenu(
    { ...emptyState, lan: { ...emptyState.lan, status: "stopping" } },
    words,
  );
  expect(menu[2]).toMatchObject({ label: "LAN stopping…", enabled: false, checked: false });
});

test("all problems of the LAN stand below its switch and lead to the network's page", () => {
  const problems = [problem, appError("uplink-down", { interface: "eth0" })];
  const menu = buildTrayMenu({ ...on, lan: { ...on.lan, problems } }, words);
  expect(menu.slice(2, 5)).toEqual([
    {
      type: "checkbox",
      label: "LAN",
      checked: true,
      enabled: true,
      action: { do: "lan", on: false },
    },
    {
      type: "normal",
      label: words.errors["switch-gone"]({ interface: "vtap0" }).what,
      action: { do: "dashboard", place: { page: "network" } },
    },
    {
      type: "normal",
      label: words.errors["uplink-down"]({ interface: "eth0" }).what,
      action: { do: "dashboard", place: { page: "network" } },
    },
  ]);
});

test("many machines go to a submenu of their own", () => {
  const menu = buildTrayMenu(
    { ...on, machines: Array.from({ length: 13 }, (_, index) => machine(index + 1, "stopped")) },
    words,
  );
  const submenus = menu.filter(
    (item): item is Extract<TrayItem, { type: "submenu" }> => item.type === "submenu",
  );
  expect(submenus.map(({ label, items }) => [label, items.length])).toEqual([["Machines", 13]]);
});

test("the tooltip tells the state in words", () => {
  expect(
    trayTooltip({ ...on, machines: [machine(1, "paused"), machine(2, "failed")] }, words),
  ).toBe("Virtray: LAN on, 1 paused of 2");
});

test("has machines of other computers that are reached, with their computer's name", () => {
  const far = (name: string, more: Partial<FarMachineView> = {}): FarMachineView => ({
    ...{ id: `big:${machine(1, "running").id}`, name, computer: "big", status: "running" },
    ...{ address: null, mac: null, user: null, reachable: null, uptimeSeconds: null },
    ...{ accelerator: null, problemCode: null, tags: [], note: null, protected: false },
    ...{ unheardSince: null, ...more },
  });
  const farMachines = [far("web"), far("gone", { unheardSince: 1 })];
  const menus = buildTrayMenu({ ...on, farMachines }, words).filter(
    (item): item is Extract<TrayItem, { readonly type: "submenu" }> => item.type === "submenu",
  );
  expect(menus.map(({ label }) => label)).toEqual(["big/web · running"]);
  const actions = menus[0]?.items.flatMap((item) =>
    item.type === "separator" || item.type === "submenu" ? [] : [item.action],
  );
  const id = far("web").id;
  expect(actions).toEqual([
    ...(["stop", "restart", "suspend", "kill"] as const).map((wish) => ({
      ...{ do: "machine", wish, id },
    })),
    { do: "terminal", id },
    { do: "dashboard", place: { page: "machines", machine: id } },
  ]);
});
