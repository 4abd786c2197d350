/** Other computers of the user's in the settings, in English. */
export const computers = {
  hint: "Other computers that you reach by ssh and that have Virtray. The machines there appear here and can join this LAN.",
  add: "Add…",
  addTitle: "New computer",
  addDo: "Add",
  host: "Host",
  hostHint: "As you type it after “ssh”: HOST or USER@HOST",
  name: "Name",
  nameHint: "For use here, such as in virtray start NAME/MACHINE",
  computer: "Computer",
  thisOne: "This computer",
  asking: (name: string) => `${name} is asked for its templates…`,
  noTemplates: (name: string) =>
    `There is no template on ${name} yet. One is added there, or in a terminal here: virtray template add debian --catalogue debian-13 --on ${name}`,
  /** How long ago a machine of a computer that is not reached was seen. */
  lastSeen: (ago: string) => `last seen ${ago}`,
  notReached: "computer not reached",
  /** Names the settings that a far machine's page lacks. `reference`: COMPUTER/MACHINE. */
  elsewhere: (computer: string, reference: string) =>
    `Hardware, disks and network of this machine are changed on ${computer}, or in a terminal here: virtray set ${reference}`,
  moveTo: (computer: string) => `Move to ${computer}`,
  moveHere: "Move to this computer",
  notReachedHint: (computer: string) =>
    `${computer} is not reached now. The machines there are shown as they were, and the connection comes back by itself.`,
  check: "Check",
  checking: "Checking…",
  remove: "Remove",
  removed: (name: string) => `${name} was removed. The machines there stay as they are.`,
  machines: (count: number) => (count === 1 ? "1 machine" : `${count} machines`),
  never: "never reached",
  now: "answered just now",
  ago: (time: string) => `answered ${time}`,
  fine: "Nothing is missing there.",
  join: (name: string) => `Machines on ${name} in this LAN`,
  apart: "Machines there are not in this LAN.",
  joined: "Machines there are in this LAN.",
  waiting: "Machines there join this LAN as soon as the cable is plugged in.",
  lead: (name: string) => `${name} as an uplink`,
  noUplink: "Machines here do not use that computer as an uplink.",
  leadsOut: (uplink: string) => `The computer can be chosen as an uplink: ${uplink}.`,
  leadsLater: "The computer is an uplink as soon as the LAN is on and the cable is plugged in.",
};
export type ComputersWords = typeof computers;
