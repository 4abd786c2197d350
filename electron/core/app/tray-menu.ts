import type { DashboardRoute } from "../../contract/app/route.ts";
import type { AppState } from "../../contract/app/state.ts";
import { menuRequests, type TrayAction } from "../../contract/app/tray-action.ts";
import type { AppWords } from "../../contract/base/languages.ts";
import { type FarMachineView, farName, knownOf } from "../../contract/computer/far-machine.ts";
import { isCalm } from "../../contract/errors/app-error.ts";
import { canDo, countStatuses } from "../../contract/machine/machine-actions.ts";
import type { UplinkChoice } from "../../contract/uplink/choice.ts";
import { followsHost, isShut, pinnedTo, preferenceOf } from "../../contract/uplink/choice.ts";
import type { Words } from "../../contract/words/en/english.ts";
import {
  describeActive,
  describeError,
  describeUplink,
  nameChoice,
} from "../../contract/words/words.ts";

/** The states that the tray's icon shows. */
export type TrayStatus = "off" | "on" | "busy" | "attention";

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

/** A menu that outgrows the screen is unusable: more machines than this go to a submenu. */
const mostMachinesInMenu = 12;

const separator: TrayItem = { type: "separator" };

/** Returns the icon for a state: problems come before work, work before the LAN's own state. */
export function trayStatus(state: AppState): TrayStatus {
  const isTroubled =
    state.lan.problems.some((problem) => !isCalm(problem)) ||
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

/** Returns the icon's tooltip. */
export function trayTooltip(state: AppState, { ui }: Words): string {
  return ui.tray.tooltip(
    ui.lan.status[state.lan.status],
    ui.machines.counted(countStatuses(state.machines), state.machines.length),
  );
}

/** Builds the menu for the time without a state: it tells why, and offers to quit. */
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

/**
 * Builds the menu with all daily actions: on GNOME a click on the icon opens it, and some panels
 * never forward a click.
 */
export function buildTrayMenu(state: AppState, words: Words): readonly TrayItem[] {
  const { ui } = words;
  return [
    { type: "normal", label: ui.tray.openPopover, action: { do: "popover" } },
    separator,
    switchItem(state, words),
    ...buildDailyItems(state, words),
    quitItem(words.app),
  ];
}

/**
 * Builds all items but the LAN's switch: the LAN's problems, uplinks, machines, and the dashboard.
 */
export function buildDailyItems(state: AppState, words: Words): readonly TrayItem[] {
  const { ui } = words;
  const machines = [
    ...state.machines.map((machine) => machineItem(machine, words)),
    ...knownOf(state.farMachines).map((machine) =>
      machineItem({ ...machine, name: farName(machine) }, words),
    ),
  ];
  return [
    ...state.lan.problems.map((problem) =>
      leadTo(describeError(words, problem).what, { page: "network" }),
    ),
    separator,
    ...uplinkItems(state, words),
    separator,
    ...(machines.length > mostMachinesInMenu
      ? [{ type: "submenu" as const, label: ui.machines.title, items: machines }]
      : machines),
    leadTo(ui.tray.newMachine, { page: "new-machine" }),
    separator,
    leadTo(ui.tray.openDashboard, { page: "machines" }),
  ];
}

function leadTo(label: string, place: DashboardRoute): TrayItem {
  return { type: "normal", label, action: { do: "dashboard", place } };
}

/** Builds the LAN's switch. */
function switchItem({ lan: { status } }: AppState, { ui }: Words): TrayItem {
  const isSettled = status === "on" || status === "off";
  return {
    type: "checkbox",
    // The tick shows whether it is on: a box without a tick beside “off” would mean “not off”.
    label: isSettled ? ui.lan.name : ui.lan.status[status],
    checked: status === "on" || status === "starting",
    enabled: isSettled,
    action: { do: "lan", on: status === "off" },
  };
}

function uplinkItems({ uplink, lan }: AppState, words: Words): readonly TrayItem[] {
  const { ui } = words;
  const { choice } = uplink;
  const detail = followsHost(choice) ? describeActive(words, uplink, lan) : "";
  const pinned = pinnedTo(choice);
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
      followsHost(choice),
    ),
    ...(preferenceOf(choice) !== null ? [item(nameChoice(words, choice), choice, true)] : []),
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
    item(`${ui.uplink.none} (${ui.uplink.noneDetail})`, { mode: "none" }, isShut(choice)),
  ];
}

function copyItem(label: string, text: string): TrayItem {
  return { type: "normal", label, action: { do: "copy", text } };
}

/** Builds the item of a machine with its state, address and actions. */
function machineItem(
  { id, name, status, address }: Pick<FarMachineView, "id" | "name" | "status" | "address">,
  { ui }: Words,
): TrayItem {
  const verbs = menuRequests
    .filter((request) => canDo(request, status))
    .map((request): TrayItem => {
      return {
        type: "normal",
        label: ui.verbs[request],
        action: { do: "machine", wish: request, id },
      };
    });
  const terminal: TrayItem = {
    type: "normal",
    label: ui.actions.terminal,
    enabled: status === "running",
    action: { do: "terminal", id },
  };
  return {
    type: "submenu",
    label: ui.tray.machineIs(name, ui.machines.status[status], address),
    items: [
      ...verbs,
      separator,
      ...(address === null ? [] : [copyItem(ui.actions.copyAddress(address), address)]),
      terminal,
      leadTo(ui.actions.details, { page: "machines", machine: id }),
    ],
  };
}
