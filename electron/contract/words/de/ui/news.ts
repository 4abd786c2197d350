import type { news as english } from "../../en/ui/news.ts";

/** The texts of desktop notifications, in German. */
export const news: typeof english = {
  machineStopped: (name) => `„${name}“ wurde unerwartet beendet`,
  machineStoppedText: "Das Protokoll der Maschine sagt mehr.",
  machineKilledText:
    "Der QEMU-Prozess ist abgestürzt oder wurde von außen beendet. War der Arbeitsspeicher knapp: der Maschine weniger geben oder andere Programme schließen.",
  machineNotStarted: (name) => `„${name}“ wurde nicht gestartet`,
  uplinkLost: (name) => `Uplink ${name} ist weg`,
  uplinkLostText:
    "Die Maschinen erreichen einander und diesen Computer, aber nichts darüber hinaus.",
  uplinkFollowed: (name) => `Maschinen gehen jetzt über ${name} hinaus`,
  uplinkFollowedText: "Ihre Verbindungen nach draußen beginnen neu.",
  uplinkRecalled: "Der Uplink wurde wieder gewählt",
  templateReady: (name) => `Vorlage „${name}“ ist fertig`,
  templateReadyText: "Neue Maschinen können daraus entstehen.",
  buttons: { show: "Anzeigen", startAgain: "Erneut starten", newMachine: "Neue Maschine" },
  workFailed: (subject) => `Fehlgeschlagen: ${subject}`,
};
