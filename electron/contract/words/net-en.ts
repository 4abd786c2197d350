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
  foreign: (description: string) => `not Virtray’s: ${description}`,
  foreignHint: "Somebody else plugged this into the LAN’s switch. Virtray only shows it.",
  pull: (name: string) => `Pull the cable of ${name}`,
  plug: (name: string) => `Plug in the cable of ${name}`,
  leaves: "leaves here",
  spare: "not used now",
  trafficHint: "What machines receive and send through this computer",
  rate: (received: string, sent: string) => `↓ ${received}/s  ↑ ${sent}/s`,
  quiet: "quiet",
  sshConfig: {
    installed: (path: string) => `“ssh NAME” finds machines now: ${path} includes their names.`,
    removed: (path: string) => `${path} is as it was before.`,
  },
  ledger: {
    title: "What Virtray has on this computer",
    empty: "Nothing of Virtray’s is on this computer.",
    kinds: {
      interface: "interface",
      address: "address",
      table: "nft table",
      rule: "ip rule",
      route: "route",
      flag: "kernel flag",
      "foreign-rule": "rule in another firewall",
      process: "process",
      file: "file",
    },
    states: {
      held: "holds",
      changed: "changed by others",
      missing: "missing",
      unseen: "only root sees it",
    },
  },
  renumber: {
    done: (subnet: string, host: string) => `The LAN is ${subnet} now, this computer ${host}.`,
    planned: (subnet: string, host: string) =>
      `The LAN would be ${subnet}, this computer ${host}. Nothing was changed.`,
    follows: {
      "cloud-init": "follows at its next start",
      "dhcp-or-hand": "follows by DHCP; if it has a fixed address inside, set it there",
    },
  },
  columns: {
    name: "NAME",
    address: "ADDRESS",
    cable: "CABLE",
    received: "RECEIVED",
    sent: "SENT",
  },
};
export type NetWords = typeof net;
