import type { OneShotAction } from "../../root/one-shot.ts";

/** A one-shot action of root, or the LAN. */
type Action = OneShotAction["do"] | "lan";

/** The texts of polkit's dialogue for each action of an installed package: in short, and as its question. */
export type RootActionWords = Readonly<
  Record<Action, { readonly description: string; readonly message: string }>
>;

const actionTo = (what: string) => ({
  description: `${what.charAt(0).toUpperCase()}${what.slice(1)}`,
  message: `Authentication is required to ${what}`,
});

export const rootActions: RootActionWords = {
  lan: {
    description: "Run the private network of virtual machines",
    message:
      "Authentication is required to run the private network of your virtual machines, as Virtray has just explained: an interface, routes and firewall rules of its own, until it is switched off",
  },
  "load-module": actionTo("load a kernel module for virtual machines"),
  "set-module-option": actionTo("change an option of the kernel module KVM"),
  "unset-module-option": actionTo("undo the changed option of the kernel module KVM"),
  "join-group-kvm": actionTo("add you to the group kvm, for good"),
  "open-kvm": actionTo("let you use KVM until this computer restarts"),
  "close-kvm": actionTo("remove your access to KVM"),
  "lend-device": actionTo(
    "let a virtual machine, and until it ends all your programs, write to a whole disk of this computer",
  ),
  "take-back-devices": actionTo("remove your access to disks that were lent to virtual machines"),
  "allow-through-firewall": actionTo(
    "allow the virtual machines’ network through another firewall of this computer",
  ),
  "take-back-firewall": actionTo("remove Virtray’s rules from another firewall of this computer"),
  "write-hosts": actionTo("write the virtual machines’ names into /etc/hosts"),
  "take-back-hosts": actionTo("remove the virtual machines’ names from /etc/hosts"),
};
