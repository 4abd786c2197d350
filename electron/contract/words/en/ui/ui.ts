import type { LanStatus } from "../../../app/state.ts";
import type { MachineStatus } from "../../../machine/machine.ts";
import {
  formatAgo,
  formatSize,
  formatSpan,
  formatStamp,
  formatTime,
  plural,
} from "../../formats.ts";
import { uplink } from "../uplink.ts";
import { console } from "./console.ts";
import { disks } from "./disks.ts";
import { drop } from "./drop.ts";
import { exporting } from "./export.ts";
import { firstRun } from "./first-run.ts";
import { guest } from "./guest.ts";
import { jobs } from "./jobs.ts";
import { listening } from "./listening.ts";
import { machineList } from "./machine-list.ts";
import { machineSettings } from "./machine-settings.ts";
import { marks } from "./marks.ts";
import { created, fromTemplate, handedOn, staticSettings } from "./new-machine.ts";
import { news } from "./news.ts";
import { settings } from "./settings.ts";
import { setup } from "./setup.ts";
import { startPage } from "./start-page.ts";
import { storage } from "./storage.ts";
import { templates } from "./templates.ts";
import { trouble } from "./trouble.ts";
import { usage } from "./usage.ts";
import { windowConsent } from "./window-consent.ts";
import { wiring } from "./wiring.ts";

const lanStatus: Readonly<Record<LanStatus, string>> = {
  off: "LAN off",
  starting: "LAN starting…",
  on: "LAN on",
  stopping: "LAN stopping…",
};

const machineStatus: Readonly<Record<MachineStatus, string>> = {
  stopped: "stopped",
  starting: "starting…",
  running: "running",
  paused: "paused",
  stopping: "stopping…",
  suspended: "suspended",
  failed: "failed",
};

/** Every text of popover, dashboard and tray, in English. */
export const ui = {
  lan: {
    status: lanStatus,
    name: "LAN",
    problem: "The LAN has a problem",
    offline: "This computer is offline",
    /** The word for a small LAN. */
    small: "Without a password",
  },
  uplink,
  setup,
  guest,
  listening,
  marks,
  machines: {
    title: "Machines",
    /** The machines with a living process, by status. */
    counted: (counts: Readonly<Record<MachineStatus, number>>, total: number) => {
      const statuses = ["running", "starting", "stopping", "paused"] as const;
      const parts = statuses.filter((status) => counts[status] > 0);
      const words = parts.map((status) => `${counts[status]} ${status}`).join(" · ");
      return parts.length === 0 ? `none of ${total} running` : `${words} of ${total}`;
    },
    count: (total: number) => plural("en", total, { one: "1 machine", other: `${total} machines` }),
    status: machineStatus,
    /** Its standing, and for how long it runs, such as “2 days”. */
    runningFor: (standing: string, span: string) => `${standing} · ${span}`,
    stoppingFor: (seconds: number) => `stopping… ${seconds} s`,
    find: "Find a machine",
    findHint: "Type to find a machine",
    /** The name of a machine in the popover, with what keys do in its row. */
    rowHint: (name: string) => `${name}\nEnter: details · Ctrl+Enter: SSH in a terminal`,
    createFirst: "Create your first machine",
    emptyTitle: "No machines yet",
    emptyHint: "Create a machine from a template, or from a disk image that you have.",
    noMatch: (query: string) => `No machine matches “${query}”.`,
    unreachable: "no answer",
    unreachableHint: "The machine is running, but does not answer at its address yet.",
    why: "why?",
    diskFull: "paused: disk full",
    broken: "unreadable",
    recover: (at: number) => `Restore the backup of ${formatTime("en", at)}`,
    gone: "This machine is no longer there.",
  },
  keys: {
    /** A key that is pressed with Ctrl. */
    ctrl: (key: string) => `Ctrl+${key}`,
    enter: "Enter",
  },
  palette: {
    title: "Search",
    hint: "Machine, page or action",
    none: (text: string) => `No machine, page or action matches “${text}”.`,
    lanOn: "Switch the LAN on",
    lanOff: "Switch the LAN off",
    uplink: (name: string) => `Uplink: ${name}`,
  },
  verbs: {
    start: "Start",
    stop: "Shut down",
    kill: "Force stop",
    restart: "Restart",
    pause: "Pause",
    resume: "Resume",
    suspend: "Suspend",
    boot: "Boot instead",
    discard: "Discard memory",
    delete: "Delete…",
  },
  actions: {
    trash: "Move to trash",
    more: "More",
    copy: "Copy",
    copied: "Copied",
    copyAddress: (address: string) => `Copy ${address}`,
    copySsh: "Copy SSH command",
    terminal: "SSH in a terminal",
    openIn: (program: string) => `Open in ${program}`,
    exportDisk: "Export…",
    details: "Details",
    dismiss: "Dismiss",
    of: (action: string, machine: string) => `${action}: ${machine}`,
    newMachine: "New machine",
    dashboard: "Dashboard",
    settings: "Settings",
    cancel: "Cancel",
    close: "Close",
  },
  notices: {
    cause: "Technical details",
    asRoot: "Virtray is running as root, and so is every machine.",
  },
  detail: {
    processors: (count: number) =>
      plural("en", count, { one: "1 processor", other: `${count} processors` }),
    overview: "Overview",
    log: "Log",
    reach: "Access",
    machine: "Machine",
    template: "Template",
    hardware: "Hardware",
    /** How many there are, and how long ago the last was taken. */
    snapshots: (count: number, ago: string) =>
      plural("en", count, { one: `1, taken ${ago}`, other: `${count}, the last ${ago}` }),
    noSnapshots: "none",
    ofSize: (used: string, size: string) => `${used} of ${size}`,
    diskFile: "Disk file",
    forwards: "Forwards",
    reachable: "answers",
    notReachable: "no answer",
    reachability: "Reachability",
    notKnown: "known while the machine is running and the LAN is on",
    notKnownYet: "not known yet",
    mac: "MAC address",
    uplink: "Uplink",
    asLan: (name: string) => `same as the LAN (${name})`,
    disk: "Disk",
    diskFormat: "Format",
    accelerator: { kvm: "KVM", tcg: "Emulation (slow)" },
    displayAt: (port: number) => `127.0.0.1, port ${port}`,
    copyPassword: "Copy password",
    process: "Process",
    created: "Created",
    logEmpty: "QEMU has written nothing.",
    logHint: "What QEMU reported at the last start",
    reload: "Reload",
    ssh: "SSH command",
  },
  create: {
    title: "New machine",
    intro: "A machine boots from a disk image that you have, and gets a fixed address in the LAN.",
    name: "Name",
    nameHint: "Lower-case letters, digits and hyphens; also the machine’s host name.",
    nameWrong: "Use 1 to 63 lower-case letters, digits and hyphens, no hyphen first or last.",
    nameTaken: "A machine of this name exists already.",
    disk: "Disk image",
    diskHint: "A qcow2 or raw image. The file is used in place, not copied.",
    cdIntro: "A machine with an empty disk boots from the CD and is installed at its console.",
    cdHint: "An ISO file, as distributions offer them for download.",
    newDisk: "Disk (GiB)",
    diskWrong: "Give the whole path of the file, beginning with “/”.",
    pick: "Choose…",
    found: (format: string, size: string) => `${format}, ${size}`,
    checking: "Checking…",
    addressHint: "The next free address is filled in.",
    options: "More options",
    fewer: "One processor fewer",
    more: "One processor more",
    diskOf: (size: string) => `${size} disk`,
    submit: "Create machine",
    submitting: "Creating…",
    startAfter: "Start the machine",
  },
  network: {
    title: "Network",
    lan: "LAN",
    status: "Status",
    subnet: "Subnet",
    hostAddress: "This computer",
    interface: "Interface",
    leaves: "Uplink",
    addressing: "DHCP and DNS",
    addressingHint:
      "Hands out addresses and names: machines are known as NAME.vm.internal. If off, each guest sets its address itself.",
    nothingLeaves: "none",
    log: "What was done as root",
    logAll: (total: number) => `Show all ${total}`,
    logEmpty: "Nothing yet: root is needed only when the LAN is switched on.",
    columns: { time: "Time", cause: "Reason", command: "Command", outcome: "Outcome" },
    gateway: (address: string) => `gateway ${address}`,
  },
  health: {
    title: "Health",
    none: "Nothing needs your attention.",
    attention: (count: number) =>
      plural("en", count, {
        one: "One thing needs your attention.",
        other: `${count} things need your attention.`,
      }),
    examining: "Examining…",
    again: "Check again",
    bundle: "Save support report…",
    bundled:
      "Saved: findings, definitions and logs, without keys, passwords, user name or guest output. Check the report before you share it.",
    repairing: "Waiting for your password…",
    done: "Done.",
    well: (count: number) =>
      plural("en", count, { one: "1 check passed", other: `${count} checks passed` }),
    further: "Other repairs, and how to undo them",
    command: "command",
  },
  settings,
  console,
  jobs,
  templates,
  trouble,
  storage,
  disks,
  drop,
  exporting,
  windowConsent,
  firstRun,
  startPage,
  machineList,
  machineSettings,
  fromTemplate,
  handedOn,
  created,
  staticSettings,
  usage,
  wiring,
  news,
  tray: {
    tooltip: (lan: string, machines: string) => `Virtray: ${lan}, ${machines}`,
    openPopover: "Show Virtray",
    openDashboard: "Open dashboard",
    newMachine: "New machine…",
    /** A machine in the menu: its name, status and address, which may be unknown. */
    machineIs: (name: string, status: string, address: string | null) =>
      [name, status, ...(address === null ? [] : [address])].join(" · "),
  },
  unit: {
    /** Bytes in the unit that keeps the number short. */
    size: (bytes: number) => formatSize("en", bytes),
    time: (at: number) => formatTime("en", at),
    /** For a table: with seconds. */
    stamp: (at: number) => formatStamp("en", at),
    span: (ms: number) => formatSpan("en", ms),
    ago: (ms: number) => formatAgo("en", ms),
  },
};
