import type { news as english } from "../../en/ui/news.ts";

/** The texts of desktop notifications, in German. */
export const news: typeof english = {
  machineStopped: (name) => `„${name}“ wurde unerwartet beendet`,
  machineStoppedText: "Das Protokoll der Maschine zeigt, warum.",
  machineKilledText:
    "Der QEMU-Prozess ist abgestürzt oder wurde von anderer Stelle beendet. War der Arbeitsspeicher knapp, der Maschine weniger zuteilen oder andere Programme schließen.",
  machineNotStarted: (name) => `„${name}“ wurde nicht gestartet`,
  uplinkLost: (name) => `Uplink ${name} ist ausgefallen`,
  uplinkLostText:
    "Die Maschinen erreichen einander und diesen Computer, aber nichts darüber hinaus.",
  uplinkFollowed: (name) => `Maschinen verwenden jetzt den Uplink ${name}`,
  uplinkFollowedText: "Verbindungen über diesen Computer hinaus wurden unterbrochen.",
  uplinkRecalled: "Der Uplink wurde gewechselt",
  templateReady: (name) => `Vorlage „${name}“ ist fertig`,
  templateReadyText: "Aus dieser Vorlage lassen sich jetzt Maschinen anlegen.",
  buttons: { show: "Anzeigen", startAgain: "Noch einmal starten", newMachine: "Neue Maschine" },
  workFailed: (subject) => `Fehlgeschlagen: ${subject}`,
};
