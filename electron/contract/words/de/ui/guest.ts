import type { guest as english } from "../../en/ui/guest.ts";

/** The words around a guest’s facts, in German. */
export const guest: typeof english = {
  title: "Im Gast",
  system: "System",
  kernel: "Kernel",
  users: "Angemeldet",
  nobody: "niemand",
  nearlyFull: (used) => `${used}, fast voll`,
  addresses: "Adressen",
};
