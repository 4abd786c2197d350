import type { machineSettings as english } from "../../en/ui/machine-settings.ts";

/** Texts of a machine's settings, its copies and its way back from the trash, in German. */
export const machineSettings: typeof english = {
  title: "Einstellungen",
  rename: "Umbenennen",
  nameHint: "Zugleich der Hostname: Der Gast übernimmt ihn beim nächsten Start.",
  hardware: "Hardware und Adresse",
  busy: "Um das Folgende zu ändern, die Maschine herunterfahren.",
  save: "Speichern",
  saving: "Wird gespeichert …",
  discard: "Verwerfen",
  saved: "Gespeichert. Es gilt ab dem nächsten Start.",
  renamed: "Umbenannt.",
  autostart: {
    title: "Beim Anmelden starten",
    names: { never: "Nie", always: "Immer", "as-before": "Wenn sie zuletzt lief" },
    hint: "Auch Virtray selbst muss beim Anmelden starten: siehe seine Einstellungen.",
    order: "Reihenfolge",
    orderHint: "0 bis 99; kleinere starten zuerst",
  },
  copy: "Kopieren …",
  copyTitle: (name) => `„${name}“ kopieren`,
  copyText:
    "Die Kopie bekommt dieselbe Hardware und denselben Inhalt, aber eine eigene Adresse. Schnappschüsse werden nicht kopiert.",
  copyForwards: (name) =>
    `Die Portweiterleitungen bleiben bei „${name}“: Ein Port dieses Computers führt zu einer Maschine.`,
  copyName: "Name der Kopie",
  copyDo: "Kopieren",
  trashed: (name) => `„${name}“ liegt jetzt im Papierkorb.`,
  undo: "Rückgängig",
  undoFor: (seconds) => `${seconds} s`,
};
