import type { repairs } from "../repairs.ts";

/** The buttons beside errors, and what stands around them, in English. */
export const trouble = {
  remedies: {
    start: "Start again",
    wait: "Wait 60 s more",
    log: "Show log",
    console: "Show console",
    snapshots: "Show snapshots",
    "repair-shares": "Mount again",
    "choose-disk": "Choose the file…",
    "lan-renew": "Restart the LAN",
    "stop-and-move": "Shut down and move",
    subnet: "Change the subnet…",
    health: "Fix…",
    settings: "Open settings",
    use: (name: string) => `Use ${name}`,
    makeIndependent: (names: readonly string[]) =>
      `Make ${names.length === 1 ? names.join() : `all ${names.length}`} independent`,
  },
  /** Repairs that root carries out, named by their effect. */
  effects: {
    "load-module": "Load the kernel module",
    "set-module-option": "Fix until restart",
    "set-module-option-always": "Fix for good",
    "unset-module-option": "Undo the fix now",
    "unset-module-option-always": "Undo the KVM option",
    "join-group-kvm": "Allow for good",
    "open-kvm": "Allow until restart",
    "close-kvm": "Withdraw KVM access",
    "lend-device": "Lend the disk",
    "take-back-devices": "Withdraw disk access",
    "allow-through-firewall": "Let the LAN through",
    "take-back-firewall": "Remove firewall rules",
    "write-hosts": "Add machine names",
    "take-back-hosts": "Remove machine names",
  } satisfies Record<keyof typeof repairs, string>,
  asRoot: "What is done as root",
  which: "Which machines",
  allGood: "Everything works",
  checkedAgo: (minutes: number) =>
    minutes < 1 ? "Checked just now." : `Checked ${minutes} min ago.`,
  checkedAt: (time: string) => `Checked ${time}.`,
  uplinkIs: (name: string) => `The LAN’s uplink: ${name}`,
  uplinkOf: (machine: string, name: string) => `The uplink of ${machine}: ${name}`,
  toasts: "Messages",
  more: (count: number) => `${count} more in Health`,
};
