import { formatSize } from "../../formats.ts";
import type { ErrorWords } from "../../sentence.ts";

/** The sentences of errors about disks, in German. */
export const diskErrors = {
  "disk-missing": ({ path }) => ({ what: `Es gibt keine Datei ${path}.` }),
  "disk-unreadable": ({ path, detail }) => ({
    what: `${path} lässt sich nicht öffnen: ${detail}.`,
  }),
  "disk-not-image": ({ path }) => ({
    what: `${path} ist kein Festplattenabbild.`,
    todo: "Bitte eine qcow2-Datei angeben oder ein rohes Abbild aus ganzen 512-Byte-Sektoren.",
  }),
  "disk-format-unsupported": ({ path, format }) => ({
    what: `${path} ist ein ${format}-Abbild, auf das Maschinen nicht sicher schreiben können.`,
    todo: "Bitte als Vorlage hinzufügen, was VMDK, VDI und VHDX sicher kopiert, oder dort in qcow2 umwandeln lassen, wo es herkommt. Nur bei einem vertrauenswürdigen Abbild: qemu-img convert -O qcow2 QUELLE ZIEL",
  }),
  "disk-has-backing": ({ path, backing }) => ({
    what: `${path} braucht eine zweite Datei, ${backing}.`,
    todo: "Bitte dort zusammenführen lassen, wo es herkommt. Nur bei einem vertrauenswürdigen Abbild, denn dies öffnet alles, was es nennt: qemu-img convert -O qcow2 QUELLE ZIEL",
  }),
  "disk-in-use": ({ path, by }) => ({
    what: `${path} wird von ${by} benutzt.`,
    todo: "Zwei Maschinen auf einer Platte würden sie zerstören. Bitte eine Kopie angeben oder die andere stoppen.",
  }),
  "disk-path-invalid": ({ path }) => ({
    what: `${path} kann kein Pfad einer Platte sein.`,
    todo: "Bitte den Pfad einer gewöhnlichen Datei angeben, höchstens 4095 Bytes lang.",
  }),
  "disk-full": ({ path }) => ({
    what: `Der Datenträger mit ${path} ist voll.`,
    todo: "Es blieb nichts Halbfertiges zurück. Platz schaffen, dann noch einmal versuchen.",
  }),
  "no-room": ({ path, needed, usable }) => ({
    what:
      needed === null
        ? `Dies hätte den Datenträger mit ${path} gefüllt und wurde deshalb abgebrochen.`
        : `Auf dem Datenträger mit ${path} ist zu wenig Platz: Nötig sind ${formatSize("de", needed)}, nutzbar ${formatSize("de", usable)}. Der Rest bleibt für laufende Maschinen frei.`,
    todo: "Es blieb nichts Halbfertiges zurück. Platz schaffen, dann noch einmal versuchen.",
  }),
  "disk-smaller": ({ asked, least }) => ({
    what: `Eine Platte von ${asked} ist zu klein.`,
    todo: `Die Vorlage braucht mindestens ${least}.`,
  }),
} satisfies Partial<ErrorWords>;
