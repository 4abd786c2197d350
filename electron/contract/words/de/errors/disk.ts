import { formatSize } from "../../formats.ts";
import type { ErrorWords } from "../../sentence.ts";

const makeRoom =
  "Es blieb nichts Unvollständiges zurück. Platz schaffen, dann noch einmal versuchen.";

/** The sentences of errors about disks, in German. */
export const diskErrors = {
  "disk-missing": ({ path }) => ({
    what: `Die Datei ${path} gibt es nicht.`,
    todo: "Prüfen, ob der Pfad stimmt und die Platte mit der Datei angeschlossen ist.",
  }),
  "disk-unreadable": ({ path }) => ({
    what: `QEMU kann ${path} nicht als Festplatte verwenden.`,
    todo: "Die Einzelheiten zeigen die Meldung. Die Datei von dort, wo sie herkommt, neu kopieren oder eine andere wählen.",
  }),
  "disk-not-image": ({ path }) => ({
    what: `${path} ist kein Festplattenabbild.`,
    todo: "Eine qcow2-Datei angeben oder ein raw-Abbild aus ganzen 512-Byte-Sektoren.",
  }),
  "disk-format-unsupported": ({ path, format }) => ({
    what: `${path} ist ein ${format}-Abbild, auf das Maschinen nicht sicher schreiben können.`,
    todo: "Das Abbild als Vorlage hinzufügen, wobei VMDK, VDI, VHD und VHDX sicher kopiert werden, oder an der Quelle in qcow2 umwandeln lassen. Nur bei einem vertrauenswürdigen Abbild: qemu-img convert -O qcow2 QUELLE ZIEL",
  }),
  "disk-has-backing": ({ path, backing }) => ({
    what: `${path} braucht eine zweite Datei, ${backing}.`,
    todo: "Das Abbild an der Quelle unabhängig machen lassen. Nur bei einem vertrauenswürdigen Abbild, denn dabei wird alles geöffnet, worauf es verweist: qemu-img convert -O qcow2 QUELLE ZIEL",
  }),
  "disk-in-use": ({ path, by }) => ({
    what: `${path} wird von ${by} verwendet.`,
    todo: "Zwei Maschinen auf einer Platte würden deren Inhalt zerstören. Eine Kopie angeben oder die andere Maschine herunterfahren.",
  }),
  "disk-path-invalid": ({ path }) => ({
    what: `${path} kann nicht der Pfad einer Platte sein.`,
    todo: "Den Pfad einer gewöhnlichen Datei angeben, höchstens 4095 Bytes lang.",
  }),
  "disk-full": ({ path }) => ({
    what: `Der Datenträger mit ${path} ist voll.`,
    todo: makeRoom,
  }),
  "no-room": ({ path, needed, usable }) => ({
    what:
      needed === null
        ? `Dies hätte den Datenträger mit ${path} gefüllt und wurde deshalb abgebrochen.`
        : `Auf dem Datenträger mit ${path} ist zu wenig Platz: Nötig sind ${formatSize("de", needed)}, nutzbar ${formatSize("de", usable)}. Der Rest bleibt für laufende Maschinen frei.`,
    todo: makeRoom,
  }),
  "disk-smaller": ({ asked, least }) => ({
    what: `Eine Platte von ${formatSize("de", asked)} ist zu klein.`,
    todo: `Die Vorlage braucht mindestens ${formatSize("de", least)}.`,
  }),
} satisfies Partial<ErrorWords>;
