import type { storage as english } from "../../en/ui/storage.ts";

/** Texts of snapshots, the trash and a machine's settings, in German. */
export const storage: typeof english = {
  title: "Schnappschüsse",
  label: "Name des neuen Schnappschusses",
  placeholder: "vor dem Update",
  take: "Schnappschuss aufnehmen",
  taking: "Wird aufgenommen …",
  hintStopped: "Hält die Platten fest, wie sie jetzt sind.",
  hintRunning:
    "Hält Platten und Arbeitsspeicher fest. Die Maschine steht still, während er gesichert wird.",
  none: "Noch keine Schnappschüsse. Einer vor dem Ausprobieren lohnt sich.",
  memory: (size) => `mit ${size} Arbeitsspeicher`,
  diskOnly: "nur Platten",
  frees: (size, isExact) => `gibt ${isExact ? size : `etwa ${size}`} frei`,
  freesNothing: "gibt fast nichts frei",
  freesHint: "Beim Löschen. Was Schnappschüsse teilen, wird mit dem letzten davon frei.",
  before: (name) => `Bevor „${name}“ wiederhergestellt wurde`,
  incomplete: "unvollständig",
  restore: "Wiederherstellen",
  remove: "Löschen",
  sure: "Jetzt wiederherstellen",
  sureText:
    "Die Maschine kehrt zu diesem Stand zurück. Vom jetzigen wird zuerst automatisch ein Schnappschuss aufgenommen.",
  trash: (count) => `Papierkorb (${count})`,
  trashHint: "Bleibt nach dem Löschen sieben Tage.",
  bringBack: "Zurückholen",
  empty: "Papierkorb leeren",
};
