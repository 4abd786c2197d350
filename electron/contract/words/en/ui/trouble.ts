/** The buttons beside errors, and what stands around them, in English. */
export const trouble = {
  remedies: {
    start: "Start again",
    wait: "Wait 60 s more",
    log: "Show log",
    console: "Show console",
    snapshots: "Show snapshots",
    "choose-disk": "Choose the file…",
    "lan-renew": "Restart the LAN",
    subnet: "Change the subnet…",
    health: "Fix…",
    settings: "Open settings",
    use: (name: string) => `Use ${name}`,
    makeIndependent: (names: readonly string[]) =>
      `Make ${names.length === 1 ? names.join() : `all ${names.length}`} independent`,
  },
  uplinkIs: (name: string) => `The LAN’s uplink: ${name}`,
  uplinkOf: (machine: string, name: string) => `The uplink of ${machine}: ${name}`,
  toasts: "Messages",
  more: (count: number) => `${count} more in Health`,
};
