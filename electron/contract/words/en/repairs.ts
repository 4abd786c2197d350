import type { OneShotAction } from "../../root/one-shot.ts";

/** An action that holds until the computer restarts, or always. */
export type OptionAction = Extract<OneShotAction, { readonly scope: string }>;

/** Root's part of a repair, and its reason; shown before the prompt. */
export interface RepairWords {
  readonly what: string;
  readonly why: string;
  /** A note on the time after the repair. */
  readonly after: string;
}

const setOption: RepairWords = {
  what: "KVM is loaded anew with an option that holds until this computer restarts.",
  why: "Some older Intel processors cannot run every state of a guest, which then ends with “hardware error 0x80000021”.",
  after: "It holds until this computer restarts. Start the machines that failed again.",
};

const slow = "Without /dev/kvm machines are emulated, which is many times slower.";

export const repairs = {
  "load-module": {
    what: "A module of the kernel is loaded.",
    why: "What Virtray needs is a part of the kernel that is not loaded.",
    after: "It holds until this computer restarts.",
  },
  "set-module-option": setOption,
  "set-module-option-always": {
    what: "A file is written by which KVM is always loaded with an option.",
    why: setOption.why,
    after: "It holds from the next restart of this computer on.",
  },
  "unset-module-option": {
    what: "KVM is loaded anew without the option.",
    why: "It was set until this computer restarts, and is not wanted any more.",
    after: "",
  },
  "unset-module-option-always": {
    what: "The file by which KVM is loaded with an option is removed.",
    why: "Virtray wrote it, and it is not wanted any more.",
    after: "It holds from the next restart of this computer on.",
  },
  "join-group-kvm": {
    what: "Your user joins the group kvm, whose members may open /dev/kvm.",
    why: slow,
    after: "Log out and in again: a session keeps the groups that it began with.",
  },
  "open-kvm": {
    what: "Your user gets access to /dev/kvm until this computer restarts, and joins no group.",
    why: slow,
    after: "To take it back: virtray doctor --repair kvm-access-undo",
  },
  "close-kvm": {
    what: "Your user’s own access to /dev/kvm is taken back.",
    why: "It was given until the next restart, and is not wanted any more.",
    after: "",
  },
  "lend-device": {
    what: "Your user gets access to one disk of this computer while a machine runs from it.",
    why: "Only administrators may open disks.",
    after: "It is taken back when the machine ends.",
  },
  "take-back-devices": {
    what: "Your user’s access to disks that were lent to machines is taken back.",
    why: "What should have taken it back when the machine ended was killed.",
    after: "",
  },
  "allow-through-firewall": {
    what: "Three rules with the comment “virtray” are added to another firewall.",
    why: "It drops what it does not know, so machines do not get out.",
    after: "To take it back: virtray doctor --repair firewall-undo",
  },
  "take-back-firewall": {
    what: "All rules of iptables with the comment “virtray” are deleted from FORWARD and DOCKER-USER, and no others.",
    why: "They let machines pass, and are not wanted any more.",
    after: "",
  },
  "write-hosts": {
    what: "This computer learns the names of the machines: lines in /etc/hosts, between two marks.",
    why: "Without systemd-resolved, it cannot be told to ask the LAN for NAME.vm.internal.",
    after:
      "When machines come, go or change their address, the doctor says that they are out of date. To take them back: virtray doctor --repair host-names-undo",
  },
  "take-back-hosts": {
    what: "The lines that Virtray wrote into /etc/hosts are taken out, and no others.",
    why: "They name machines, and are not wanted any more.",
    after: "",
  },
} satisfies Record<OneShotAction["do"] | `${OptionAction["do"]}-always`, RepairWords>;
