import type { trouble as english } from "../../en/ui/trouble.ts";

/** The buttons beside errors, and what stands around them, in German. */
export const trouble: typeof english = {
  remedies: {
    start: "Erneut starten",
    wait: "Noch 60 s warten",
    log: "Protokoll zeigen",
    console: "Konsole zeigen",
    snapshots: "Schnappschüsse zeigen",
    "choose-disk": "Datei wählen …",
    "lan-renew": "LAN neu starten",
    subnet: "Subnetz ändern …",
    health: "Beheben …",
    settings: "Einstellungen öffnen",
    use: (name) => `${name} verwenden`,
    makeIndependent: (names) =>
      `${names.length === 1 ? names.join() : `Alle ${names.length}`} unabhängig machen`,
  },
  uplinkIs: (name) => `Uplink des LANs: ${name}`,
  uplinkOf: (machine, name) => `Uplink von ${machine}: ${name}`,
  toasts: "Meldungen",
  more: (count) => `${count} weitere in der Diagnose`,
};
