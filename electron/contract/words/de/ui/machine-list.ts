import type { machineList as english } from "../../en/ui/machine-list.ts";
import { plural } from "../../formats.ts";

/** Texts of the list of machines and of what is done with several at once, in German. */
export const machineList: typeof english = {
  width: "Breite der Liste",
  sort: "Maschinen sortieren",
  orders: { name: "Sortiert: Name", status: "Sortiert: Status", address: "Sortiert: Adresse" },
  select: (name) => `${name} auswählen`,
  selectAll: "Alle Maschinen auswählen",
  selected: (count) => `${count} ausgewählt`,
  act: (verb, count) =>
    `${verb}: ${plural("de", count, { one: "1 Maschine", other: `${count} Maschinen` })}`,
  removeTitle: (count) =>
    plural("de", count, { one: "1 Maschine löschen?", other: `${count} Maschinen löschen?` }),
  removeText:
    "Die Maschinen kommen in den Papierkorb und können sieben Tage lang wiederhergestellt werden. Platten dieser Maschinen:",
  removeStay: (count) =>
    plural("de", count, {
      one: "1 weitere ausgewählte Maschine ist nicht gestoppt und bleibt.",
      other: `${count} weitere ausgewählte Maschinen sind nicht gestoppt und bleiben.`,
    }),
  removeConfirm: "Maschinen löschen",
};
