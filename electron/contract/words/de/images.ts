import type { ImageDamage } from "../../errors/template.ts";
import type { ErrorWords } from "../sentence.ts";

/** Describes the damage of an image. */
function imageDamage(damage: ImageDamage, count: number | undefined): string {
  switch (damage) {
    case "cut-off":
      return "Die Datei endet vor ihren Daten";
    case "marked":
      return "QEMU hat es als beschädigt gekennzeichnet";
    case "tables":
      return count === undefined
        ? "Seine Tabellen widersprechen einander"
        : `Seine Tabellen widersprechen einander oder der Länge der Datei (Fehler: ${count})`;
  }
}

/** The sentences about images that are damaged or empty. */
export const imageErrors: Pick<
  ErrorWords,
  "image-damaged" | "image-unclosed" | "image-empty" | "image-manifest" | "write-refused"
> = {
  "image-damaged": ({ path, damage, count }) => ({
    what: `Das Abbild ${path} ist beschädigt: ${imageDamage(damage, count)}.`,
    todo: "Bitte neu herunterladen oder kopieren und die Größe mit der des Originals vergleichen. Gibt es kein anderes: qemu-img check -r all richtet, was geht, am besten an einer Kopie.",
  }),
  "image-unclosed": ({ path }) => ({
    what: `Das Abbild ${path} wurde vom letzten Programm, das es verwendete, nicht geschlossen: In seinem Protokoll stehen Änderungen, die noch fehlen.`,
    todo: "Dort die Maschine herunterfahren, dann neu kopieren. Gibt es kein anderes: qemu-img check -r all trägt sie nach, am besten in einer Kopie.",
  }),
  "image-empty": ({ path }) => ({
    what: `Die Platte in ${path} ist 0 Byte groß, von ihr kann also keine Maschine laufen.`,
    todo: "Prüfen, ob es die richtige Datei ist, oder sie vergrößern: qemu-img resize",
  }),
  "image-manifest": ({ path, member, algorithm }) => ({
    what: `Die Platte ${member} in ${path} ist nicht die, mit der das Archiv gemacht wurde: Ihre ${algorithm}-Summe weicht vom Manifest des Archivs ab.`,
    todo: "Das Archiv wurde unterwegs beschädigt oder verändert. Bitte neu herunterladen oder die Maschine neu exportieren.",
  }),
  "write-refused": ({ path, detail }) => ({
    what: `In ${path} wurde nichts geschrieben: Es ließe sich nicht wieder lesen (${detail}). Das ist ein Fehler von Virtray selbst.`,
    todo: "Es gilt, was vorher da war. Bitte andere Werte angeben und es mit dem Support-Paket melden.",
  }),
};
