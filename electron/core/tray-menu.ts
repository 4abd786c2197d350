import { isCalm } from "../contract/errors.ts";
import type { UplinkChoice } from "../contract/network.ts";
import type { AppState } from "../contract/state.ts";
import type { AppWords } from "../contract/words/app.ts";
import type { Words } from "../contract/words/en.ts";
import { describeActive, describeUplink, nameChoice } from "../contract/words/words.ts";

/** What the icon says at a glance. */
export type TrayStatus = "off" | "on" | "busy" | "attention";

/** What a click on a menu item asks for. */
export type TrayAction =
  | { readonly do: "lan"; readonly on: boolean }
  | { readonly do: "uplink"; readonly choice: UplinkChoice }
  | { readonly do: "machine"; readonly wish: "start" | "stop" | "resume"; readonly id: string }
  | { readonly do: "popover" | "dashboard" }
  | { readonly do: "quit" };

/** A line of the tray's menu, independent of the toolkit that draws it. */
export type TrayItem =
  | { readonly type: "separator" }
  | {
      readonly type: "normal" | "checkbox" | "radio";
      readonly label: string;
      readonly checked?: boolean;
      readonly enabled?: boolean;
      readonly action: TrayAction;
    }
  | { readonly type: "submenu"; readonly label: string; readonly items: readonly TrayItem[] };

/** Menus become unusable when they outgrow the screen: more machines than this go to a submenu. */
const mostMachinesInMenu = 12;

const separator: TrayItem = { type: "separator" };

/** The icon for a state: trouble outranks work, work outranks the LAN's own state. */
export function trayStatus(state: AppState): TrayStatus {
  const isTroubled =
    (state.lan.problem !== null && !isCalm(state.lan.problem)) ||
    state.broken.length > 0 ||
    state.notices.some((notice) => notice.level === "error") ||
    state.jobs.some(({ problem }) => problem !== null) ||
    state.machines.some((machine) => machine.status === "failed");
  if (isTroubled) return "attention";
  const isBusy =
    state.jobs.some(({ problem }) => problem === null) ||
    state.lan.status === "starting" ||
    state.lan.status === "stopping" ||
    state.machines.some(({ status }) => status === "starting" || status === "stopping");
  if (isBusy) return "busy";
  return state.lan.status === "on" ? "on" : "off";
}

/** How many machines have a living process. */
export function countRunning(state: AppState): number {
  return state.machines.filter(({ status }) => status !== "stopped" && status !== "failed").length;
}

/** The icon's tooltip. */
export function trayTooltip(state: AppState, { ui }: Words): string {
  return ui.tray.tooltip(
    ui.lan.status[state.lan.status],
    ui.machines.runningOf(countRunning(state), state.machines.length),
  );
}

/** The menu without a state: it says why there is none, and offers to quit. */
export function buildStartMenu(why: string, app: AppWords): readonly TrayItem[] {
  return [
    { type: "normal", label: why, enabled: false, action: { do: "popover" } },
    separator,
    quitItem(app),
  ];
}

function quitItem(app: AppWords): TrayItem {
  return { type: "normal", label: app.quit, action: { do: "quit" } };
}

/** The menu with all that is vital: some panels never forward a click on the icon itself. */
export function buildTrayMenu(state: AppState, words: Words): readonly TrayItem[] {
  const { ui } = words;
  const machines = state.machines.map((machine) => machineItem(machine, words));
  const { status } = state.lan;
  return [
    { type: "normal", label: ui.tray.openPopover, action: { do: "popover" } },
    separator,
    {
      type: "checkbox",
      label: ui.lan.status[status],
      checked: status === "on" || status === "starting",
      enabled: status === "on" || status === "off",
      action: { do: "lan", on: status === "off" },
    },
    separator,
    ...uplinkItems(state, words),
    separator,
    ...(machines.length > mostMachinesInMenu
      ? [{ type: "submenu" as const, label: ui.machines.title, items: machines }]
      : machines),
    ...(machines.length > 0 ? [separator] : []),
    { type: "normal", label: ui.tray.openDashboard, action: { do: "dashboard" } },
    quitItem(words.app),
  ];
}

function uplinkItems({ uplink, lan }: AppState, words: Words): readonly TrayItem[] {
  const { ui } = words;
  const { choice } = uplink;
  const detail = choice.mode === "automatic" ? describeActive(words, uplink, lan) : "";
  const pinned = choice.mode === "pinned" ? choice.interface : null;
  const isGone =
    pinned !== null && !uplink.candidates.some((candidate) => candidate.interface === pinned);
  const item = (label: string, mine: UplinkChoice, checked: boolean): TrayItem => ({
    type: "radio",
    label,
    checked,
    action: { do: "uplink", choice: mine },
  });
  return [
    item(
      detail === "" ? ui.uplink.automatic : `${ui.uplink.automatic} (${detail})`,
      { mode: "automatic" },
      choice.mode === "automatic",
    ),
    ...(choice.mode === "preferred" ? [item(nameChoice(words, choice), choice, true)] : []),
    ...uplink.candidates.map((candidate) =>
      item(
        `${candidate.interface} (${describeUplink(words, candidate, uplink)})`,
        { mode: "pinned", interface: candidate.interface },
        candidate.interface === pinned,
      ),
    ),
    ...(pinned !== null && isGone
      ? [item(`${pinned} (${ui.uplink.gone})`, { mode: "pinned", interface: pinned }, true)]
      : []),
    item(`${ui.uplink.none} (${ui.uplink.noneDetail})`, { mode: "none" }, choice.mode === "none"),
  ];
}

function machineItem(machine: AppState["machines"][number], { ui }: Words): TrayItem {
  const label = ui.tray.machineIs(machine.name, ui.machines.status[machine.status]);
  const wish = { stopped: "start", failed: "start", running: "stop", paused: "resume" } as const;
  const mine =
    machine.status === "starting" || machine.status === "stopping" ? null : wish[machine.status];
  return {
    type: "normal",
    label: mine === null ? label : ui.actions.of(ui.verbs[mine], label),
    enabled: mine !== null,
    action: { do: "machine", wish: mine ?? "start", id: machine.id },
  };
}
