import type { guest as english } from "../../en/ui/guest.ts";

/** What a guest’s agent tells of it, in German. */
export const guest: typeof english = {
  title: "Im Gast",
  system: "System",
  kernel: "Kernel",
  users: "Angemeldet",
  nobody: "niemand",
  nearlyFull: (used) => `${used}, fast voll`,
  addresses: "Adressen",
};
