import type { drop as english } from "../../en/ui/drop.ts";

/** The texts about files that are dropped on a machine, in German. */
export const drop: typeof english = {
  hint: (name) => `Loslassen, um Dateien an „${name}“ zu geben`,
  folderTitle: (name) => `Einen Ordner für „${name}“ freigeben`,
  shareText: "Der Ordner bleibt hier, und die Maschine arbeitet darin.",
  copyInstead: "Den Ordner stattdessen in die Maschine kopieren",
};
