import type { AutostartWhen, MachineStatus } from "../../contract/machine/machine.ts";
import { jobs as jobsEn } from "../../contract/words/en/ui/jobs.ts";
import { uplinkLines } from "../../contract/words/en/uplink.ts";
import type { ShellWay } from "../../services/machine/console/shell-way.ts";
import type { ProjectChange } from "../../services/project/outcome.ts";
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
    suspended: "suspended",
    failed: "failed",
  } satisfies Record<MachineStatus, string>,
  removed: "removed",
  shell: {
    ssh: (name: string) => `${name}: a shell by SSH`,
    agent: (name: string) =>
      `${name}: by its guest agent, as SSH does not answer. Each line is a command of root’s without a terminal; “exit” ends it.`,
    serial: (name: string) =>
      `${name}: by its serial console, as neither SSH nor a guest agent answers. Enter shows the prompt; Ctrl+] ends it.`,
  } satisfies Record<ShellWay, (name: string) => string>,
  pausedDiskFull: "paused: disk full",
  yes: "yes",
  no: "no",
  emulated: "emulated",
  cablePulled: "no: cable pulled",
  computer: {
    columns: {
      computer: "COMPUTER",
      host: "HOST",
      machines: "MACHINES",
      lan: "LAN",
      answered: "ANSWERED",
    },
    plugged: "joined",
    lost: "no cable",
    joined: (name: string) => `Machines on “${name}” are in this LAN now.`,
    joinsLater: (name: string) => `Machines on “${name}” join the LAN as soon as it is on.`,
    left: (name: string) => `“${name}” has left the LAN. The machines there keep running.`,
    leadsOut: (name: string, uplink: string) =>
      `“${name}” is an uplink now. To use it: virtray uplink set ${uplink}`,
    leadsLater: (name: string, uplink: string) =>
      `“${name}” becomes the uplink ${uplink} as soon as the LAN is on.`,
    leadsNot: (name: string, _uplink: string) => `“${name}” is no longer an uplink.`,
    none: "No other computers yet. Add one: virtray computer add NAME [USER@]HOST",
    never: "never",
    ago: (time: string) => `${time} ago`,
    added: (name: string) => `The computer “${name}” was added.`,
    fine: (name: string) => `“${name}” answers, and nothing is missing there.`,
    moved: (name: string, computer: string) => `${name} is on “${computer}” now.`,
    fetched: (name: string, computer: string) =>
      `${name} is on this computer now, and no longer on “${computer}”.`,
    kept: (files: string) =>
      `These files were there before the machine, and stay here as they were: ${files}`,
    leftCd: (name: string, path: string) =>
      `The CD drive of ${name} was removed, as the CD is a file of its former computer: ${path}`,
    leftShares: (name: string, folders: string) =>
      `${name} does not have these folders of its former computer any more: ${folders}`,
  },
  noMachines: "No machines yet. Create one: virtray create NAME --template TEMPLATE",
  added: (name: string, address: string) =>
    `${name} was created with the address ${address}. To start it: virtray start ${name}`,
  autostart: {
    when: "AT LOGIN",
    order: "ORDER",
    choice: {
      never: "never",
      always: "always",
      "as-before": "if it was running",
    } satisfies Record<AutostartWhen, string>,
    loginOn: "Virtray starts at login, and with it these machines.",
    loginOff: "Virtray does not start at login. To change this: virtray autostart login on",
    started: (name: string) => `${name} was started.`,
    nothing: "All machines that should start are running.",
  },
  capturing: (name: string, file: string) => `Capturing ${name} to ${file} … Ctrl-C ends it.`,
  captured: (file: string, size: string) => `${file} holds ${size}.`,
  bundled: (path: string) =>
    `${path} contains findings, definitions and logs, without keys, passwords, user name or guest output. Check the file before you share it.`,
  recovered: (name: string, kept: string) =>
    `${name} was restored from its backup. The unreadable file was kept as ${kept}`,
  warning: "Warning:",
  /** In front of what a program or the system said itself. */
  details: "details:",
  fields: {
    id: "ID",
    status: "Status",
    problem: "Problem",
    tags: "Tags",
    note: "Note",
    protected: "Protected",
    address: "Address",
    mac: "MAC",
    disk: "Disk",
    memory: "Memory",
    acceleration: "Acceleration",
    card: "Network card",
    cable: "Cable",
    uplink: "Uplink",
    display: "Display",
    vncPassword: "VNC password",
    pid: "QEMU process",
    log: "Log",
  },
  noDisplay: "none",
  likeLan: "same as the LAN",
  lan: { off: "off", starting: "starting", on: "on", stopping: "stopping" },
  lanLine: (status: string, address: string, name: string) => `LAN ${status} (${address}, ${name})`,
  uplink: uplinkLines,
  places: {
    on: "The uplink of each place is remembered, and used again when you return there.",
    off: "The uplink of a place is not remembered.",
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
      warmed: "WARMED FOR",
      user: "USER",
    },
    none: "No templates yet. Add one: virtray template add debian --catalogue debian-13",
    added: (name: string) =>
      `${name} is ready. To use the template: virtray create MACHINE --template ${name}`,
    unverified: "there was no checksum to compare the download with; give one with --sha256.",
    created: (name: string, ssh: string) => [
      `${name} was created. To start it: virtray start ${name}`,
      `Then log in: ${ssh}`,
    ],
    awake: (name: string, ssh: string) => [
      `${name} was created and is running.`,
      `To log in: ${ssh}`,
    ],
    warmed: (name: string, size: string) =>
      `${name} is warmed: its machines run as soon as they are created. The warmed state takes ${size}.`,
    cooled: (name: string, size: string) =>
      `${name} is no longer warmed: its machines boot. ${size} is free again.`,
    runKept: (name: string) =>
      `The machine is still there: ${name}. To delete the machine: virtray kill ${name} && virtray delete ${name}`,
    noKey:
      "there is no SSH key in ~/.ssh, so nobody can log in with a key. Delete the machine and create it again with --make-key, or set a password with --user-data.",
    halfKey: (path: string) =>
      `there is only the private half of an SSH key (${path}), so nobody can log in with a key. Create the public half, delete the machine, and create it again: ssh-keygen -y -f ${path} > ${path}.pub`,
    usualFolder: "with Virtray’s data: in ~/.local/share/virtray/templates",
    flattened: (name: string) => `${name} is independent now.`,
    steps: jobsEn.step,
    left: (time: string) => `${time} left`,
  },
  snapshot: {
    columns: { id: "ID", taken: "TAKEN", memory: "MEMORY", size: "FREES", name: "NAME" },
    none: (machine: string) =>
      `No snapshots. To take one: virtray snapshot take ${machine} SNAPSHOT`,
    before: (name: string) => `(automatic, before “${name}” was restored)`,
    incomplete: "(incomplete)",
    taken: (name: string) => `The snapshot “${name}” was taken.`,
    restored: (machine: string, name: string) =>
      `${machine} was restored from the snapshot “${name}”.`,
    undo: "To undo this, restore the automatic snapshot of the previous state.",
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
    trimmed: (name: string, size: string) => `${name}: ${size} is free again on this computer.`,
    diskStays: (path: string) => `The disk’s file was kept: ${path}`,
    trashEmpty: "The trash is empty.",
    exported: (name: string, files: readonly string[]) =>
      `${name} was exported to ${files.join(", ")}.`,
    define: (domain: string) => `To import the machine into libvirt: virsh define ${domain}`,
    renamed: (old: string, name: string) => `${old} is called ${name} now.`,
    restored: (name: string, address: string) =>
      `${name} was restored, with the address ${address}.`,
    sameInside: (copy: string, name: string) =>
      `${copy} has no cloud-init data; its guest is identical to the one of ${name}. Change host name, SSH host keys and address in the guest.`,
    forwardsStay: (name: string) =>
      `The port forwards stay with ${name}: a port of this computer can lead to one machine only.`,
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
      airlock: "airlock set",
      marked: "marked",
      provisioned: "provisioned",
      shares: "folders shared",
    } satisfies Record<ProjectChange, string>,
    unchanged: "nothing to do",
    differs: (name: string, difference: string) =>
      `${name} differs from the file (${difference}) and was not changed.`,
    sure: (names: string) =>
      `Nothing has been deleted yet. This would force-stop ${names} and move them to the trash, where they stay for seven days; unsaved work would be lost: virtray destroy --yes`,
  },
  doctor: {
    repair: {
      offer: (id: string) => `Available repair: virtray doctor --repair ${id}`,
      question: "Carry out this repair? [y/N] ",
      notDone: "Nothing was done. To carry out the repair without being asked: --yes",
      done: "Done.",
    },
  },
};

/** The words that every language has. */
export type CliWords = typeof en;
