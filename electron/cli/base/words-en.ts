import type { AutostartWhen, MachineStatus } from "../../contract/machine/machine.ts";
import { jobs as jobsEn } from "../../contract/words/en/ui/jobs.ts";
import { uplinkLines } from "../../contract/words/en/uplink.ts";
import type { ProjectChange } from "../../services/project/apply.ts";
import { consentEn } from "./project-words.ts";

/** The command's own words in English. */
export const en = {
  columns: {
    name: "NAME",
    status: "STATUS",
    address: "ADDRESS",
    answers: "ANSWERS",
    uptime: "UP",
    processor: "PROCESSOR",
    interface: "INTERFACE",
    kind: "KIND",
    gateway: "GATEWAY",
    state: "STATE",
  },
  status: {
    stopped: "stopped",
    starting: "starting",
    running: "running",
    paused: "paused",
    stopping: "stopping",
    failed: "failed",
  } satisfies Record<MachineStatus, string>,
  pausedDiskFull: "paused: disk full",
  yes: "yes",
  no: "no",
  emulated: "emulated",
  cablePulled: "no: cable pulled",
  noMachines: "No machines yet. Add one: virtray add NAME --disk FILE",
  added: (name: string, address: string) =>
    `${name} was added with the address ${address}. Start it: virtray start ${name}`,
  autostart: {
    when: "AT LOGIN",
    order: "ORDER",
    choice: {
      never: "never",
      always: "always",
      "as-before": "as before",
    } satisfies Record<AutostartWhen, string>,
    loginOn: "Virtray starts at login, and with it these machines.",
    loginOff: "Virtray does not start at login. To change that: virtray autostart login on",
    started: (name: string) => `${name} was started.`,
    nothing: "Nothing is missing.",
  },
  bundled: (path: string) =>
    `${path} has findings, definitions and logs, without keys, passwords, user name and what guests wrote. Look into it before you give it away.`,
  recovered: (name: string, kept: string) =>
    `${name} is as it was last known to be good. The other file was kept: ${kept}`,
  warning: "Warning:",
  fields: {
    id: "Id",
    status: "Status",
    problem: "Problem",
    address: "Address",
    mac: "MAC",
    disk: "Disk",
    memory: "Memory",
    acceleration: "Acceleration",
    card: "Card",
    cable: "Cable",
    uplink: "Uplink",
    display: "Display",
    vncPassword: "VNC password",
    pid: "QEMU process",
    log: "Log",
  },
  noDisplay: "none",
  likeLan: "as the LAN",
  lan: { off: "off", starting: "starting", on: "on", stopping: "stopping" },
  lanLine: (status: string, address: string, name: string) => `LAN ${status} (${address}, ${name})`,
  uplink: uplinkLines,
  places: {
    on: "What is chosen at a place is chosen again on return there.",
    off: "What is chosen at a place is not remembered.",
    here: "here",
    columns: { place: "PLACE", uplink: "UPLINK" },
  },
  ready: "ready",
  template: {
    columns: {
      id: "ID",
      name: "NAME",
      disk: "DISK",
      takes: "TAKES",
      machines: "MACHINES",
      user: "USER",
    },
    none: "No templates yet. Add one: virtray template add NAME --from FILE",
    added: (name: string) => `${name} is ready. Use it: virtray create MACHINE --template ${name}`,
    unverified: "there was no checksum to compare the download with; give one by --sha256.",
    created: (name: string, ssh: string) => [
      `${name} was made. Start it: virtray start ${name}`,
      `Then log in: ${ssh}`,
    ],
    noKey:
      "there is no SSH key in ~/.ssh, so nobody can log in by one. Delete the machine and make it again with --make-key, or set a password by --user-data.",
    usualFolder: "as usual: in ~/.local/share/virtray/templates",
    flattened: (name: string) => `${name} is independent now.`,
    steps: jobsEn.step,
    left: (time: string) => `${time} left`,
  },
  snapshot: {
    columns: { id: "ID", taken: "TAKEN", memory: "MEMORY", size: "FREES", name: "NAME" },
    none: "No snapshots. Take one: virtray snapshot take NAME TEXT",
    before: (name: string) => `(automatic, before “${name}” was restored)`,
    incomplete: "(incomplete)",
    taken: (name: string) => `“${name}” was taken.`,
    restored: (machine: string, name: string) => `${machine} is as it was in “${name}”.`,
    undo: "To undo it: restore the automatic snapshot that was taken of the state until now.",
  },
  storage: {
    columns: {
      name: "NAME",
      deleted: "DELETED",
      until: "KEPT UNTIL",
      frees: "FREES",
      disk: "DISK",
      number: "N",
      size: "SIZE",
      takes: "TAKES",
      bus: "BUS",
    },
    diskStays: (path: string) => `Its file stays: ${path}`,
    trashEmpty: "The trash is empty.",
    exported: (name: string, files: readonly string[]) =>
      `${name} was exported to ${files.join(", ")}.`,
    define: (domain: string) => `To give it to libvirt: virsh define ${domain}`,
    renamed: (old: string, name: string) => `${old} is ${name} now.`,
    restored: (name: string, address: string) => `${name} is back, with the address ${address}.`,
    sameInside: (copy: string, name: string) =>
      `${copy} has no cloud-init seed, so inside it is as ${name} is: change its host name, host keys and address there.`,
    forwardsStay: (name: string) =>
      `The port forwards stay with ${name}: a port of this computer leads to one machine.`,
  },
  project: {
    consent: consentEn,
    changes: {
      created: "created",
      started: "started",
      stopped: "stopped",
      deleted: "deleted",
      autostart: "autostart set",
      forwards: "ports forwarded",
    } satisfies Record<ProjectChange, string>,
    unchanged: "nothing to do",
    differs: (name: string, difference: string) =>
      `${name} is not as the file says (${difference}); it was left as it is.`,
    sure: (names: string) => `This ends and deletes: ${names}. To do it: virtray destroy --yes`,
  },
  doctor: {
    repair: {
      offer: (id: string) => `This can be done for you: virtray doctor --repair ${id}`,
      question: "Do it? [y/N] ",
      notDone: "Nothing was done. To do it without being asked here: --yes",
      done: "Done.",
    },
  },
};

/** The words that every language has. */
export type CliWords = typeof en;
