import type { news as english } from "../../en/ui/news.ts";

/** The texts of desktop notifications, in German. */
export const news: typeof english = {
  machineFailed: (name) => `„${name}“ ist ausgefallen`,
  uplinkLost: (name) => `Uplink ${name} ist weg`,
  uplinkLostText:
    "Die Maschinen erreichen einander und diesen Computer, aber nichts darüber hinaus.",
  uplinkFollowed: (name) => `Maschinen gehen jetzt über ${name} hinaus`,
  uplinkFollowedText: "Ihre Verbindungen nach draußen beginnen neu.",
  uplinkRecalled: "Der Uplink wurde wieder gewählt",
  templateReady: (name) => `Vorlage „${name}“ ist fertig`,
  templateReadyText: "Neue Maschinen können daraus entstehen.",
  workFailed: (subject) => `Fehlgeschlagen: ${subject}`,
};
