/** Commands that advice names, the same in every language and for everybody. */
export const commands = {
  joinKvm: "sudo usermod -aG kvm $USER",
  loadTun: "sudo modprobe tun",
  lanUp: "virtray lan up",
  popover: "virtray popover",
} as const;
