/** The texts of desktop notifications, in English. */
export const news = {
  machineStopped: (name: string) => `“${name}” stopped unexpectedly`,
  machineStoppedText: "The machine’s log shows why.",
  machineKilledText:
    "The machine’s QEMU process crashed or was killed by something else. If memory was short, give the machine less, or close other programs.",
  machineNotStarted: (name: string) => `“${name}” did not start`,
  uplinkLost: (name: string) => `Uplink ${name} is lost`,
  uplinkLostText: "The machines reach each other and this computer, but nothing beyond.",
  uplinkFollowed: (name: string) => `Machines now use the uplink ${name}`,
  uplinkFollowedText: "Connections beyond this computer were interrupted.",
  uplinkRecalled: "The uplink was switched",
  templateReady: (name: string) => `Template “${name}” is ready`,
  templateReadyText: "You can create machines from this template now.",
  buttons: { show: "Show", startAgain: "Start again", newMachine: "New machine" },
  workFailed: (subject: string) => `Failed: ${subject}`,
};
