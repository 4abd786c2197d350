import type { machineList as english } from "../../en/ui/machine-list.ts";
import { plural } from "../../formats.ts";

/** Texts of the list of machines and of what is done with several at once, in German. */
export const machineList: typeof english = {
  sort: "Reihenfolge der Maschinen",
  orders: { name: "Nach Name", status: "Nach Zustand", address: "Nach Adresse" },
  select: (name) => `${name} auswählen`,
  selectAll: "Alle Maschinen auswählen",
  selected: (count) => `${count} gewählt`,
  act: (verb, count) =>
    `${verb}: ${plural("de", count, { one: "1 Maschine", other: `${count} Maschinen` })}`,
  removeTitle: (count) => `${count} Maschinen löschen?`,
  removeText:
    "Sie kommen in den Papierkorb und können sieben Tage lang zurückgeholt werden. Ihre Platten:",
  removeStay: (count) =>
    count === 1
      ? "Eine weitere ist gewählt, aber nicht gestoppt. Sie bleibt."
      : `${count} weitere sind gewählt, aber nicht gestoppt. Sie bleiben.`,
  removeConfirm: "Maschinen löschen",
};
