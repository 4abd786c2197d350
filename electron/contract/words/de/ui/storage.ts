import type { storage as english } from "../../en/ui/storage.ts";
import { plural } from "../../formats.ts";

/** Texts of snapshots, the trash and a machine's settings, in German. */
export const storage: typeof english = {
  title: "Schnappschüsse",
  label: "Name des neuen Schnappschusses",
  take: "Erstellen",
  taking: "Wird erstellt\u00a0…",
  hintStopped: "Speichert den jetzigen Inhalt der Platten.",
  hintRunning:
    "Speichert Platten und Arbeitsspeicher. Die Maschine ist pausiert, während der Arbeitsspeicher gesichert wird.",
  withMemory: "Mit Arbeitsspeicher",
  hintFrozen:
    "Speichert die Platten, während die Maschine weiterläuft. Der Gast-Agent lässt die Dateisysteme einen Moment ruhen.",
  none: "Noch keine Schnappschüsse. Es lohnt sich, vor dem Ausprobieren einen zu erstellen.",
  memory: (size) => `mit ${size} Arbeitsspeicher`,
  diskOnly: "nur Platten",
  frees: (size, isExact) => `gibt ${isExact ? size : `etwa ${size}`} frei`,
  freesNothing: "gibt fast nichts frei",
  freesHint:
    "Beim Löschen des Schnappschusses. Was sich Schnappschüsse teilen, wird mit dem letzten davon frei.",
  before: (name) => `Bevor „${name}“ wiederhergestellt wurde`,
  incomplete: "unvollständig",
  restore: "Wiederherstellen",
  remove: "Löschen",
  sure: "Jetzt wiederherstellen",
  sureText:
    "Die Maschine kehrt zu diesem Schnappschuss zurück. Vorher wird automatisch ein Schnappschuss des jetzigen Zustands erstellt.",
  trash: (count) => `Papierkorb (${count})`,
  trashHint: "Bleibt nach dem Löschen sieben Tage erhalten.",
  bringBack: "Wiederherstellen",
  empty: "Papierkorb leeren",
  emptyAsk: "Papierkorb leeren\u00a0…",
  emptyTitle: (count) =>
    plural("de", count, {
      one: "1 Maschine endgültig löschen?",
      other: `${count} Maschinen endgültig löschen?`,
    }),
  emptyText:
    "Platten, die für Maschinen angelegt wurden, werden gelöscht; das lässt sich nicht rückgängig machen. Vorhandene Platten, die Maschinen verwendet haben, bleiben erhalten. Im Papierkorb:",
};
