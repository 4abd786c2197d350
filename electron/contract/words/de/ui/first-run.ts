import type { firstRun as english } from "../../en/ui/first-run.ts";
import { plural } from "../../formats.ts";

/** Texts of the way to the first machine, in German. */
export const firstRun: typeof english = {
  title: "Die erste Maschine anlegen",
  intro: "Virtray lädt das gewählte System einmal herunter und betreibt es in einem privaten Netz.",
  creating: (system) => `Erste Maschine: ${system}`,
  running: (name) => `${name} läuft`,
  systems: "System",
  go: "Anlegen und starten",
  own: "Festplattenabbild oder CD verwenden",
  steps: {
    checking: "Dieser Computer wird geprüft\u00a0…",
    ready: "Dieser Computer ist bereit",
    notReady: "Auf diesem Computer fehlt etwas",
    lan: "LAN einschalten (fragt nach Ihrem Passwort)",
    lanDone: "Das LAN ist an",
    image: (system) => `${system} herunterladen`,
    template: (name) => `Vorlage „${name}“ verwenden`,
    machine: "Maschine anlegen und starten",
    login: "Anmelden",
  },
  kvm: "KVM funktioniert",
  noKvm: "Ohne KVM: Maschinen sind langsam",
  hints: (count) => plural("de", count, { one: "1 Hinweis", other: `${count} Hinweise` }),
  fix: "Beheben\u00a0…",
  newKey: "Ein Schlüssel zum Anmelden wurde erzeugt: ~/.ssh/id_ed25519",
  answersIn: (seconds) => `Erste Antwort der Maschine wird erwartet\u00a0… ${seconds} s`,
  states: { todo: "offen", busy: "in Arbeit", done: "erledigt", failed: "fehlgeschlagen" },
  skip: "Überspringen",
  show: "Maschine anzeigen",
};
