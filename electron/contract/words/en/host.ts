import type { ErrorCode } from "../../errors/app-error.ts";
import { commands } from "../commands.ts";
import type { ErrorWords } from "../sentence.ts";

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
>;

/** The errors of missing requirements on this computer for machines and LAN. */
export const hostErrors: Pick<ErrorWords, HostErrors> = {
  "kvm-missing": () => ({
    what: "/dev/kvm does not exist: the module is not loaded, or virtualisation is off in the firmware.",
    todo: "modprobe kvm_intel (or kvm_amd); if that fails, switch on VT-x or AMD-V in the firmware.",
  }),
  "kvm-denied": () => ({
    what: "Your user may not open /dev/kvm.",
    todo: `Join the group, then log in again: ${commands.joinKvm}`,
    command: commands.joinKvm,
  }),
  "kvm-busy": ({ by }) => ({
    what: `Another hypervisor holds the processor’s virtualisation${by === null ? "" : `: ${by}`}.`,
    todo: by === null ? "End VirtualBox or VMware." : "End its machines, then try again.",
  }),
  "kvm-guest-state": ({ detail }) => ({
    what: `KVM could not run the state that the guest was in: ${detail}`,
    todo: "Health says what helps on this computer. The registers are kept for a report.",
  }),
  "kvm-guest-state-fix": ({ seen }) => ({
    what: `KVM could not run a state of a guest (hardware error 0x80000021), seen with: ${seen}.`,
    todo: "With an option KVM runs on: shut all machines down, set it, and start them again.",
  }),
  "kvm-guest-state-hint": ({ seen }) => ({
    what: `KVM could not run a state of a guest (hardware error 0x80000021), seen with: ${seen}.`,
    todo: "Kernels around 5.15 do so with the TDP MMU: switch it off, restart this computer, or take another kernel. If it stays, report it: the registers are in the report.",
  }),
  "kvm-option-set": () => ({
    what: "KVM has the option emulate_invalid_guest_state=0.",
    todo: "It helps against “hardware error 0x80000021”, and can be taken back.",
  }),
  "cpu-needs-kvm": () => ({
    what: "The processor model “host” exists with KVM only, and QEMU was started without it.",
    todo: "Set the machine’s acceleration to automatic: emulation then takes the model “max”.",
  }),
  "kvm-stuck": ({ seconds }) => ({
    what: `KVM opens here, but a test guest did not get out of its firmware within ${seconds} s.`,
    todo: "This computer is likely a virtual machine itself: switch on nested virtualisation outside.",
  }),
  "kvm-broken": ({ detail }) => ({ what: `KVM does not work here: ${detail}` }),
  "tun-missing": () => ({
    what: "/dev/net/tun does not exist, so there can be no LAN.",
    todo: `Load the module: ${commands.loadTun}`,
    command: commands.loadTun,
  }),
  "supervisor-gone": () => ({
    what: "The process that keeps LAN and machines has ended, so nobody brings the LAN’s switch back, or powers machines down with the computer, while the app is closed.",
    todo: `Start it again: open the app or start a machine; with the LAN on also by ${commands.lanUp}`,
    command: commands.lanUp,
  }),
  "agent-missing": () => ({
    what: "No program that asks for passwords (a polkit agent) is seen to run. Without one the LAN cannot be switched on from the window.",
    todo: `If the window says so too: install your desktop’s, such as lxpolkit or polkit-kde-agent-1, and log in again; or switch the LAN on in a terminal: ${commands.lanUp}`,
    command: commands.lanUp,
  }),
  "shortcut-refused": ({ keys }) => ({
    what: `${keys} does not open Virtray: another program has these keys, or the desktop does not give them.`,
    todo: `Press other keys (setting “Shortcut”), or have a shortcut of your desktop call: ${commands.popover}`,
    command: commands.popover,
  }),
  "shell-entry-refused": () => ({
    what: "GNOME did not let the entry in its quick settings be changed: its shell or its settings do not answer as expected.",
    todo: "Log in again, then try again; or use the program “Extensions” of GNOME.",
  }),
  "shortcut-not-set-up": ({ keys }) => ({
    what: `${keys} does not open Virtray yet: the desktop gives out keys here, and asks you first.`,
    todo: `Press “Set up ${keys}” to be asked, or have a shortcut of your desktop call: ${commands.popover}`,
    command: commands.popover,
  }),
  "shortcut-declined": ({ keys }) => ({
    what: `${keys} does not open Virtray: the desktop asked for consent, and did not give the keys.`,
    todo: `Press “Set up ${keys}” to be asked again, or have a shortcut of your desktop call: ${commands.popover}`,
    command: commands.popover,
  }),
  "shortcut-portal-missing": ({ keys }) => ({
    what: `${keys} does not open Virtray: this desktop gives programs no keys (it has no portal for shortcuts).`,
    todo: `In the desktop’s own settings, have a shortcut call: ${commands.popover}`,
    command: commands.popover,
  }),
  "tray-missing": () => ({
    what: "No panel shows tray icons here, so the dashboard takes the icon’s place.",
    todo: "On GNOME, switch on “In the quick settings” in the settings, or install the extension AppIndicator, which brings icons; panels of KDE, Xfce, Cinnamon and MATE have them.",
  }),
};
