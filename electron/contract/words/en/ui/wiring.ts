import type { NetdCause } from "../../../lan/netd.ts";

/** The network page: the picture of the LAN as a switch, and what stands below it, in English. */
export const wiring = {
  inUse: "in use",
  firstThatWorks: "First that works",
  firstHint: "Uses the first interface below that has a connection. Drag to change the order.",
  moveHint: "Alt+↑ and Alt+↓ change the order",
  handle: (name: string) => `Drag to move ${name}`,
  stopped: "stopped",
  connected: "connected",
  pulled: "cable pulled",
  pull: "Pull cable",
  plug: "Plug in",
  pullOf: (name: string) => `Pull the cable of ${name}`,
  plugOf: (name: string) => `Plug in the cable of ${name}`,
  pulledOf: (name: string) => `The cable of ${name} is pulled.`,
  notRunning: (count: number) => `${count} not running`,
  running: "Running machines",
  rest: "Machines that are not running",
  dhcp: { served: "DHCP and DNS on", static: "DHCP and DNS off" },
  subnet: "Change the subnet…",
  more: "Network settings",
  changes: (count: number) =>
    count === 1 ? "1 change on this computer" : `${count} changes on this computer`,
  off: (count: number) =>
    count === 1 ? "1 not as it should be" : `${count} not as they should be`,
  putBack: "Put back",
  /** The connection of one machine. */
  connection: {
    title: "Connection",
    cable: "Cable",
    plugged: "plugged in",
    pulled: "pulled: the guest has no network",
    change: "Change…",
    noChange: "Done",
    onlyHere: "only this computer",
    others: (places: string) => `also others${places === "" ? "" : `: ${places}`}`,
  },
  causes: {
    status: "LAN status",
    up: "LAN on",
    down: "LAN off",
    "set-uplink": "Uplink changed",
    "set-machine-uplink": "Uplink of a machine",
    "set-forwards": "Port forwards",
    reserve: "Addresses",
    unreserve: "Addresses",
    reconcile: "Repair",
    start: "Started",
    exit: "Ended",
    once: "Single action",
  } satisfies Record<NetdCause, string>,
};
