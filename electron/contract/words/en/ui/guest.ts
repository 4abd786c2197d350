/** The words around a guest’s facts, in English. */
export const guest = {
  title: "In the guest",
  system: "System",
  kernel: "Kernel",
  users: "Logged in",
  nobody: "nobody",
  nearlyFull: (used: string) => `${used}, nearly full`,
  addresses: "Addresses",
};
