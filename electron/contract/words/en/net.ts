/** The picture of the LAN, in English. */
export const net = {
  title: "How the LAN is wired",
  host: "This computer",
  switch: "Switch",
  switchOff: "Switch is off",
  port: (number: number) => `port ${number}`,
  fastCable: (interfaceName: string) => `fast (${interfaceName})`,
  pulled: "pulled",
  running: "plugged in",
  notRunning: "not running",
  noMachines: "No machines yet. Cables to machines will appear here.",
  foreign: (description: string) => `not Virtray’s: ${description}`,
  foreignHint:
    "Another program has connected this to the LAN’s switch. Virtray only shows the connection.",
  pull: (name: string) => `Pull the cable of ${name}`,
  plug: (name: string) => `Plug in the cable of ${name}`,
  trafficHint: "Traffic of machines through this computer: received and sent",
  rate: (received: string, sent: string) => `↓ ${received}/s  ↑ ${sent}/s`,
  quiet: "no traffic",
  sshConfig: {
    installed: (path: string) => `“ssh NAME” works for machines now: ${path} includes their names.`,
    removed: (path: string) => `${path} no longer includes the names of machines.`,
  },
  inventory: {
    title: "What Virtray has on this computer",
    empty: "Virtray has changed nothing on this computer.",
    removeTraces: "Remove all traces…",
    removeTitle: "Remove all traces?",
    removeText:
      "This switches the LAN off, with its interface, routes, rules and kernel settings; running machines continue without a network. Then everything that outlasts the LAN is undone; your password is needed for what belongs to root.",
    removeKept: "What outlasts the LAN:",
    removeNothing: "Nothing outlasts the LAN.",
    removeSafe: "Machines, templates and settings are kept.",
    removeConfirm: "Remove all traces",
    removed: "All traces have been removed.",
    kinds: {
      interface: "interface",
      address: "address",
      table: "nft table",
      forward: "port forward",
      rule: "ip rule",
      route: "route",
      flag: "kernel setting",
      "foreign-rule": "rule in another firewall",
      process: "process",
      device: "lent disk",
      file: "file",
    },
    states: {
      held: "in place",
      changed: "changed by another program",
      missing: "missing",
      unseen: "visible to root only",
    },
  },
  renumber: {
    title: "Another subnet",
    hint: "Each machine keeps the last part of its address. You see the changes before they are made.",
    look: "Show what changes",
    go: "Change it now",
    done: (subnet: string, host: string) => `The LAN is ${subnet} now, this computer ${host}.`,
    planned: (subnet: string, host: string) =>
      `The LAN would be ${subnet}, this computer ${host}. Nothing was changed.`,
    follows: {
      "cloud-init": "gets the new address at its next start",
      "dhcp-or-hand":
        "gets the new address by DHCP; a fixed address in the guest must be changed there",
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
