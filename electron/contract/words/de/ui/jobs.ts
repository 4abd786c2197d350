import type { jobs as english } from "../../en/ui/jobs.ts";

/** The texts about long work, in German. */
export const jobs: typeof english = {
  title: (running, failed) =>
    failed === 0
      ? "In Arbeit"
      : running === 0
        ? "Fehlgeschlagen"
        : `In Arbeit · ${failed} fehlgeschlagen`,
  kind: {
    "lan-up": "LAN einschalten",
    "lan-down": "LAN ausschalten",
    setup: "Einrichten",
    "template-add": "Vorlage anlegen",
    "template-warm": "Vorlage vorwärmen",
    "templates-move": "Vorlagen verschieben",
    flatten: "Unabhängig machen",
    clone: "Kopieren",
    snapshot: "Schnappschuss",
    export: "Exportieren",
    send: "Dateien senden",
    move: "Verlegen",
  },
  step: {
    download: "Wird heruntergeladen",
    verify: "Wird geprüft",
    unpack: "Wird entpackt",
    convert: "Wird umgewandelt",
    copy: "Wird kopiert",
    save: "Arbeitsspeicher wird gesichert",
    start: "Maschinen werden gestartet, sobald Platz für sie ist",
    boot: "Ein Gast bootet",
  },
  working: "In Arbeit\u00a0…",
  percent: (fraction) => `${Math.floor(fraction * 100)}\u00a0%`,
  ofBytes: (done, total) => `${done} von ${total}`,
  speed: (size) => `${size}/s`,
  left: (seconds) => (seconds < 90 ? `noch ${seconds} s` : `noch ${Math.round(seconds / 60)} min`),
  others: (running, failed) =>
    failed === 0
      ? `${running} weitere in Arbeit`
      : running === 0
        ? `${failed} weitere fehlgeschlagen`
        : `${running} weitere in Arbeit · ${failed} fehlgeschlagen`,
  retry: "Noch einmal versuchen",
  putAway: "Ausblenden",
};
