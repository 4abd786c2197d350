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
  what: "KVM is reloaded with an option, until this computer restarts.",
  why: "Some older Intel processors cannot run every state of a guest; the guest then fails with “hardware error 0x80000021”.",
  after: "The option applies until this computer restarts. Now start the failed machines again.",
};

const slow = "Without /dev/kvm, machines are emulated, which is many times slower.";

export const repairs = {
  "load-module": {
    what: "A kernel module is loaded.",
    why: "Virtray needs a part of the kernel that is not loaded.",
    after: "The module stays loaded until this computer restarts.",
  },
  "set-module-option": setOption,
  "set-module-option-always": {
    what: "A file is written so that KVM is always loaded with an option.",
    why: setOption.why,
    after: "This takes effect when this computer restarts.",
  },
  "unset-module-option": {
    what: "KVM is reloaded without the option.",
    why: "The option was set until this computer restarts, and is no longer wanted.",
    after: "",
  },
  "unset-module-option-always": {
    what: "The file that sets the option of KVM is removed.",
    why: "Virtray wrote this file, and it is no longer wanted.",
    after: "This takes effect when this computer restarts.",
  },
  "join-group-kvm": {
    what: "Your account joins the group kvm, whose members may open /dev/kvm.",
    why: slow,
    after: "Log out and in again: a session keeps the groups that it started with.",
  },
  "open-kvm": {
    what: "Your account gets access to /dev/kvm until this computer restarts, without joining a group.",
    why: slow,
    after: "To undo this: virtray doctor --repair kvm-access-undo",
  },
  "close-kvm": {
    what: "The access of your account to /dev/kvm is removed.",
    why: "This access was granted until the next restart, and is no longer wanted.",
    after: "",
  },
  "lend-device": {
    what: "Your account gets access to one disk of this computer while a machine uses it.",
    why: "Only administrators may open disks.",
    after: "The access is removed when the machine ends.",
  },
  "take-back-devices": {
    what: "The access of your account to disks that were lent to machines is removed.",
    why: "The process that should have removed this access when the machine ended was killed.",
    after: "",
  },
  "allow-through-firewall": {
    what: "Three rules with the comment “virtray” are added to another firewall.",
    why: "This firewall drops the LAN’s traffic, so machines cannot reach anything beyond this computer.",
    after: "To undo this: virtray doctor --repair firewall-undo",
  },
  "take-back-firewall": {
    what: "All rules of iptables with the comment “virtray” are deleted from FORWARD and DOCKER-USER, and no others.",
    why: "These rules allow machines through, and are no longer wanted.",
    after: "",
  },
  "write-hosts": {
    what: "This computer learns the names of the machines: lines in /etc/hosts, between two marks.",
    why: "Without systemd-resolved, this computer cannot ask the LAN for NAME.vm.internal.",
    after:
      "When machines are added, deleted or renumbered, Health (virtray doctor) reports that these lines are out of date. To remove them: virtray doctor --repair host-names-undo",
  },
  "take-back-hosts": {
    what: "The lines that Virtray wrote into /etc/hosts are removed, and no others.",
    why: "These lines name machines, and are no longer wanted.",
    after: "",
  },
} satisfies Record<OneShotAction["do"] | `${OptionAction["do"]}-always`, RepairWords>;
