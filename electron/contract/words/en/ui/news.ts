/** The texts of desktop notifications, in English. */
export const news = {
  machineFailed: (name: string) => `“${name}” has failed`,
  uplinkLost: (name: string) => `Uplink ${name} is lost`,
  uplinkLostText: "The machines reach each other and this computer, but nothing beyond.",
  uplinkFollowed: (name: string) => `Machines now go out by ${name}`,
  uplinkFollowedText: "Their connections beyond this computer begin anew.",
  uplinkRecalled: "The uplink was chosen again",
  templateReady: (name: string) => `Template “${name}” is ready`,
  templateReadyText: "New machines can be made from it.",
  workFailed: (subject: string) => `Failed: ${subject}`,
};
