import type { suspendErrors as english } from "../../en/errors/suspend.ts";
import { formatSize } from "../../formats.ts";

/** The errors of suspended machines, in German. */
export const suspendErrors: typeof english = {
  "machine-suspended": ({ name }) => ({
    what: `„${name}“ ist im Ruhezustand: Eine Änderung würde jetzt nicht zu ihrem gesicherten Arbeitsspeicher passen.`,
    todo: "Die Maschine zuerst starten und herunterfahren oder ihren Arbeitsspeicher verwerfen.",
    typed: `Die Maschine zuerst starten und herunterfahren oder ihren Arbeitsspeicher verwerfen: virtray discard ${name}`,
  }),
  "machine-not-suspended": ({ name }) => ({
    what: `„${name}“ ist nicht im Ruhezustand; es gibt keinen gesicherten Arbeitsspeicher.`,
    todo: "„virtray list“ zeigt den Status aller Maschinen.",
  }),
  "suspend-device": ({ name, path }) => ({
    what: `„${name}“ verwendet die physische Festplatte ${path}, die sich im Ruhezustand der Maschine ändern könnte.`,
    todo: "Die Maschine pausieren oder herunterfahren.",
  }),
  "suspend-no-room": ({ name, path, needed, free }) => ({
    what: `Das Sichern des Arbeitsspeichers von „${name}“ braucht bis zu ${formatSize("de", needed)}, aber auf dem Datenträger mit ${path} sind nur ${formatSize("de", free)} frei. Die Maschine läuft weiter.`,
    todo: "Platz schaffen oder die Maschine stattdessen herunterfahren.",
  }),
  "suspend-unusable": ({ name, detail }) => ({
    what: `Der gesicherte Arbeitsspeicher von „${name}“ passt nicht mehr: ${detail}. Der Arbeitsspeicher bleibt gesichert.`,
    todo: "Die Maschine stattdessen booten, wie nach einem Stromausfall; ihr Arbeitsspeicher bleibt in einer Datei erhalten.",
    typed: `Die Maschine stattdessen booten, wie nach einem Stromausfall; ihr Arbeitsspeicher bleibt in einer Datei erhalten: virtray start --boot ${name}`,
  }),
  "suspend-missing": ({ name, path }) => ({
    what: `Der gesicherte Arbeitsspeicher von „${name}“, ${path}, fehlt oder ist unvollständig.`,
    todo: "Diese Datei wiederherstellen oder die Maschine stattdessen booten, wie nach einem Stromausfall.",
    typed: `Diese Datei wiederherstellen oder die Maschine booten, wie nach einem Stromausfall: virtray start --boot ${name}`,
  }),
  "suspend-changed": ({ name, path }) => ({
    what: `Der gesicherte Arbeitsspeicher von „${name}“, ${path}, wurde nach dem Sichern verändert oder beschädigt.`,
    todo: "Diese Datei wiederherstellen oder die Maschine stattdessen booten, wie nach einem Stromausfall; die Datei bleibt erhalten.",
    typed: `Diese Datei wiederherstellen oder die Maschine stattdessen booten, wie nach einem Stromausfall; die Datei bleibt erhalten: virtray start --boot ${name}`,
  }),
  "suspend-disk-changed": ({ name, path }) => ({
    what: `${path} hat sich geändert, seit „${name}“ im Ruhezustand ist; der gesicherte Arbeitsspeicher würde die Dateien darauf beschädigen.`,
    todo: "Die Platte von damals wiederherstellen oder die Maschine stattdessen booten; ihr Arbeitsspeicher bleibt in einer Datei erhalten.",
    typed: `Die Platte von damals wiederherstellen oder die Maschine stattdessen booten; ihr Arbeitsspeicher bleibt in einer Datei erhalten: virtray start --boot ${name}`,
  }),
  "suspend-kept": ({ name, path }) => ({
    what: `„${name}“ hat gebootet; der Arbeitsspeicher aus dem Ruhezustand bleibt in ${path} erhalten.`,
    todo: "Diese Datei löschen, wenn sie nicht mehr gebraucht wird.",
  }),
};
