/** Commands in advice, the same in every language and for every user. */
export const commands = {
  joinKvm: "sudo usermod -aG kvm $USER",
  loadTun: "sudo modprobe tun",
  lanUp: "virtray lan up",
  popover: "virtray popover",
} as const;
