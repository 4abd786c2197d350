import type { machineSettings as english } from "../../en/ui/machine-settings.ts";

/** Texts of a machine's settings, its copies and its way back from the trash, in German. */
export const machineSettings: typeof english = {
  title: "Einstellungen",
  rename: "Umbenennen",
  nameHint: "Zugleich der Hostname: Der Gast übernimmt ihn beim nächsten Start.",
  hardware: "Hardware und Adresse",
  busy: "Diese Einstellungen lassen sich ändern, während die Maschine läuft oder heruntergefahren ist.",
  save: "Speichern",
  restart: "Speichern und neu starten",
  restartHint: "Der Gast wird heruntergefahren und wieder gestartet.",
  restarting: "Der Gast wird heruntergefahren\u00a0…",
  restarted: "Gespeichert. Die Maschine wurde neu gestartet.",
  saving: "Wird gespeichert\u00a0…",
  discard: "Verwerfen",
  saved: "Gespeichert. Gilt ab dem nächsten Start.",
  renamed: "Umbenannt.",
  autostart: {
    title: "Autostart beim Anmelden",
    names: { never: "Nie", always: "Immer", "as-before": "Wenn sie zuletzt lief" },
    hint: "Auch Virtray selbst muss beim Anmelden starten: siehe Einstellungen.",
    order: "Startreihenfolge",
    orderHint: "0 bis 99; kleinere Zahlen starten zuerst",
  },
  hostShutdown: {
    title: "Wenn dieser Computer herunterfährt",
    names: { stop: "Herunterfahren", suspend: "Ruhezustand" },
    hint: "Aus dem Ruhezustand macht eine Maschine weiter, wo sie war. Das Sichern muss in die Sekunden passen, die das System dafür lässt.",
  },
  idle: {
    title: "Wenn die Maschine nicht verwendet wird",
    names: { never: "Laufen lassen", suspend: "Ruhezustand", stop: "Herunterfahren" },
    hint: "Eine Maschine wird verwendet, solange sie mehr rechnet, liest, schreibt oder sendet als ein ruhendes System, solange eine Konsole sie zeigt und solange dieser Computer eine Verbindung zu ihr hat.",
    minutes: "Minuten ohne Verwendung",
    minutesWrong: "Eine ganze Zahl von Minuten angeben, mindestens 1.",
  },
  copy: "Maschine kopieren\u00a0…",
  copyTitle: (name) => `„${name}“ kopieren`,
  copyText:
    "Die Kopie bekommt dieselbe Hardware und denselben Inhalt, aber eine eigene Adresse. Schnappschüsse werden nicht kopiert.",
  copyForwards: (name) =>
    `Die Portweiterleitungen bleiben bei „${name}“: Ein Port dieses Computers kann nur zu einer Maschine führen.`,
  copyName: "Name der Kopie",
  copyDo: "Kopieren",
  trashed: (name) => `„${name}“ liegt jetzt im Papierkorb.`,
};
