import type { jobs as english } from "../../en/ui/jobs.ts";

/** The texts about long work, in German. */
export const jobs: typeof english = {
  title: "In Arbeit",
  kind: {
    "lan-up": "LAN einschalten",
    "lan-down": "LAN ausschalten",
    setup: "Einrichten",
    "template-add": "Vorlage anlegen",
    "templates-move": "Vorlagen verschieben",
    flatten: "Unabhängig machen",
    clone: "Kopieren",
    snapshot: "Schnappschuss",
    export: "Exportieren",
  },
  step: {
    download: "Lade herunter",
    verify: "Prüfe",
    unpack: "Entpacke",
    convert: "Wandle um",
    copy: "Kopiere",
    save: "Sichere Arbeitsspeicher",
  },
  working: "In Arbeit …",
  percent: (fraction) => `${Math.floor(fraction * 100)} %`,
  ofBytes: (done, total) => `${done} von ${total}`,
  speed: (size) => `${size}/s`,
  left: (seconds) => (seconds < 90 ? `noch ${seconds} s` : `noch ${Math.round(seconds / 60)} min`),
  retry: "Noch einmal",
  putAway: "Wegräumen",
};
