/** What a guest’s agent tells of it, in English. */
export const guest = {
  title: "In the guest",
  system: "System",
  kernel: "Kernel",
  users: "Logged in",
  nobody: "nobody",
  nearlyFull: (used: string) => `${used}, nearly full`,
  addresses: "Addresses",
};
