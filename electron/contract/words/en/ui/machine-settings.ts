import type { HostShutdown, Idle } from "../../../machine/hardware.ts";
import type { AutostartWhen } from "../../../machine/machine.ts";

/** Texts of a machine's settings, its copies and its way back from the trash, in English. */
export const machineSettings = {
  title: "Settings",
  rename: "Rename",
  nameHint: "Also the host name: the guest uses it from its next start.",
  hardware: "Hardware and address",
  busy: "These settings can be changed while the machine is running or shut down.",
  save: "Save",
  restart: "Save and restart",
  restartHint: "The guest is shut down and started again.",
  restarting: "Waiting until the guest is shut down…",
  restarted: "Saved. The machine has been restarted.",
  saving: "Saving…",
  discard: "Discard",
  saved: "Saved. Takes effect at the next start.",
  renamed: "Renamed.",
  autostart: {
    title: "Start at login",
    names: { never: "Never", always: "Always", "as-before": "If it was running" } satisfies Record<
      AutostartWhen,
      string
    >,
    hint: "Virtray itself must start at login, too: see the settings.",
    order: "Start order",
    orderHint: "0 to 99; smaller numbers start first",
  },
  hostShutdown: {
    title: "When this computer shuts down",
    names: { stop: "Shut down", suspend: "Suspend" } satisfies Record<HostShutdown, string>,
    hint: "A suspended machine continues where it was. Saving has to fit into the seconds that the system grants.",
  },
  idle: {
    title: "When nothing uses the machine",
    names: { never: "Keep it running", suspend: "Suspend", stop: "Shut down" } satisfies Record<
      Idle,
      string
    >,
    hint: "A machine is used while it computes, reads, writes or sends more than a resting system does, while a console shows it, and while this computer has a connection to it.",
    minutes: "Minutes without use",
    minutesWrong: "Give a whole number of minutes, at least 1.",
  },
  copy: "Copy machine…",
  copyTitle: (name: string) => `Copy “${name}”`,
  copyText:
    "The copy gets the same hardware and content, but an address of its own. Snapshots are not copied.",
  copyForwards: (name: string) =>
    `The port forwards stay with “${name}”: a port of this computer can lead to one machine only.`,
  copyName: "Name of the copy",
  copyDo: "Copy",
  trashed: (name: string) => `“${name}” was moved to the trash.`,
};
