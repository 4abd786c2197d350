import type { AutostartWhen } from "../../../machine/machine.ts";

/** Texts of a machine's settings, its copies and its way back from the trash, in English. */
export const machineSettings = {
  title: "Settings",
  rename: "Rename",
  nameHint: "Also its host name: the guest takes it at its next start.",
  hardware: "Hardware and address",
  busy: "Shut the machine down to change what follows.",
  save: "Save",
  saving: "Saving…",
  discard: "Discard",
  saved: "Saved. It holds from the next start on.",
  renamed: "Renamed.",
  autostart: {
    title: "Start at login",
    names: { never: "Never", always: "Always", "as-before": "If it ran last" } satisfies Record<
      AutostartWhen,
      string
    >,
    hint: "Virtray itself must start at login, too: see its settings.",
    order: "Turn",
    orderHint: "0 to 99; smaller ones start first",
  },
  copy: "Copy…",
  copyTitle: (name: string) => `Copy “${name}”`,
  copyText:
    "The copy gets the same hardware and content, but an address of its own. Snapshots are not copied.",
  copyForwards: (name: string) =>
    `The port forwards stay with “${name}”: a port of this computer leads to one machine.`,
  copyName: "Name of the copy",
  copyDo: "Copy",
  trashed: (name: string) => `“${name}” was moved to the trash.`,
  undo: "Undo",
  undoFor: (seconds: number) => `${seconds} s`,
};
