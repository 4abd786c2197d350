/** The picture of the LAN, in English. */
export const net = {
  title: "How it is wired",
  host: "This computer",
  switch: "Switch",
  switchOff: "The switch does not run.",
  port: (number: number) => `port ${number}`,
  pulled: "pulled",
  running: "plugged in",
  notRunning: "does not run",
  noMachines: "No machines yet: their cables will hang here.",
  pull: (name: string) => `Pull the cable of ${name}`,
  plug: (name: string) => `Plug in the cable of ${name}`,
  leaves: "leaves here",
  spare: "not used now",
  rate: (received: string, sent: string) => `↓ ${received}/s  ↑ ${sent}/s`,
  quiet: "quiet",
  columns: {
    name: "NAME",
    address: "ADDRESS",
    cable: "CABLE",
    received: "RECEIVED",
    sent: "SENT",
  },
};
export type NetWords = typeof net;
