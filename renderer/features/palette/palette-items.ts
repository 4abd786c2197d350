import type { DashboardRoute } from "../../../electron/contract/app/route.ts";
import type { AppState } from "../../../electron/contract/app/state.ts";
import { farName, knownOf } from "../../../electron/contract/computer/far-machine.ts";
import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import { canDo, type MachineAction } from "../../../electron/contract/machine/machine-actions.ts";
import type { UplinkChoice } from "../../../electron/contract/uplink/choice.ts";
import type { Words } from "../../../electron/contract/words/en/english.ts";
import { farStatusLabel } from "../far/far-names.ts";
import { uplinkOptions } from "../network/uplinks/uplink-options.ts";

/** The act of a line of the palette. */
export type PaletteAct =
  | { readonly kind: "go"; readonly to: DashboardRoute }
  | { readonly kind: "machine"; readonly action: PaletteVerb; readonly id: string }
  | { readonly kind: "terminal"; readonly id: string }
  | { readonly kind: "lan"; readonly isOn: boolean }
  | { readonly kind: "uplink"; readonly choice: UplinkChoice };

/** One line of the palette: it goes somewhere, or does something at once. */
export interface PaletteItem {
  readonly key: string;
  readonly title: string;
  /** Words beside the title, which are searched, too. */
  readonly more: string;
  readonly act: PaletteAct;
}

type PaletteVerb = Exclude<MachineAction, "delete">;
const verbs = [
  "start",
  "resume",
  "stop",
  "restart",
  "pause",
  "suspend",
] as const satisfies readonly PaletteVerb[];

/** A page with its title, as the navigation shows it. */
export interface PalettePage {
  readonly to: DashboardRoute;
  readonly title: string;
}

/** Returns all lines: the machines first, then the pages, and what can be done now. */
export function paletteItems(
  state: AppState,
  pages: readonly PalettePage[],
  words: Words,
): readonly PaletteItem[] {
  const { ui } = words;
  return [
    ...state.machines.map(
      (machine): PaletteItem => ({
        key: machine.id,
        title: machine.name,
        more: `${machine.address} · ${ui.machines.status[machine.status]}`,
        act: { kind: "go", to: { page: "machines", machine: machine.id } },
      }),
    ),
    ...state.farMachines.map(
      (machine): PaletteItem => ({
        key: machine.id,
        title: farName(machine),
        more: [
          ...(machine.address === null ? [] : [machine.address]),
          farStatusLabel(machine, words),
        ].join(" · "),
        act: { kind: "go", to: { page: "machines", machine: machine.id } },
      }),
    ),
    ...pages.map(
      ({ to, title }): PaletteItem => ({
        key: `page ${title}`,
        title,
        more: "",
        act: { kind: "go", to },
      }),
    ),
    ...state.machines.flatMap((machine) => machineItems(machine, machine.pid !== null, words)),
    ...knownOf(state.farMachines).flatMap((machine) =>
      machineItems({ ...machine, name: farName(machine) }, machine.status === "running", words),
    ),
    ...lanItems(state, words),
  ];
}

function machineItems(
  { id, name, status }: Pick<MachineView, "id" | "name" | "status">,
  canLogIn: boolean,
  { ui }: Words,
): readonly PaletteItem[] {
  const does = verbs.filter((action) => canDo(action, status));
  return [
    ...(!canLogIn
      ? []
      : [
          {
            key: `${id} terminal`,
            title: ui.actions.of(ui.actions.terminal, name),
            more: "",
            act: { kind: "terminal", id },
          } satisfies PaletteItem,
        ]),
    ...does.map(
      (action): PaletteItem => ({
        key: `${id} ${action}`,
        title: ui.actions.of(ui.verbs[action], name),
        more: "",
        act: { kind: "machine", action, id },
      }),
    ),
  ];
}

function lanItems({ lan, uplink }: AppState, words: Words): readonly PaletteItem[] {
  const { palette } = words.ui;
  const isOn = lan.status !== "off";
  return [
    {
      key: "lan",
      title: isOn ? palette.lanOff : palette.lanOn,
      more: "",
      act: { kind: "lan", isOn: !isOn },
    },
    ...uplinkOptions(uplink, lan, words).flatMap(({ key, name, choice }): readonly PaletteItem[] =>
      choice === null
        ? []
        : [
            {
              key: `uplink ${key}`,
              title: palette.uplink(name),
              more: "",
              act: { kind: "uplink", choice },
            },
          ],
    ),
  ];
}

/**
 * Returns the lines that contain each word of a text, ignoring case; those whose title begins with it
 * first, the others in their order.
 */
export function matchItems(items: readonly PaletteItem[], text: string): readonly PaletteItem[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const found = items.filter(({ title, more }) => {
    const all = `${title} ${more}`.toLowerCase();
    return words.every((word) => all.includes(word));
  });
  const [first] = words;
  if (first === undefined) return found;
  const leads = ({ title }: PaletteItem) => title.toLowerCase().startsWith(first);
  return [...found.filter(leads), ...found.filter((item) => !leads(item))];
}
