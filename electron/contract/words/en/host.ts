import type { ErrorCode } from "../../errors/app-error.ts";
import { commands } from "../commands.ts";
import type { ErrorWords } from "../sentence.ts";
import { reportIt } from "./support.ts";

type HostErrors = Extract<
  ErrorCode,
  | `kvm-${string}`
  | "cpu-needs-kvm"
  | "tun-missing"
  | "supervisor-gone"
  | "agent-missing"
  | "tray-missing"
  | "shortcut-refused"
  | "shell-entry-refused"
  | "shortcut-not-set-up"
  | "shortcut-declined"
  | "shortcut-portal-missing"
  | "copy-refused"
>;

/** The errors of missing requirements on this computer for machines and LAN. */
export const hostErrors: Pick<ErrorWords, HostErrors> = {
  "kvm-missing": () => ({
    what: "/dev/kvm does not exist: the kernel module is not loaded, or virtualisation is off in the firmware.",
    todo: "Load the module: sudo modprobe kvm_intel (or kvm_amd). If that fails, switch on VT-x or AMD-V in the firmware.",
  }),
  "kvm-denied": () => ({
    what: "Your account may not open /dev/kvm.",
    todo: `Join the group, then log in again: ${commands.joinKvm}`,
    command: commands.joinKvm,
  }),
  "kvm-busy": ({ by }) => ({
    what: `Another hypervisor uses the processor’s virtualisation${by === null ? "" : `: ${by}`}.`,
    todo:
      by === null
        ? "End VirtualBox or VMware."
        : "Shut down that hypervisor’s virtual machines, then try again.",
  }),
  "kvm-guest-state": ({ detail }) => ({
    what: `KVM could not run the guest in its current state: ${detail}.`,
    todo: "The page “Health” shows what helps on this computer. The registers are kept for a support report.",
    typed:
      "“virtray doctor” shows what helps on this computer. The registers are kept for a support report.",
  }),
  "kvm-guest-state-fix": ({ seen }) => ({
    what: `KVM could not run a state of a guest (hardware error 0x80000021), seen with: ${seen}.`,
    todo: "A KVM option works around this: shut down all machines, set the option, and start the machines again.",
  }),
  "kvm-guest-state-hint": ({ seen }) => ({
    what: `KVM could not run a state of a guest (hardware error 0x80000021), seen with: ${seen}.`,
    todo: "Kernels around 5.15 fail this way when the TDP MMU is on: switch the TDP MMU off and restart this computer, or use another kernel. If the error stays, report it: the registers are in the support report.",
  }),
  "kvm-option-set": () => ({
    what: "The KVM option emulate_invalid_guest_state=0 is set.",
    todo: "This option helps against “hardware error 0x80000021”, and can be undone.",
  }),
  "cpu-needs-kvm": () => ({
    what: "The processor model “host” exists with KVM only, and QEMU was started without KVM.",
    todo: "Set the machine’s acceleration to automatic: emulation then uses the model “max”.",
  }),
  "kvm-stuck": ({ seconds }) => ({
    what: `KVM can be opened here, but a test guest did not get past its firmware within ${seconds} s.`,
    todo: "This computer is probably a virtual machine itself: switch on nested virtualisation on its host.",
  }),
  "kvm-broken": ({ detail }) => ({ what: `KVM does not work here: ${detail}.`, ...reportIt }),
  "tun-missing": () => ({
    what: "/dev/net/tun does not exist, so the LAN cannot be switched on.",
    todo: `Load the module: ${commands.loadTun}`,
    command: commands.loadTun,
  }),
  "supervisor-gone": () => ({
    what: "The background process has ended. While the app is closed, nothing restarts the LAN’s switch, and machines are not shut down cleanly when this computer turns off.",
    todo: `To start the background process again, open the app or start a machine, or, with the LAN on: ${commands.lanUp}`,
    command: commands.lanUp,
  }),
  "agent-missing": () => ({
    what: "No program that asks for passwords (a polkit agent) seems to be running. Without a polkit agent, the LAN cannot be switched on in the window.",
    todo: `If the window reports this, too, install your desktop’s agent, such as lxpolkit or polkit-kde-agent-1, and log in again; or switch the LAN on in a terminal: ${commands.lanUp}`,
    command: commands.lanUp,
  }),
  "shortcut-refused": ({ keys }) => ({
    what: `${keys} does not open Virtray: another program uses these keys, or the desktop does not assign them.`,
    todo: `Press other keys (setting “Shortcut”), or set up a shortcut of your desktop for: ${commands.popover}`,
    command: commands.popover,
  }),
  "shell-entry-refused": () => ({
    what: "The entry in GNOME’s quick settings could not be changed: GNOME’s shell or settings did not answer as expected.",
    todo: "Log in again, then try again; or use GNOME’s program “Extensions”.",
  }),
  "shortcut-not-set-up": ({ keys }) => ({
    what: `${keys} does not open Virtray yet: the desktop assigns these keys, and asks you first.`,
    todo: `Press “Set up ${keys}” to be asked, or set up a shortcut of your desktop for: ${commands.popover}`,
    command: commands.popover,
  }),
  "shortcut-declined": ({ keys }) => ({
    what: `${keys} does not open Virtray: the desktop did not assign the keys, because you declined or because it assigns them to installed programs only.`,
    todo: `Press “Set up ${keys}” to be asked again, or set up a shortcut of your desktop for: ${commands.popover}`,
    command: commands.popover,
  }),
  "shortcut-portal-missing": ({ keys }) => ({
    what: `${keys} does not open Virtray: this desktop does not assign keys to programs (it has no portal for shortcuts).`,
    todo: `In the desktop’s own settings, set up a shortcut for: ${commands.popover}`,
    command: commands.popover,
  }),
  "copy-refused": ({ text }) => ({
    what: `${text} was not copied: this desktop accepts a copy from the front window only.`,
    todo: "Copy the text in this window. So that the tray’s menu can copy too, install the package wl-clipboard.",
  }),
  "tray-missing": () => ({
    what: "No panel here shows tray icons, so the dashboard is used instead of the icon.",
    todo: "On GNOME, switch on “In the quick settings” in the settings, or install the extension AppIndicator; the panels of KDE, Xfce, Cinnamon and MATE show tray icons anyway.",
  }),
};
