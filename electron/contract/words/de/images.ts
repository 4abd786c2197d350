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
        ? "Die Tabellen darin widersprechen einander"
        : `Die Tabellen darin widersprechen einander oder der Länge der Datei (Fehler: ${count})`;
  }
}

/** The sentences about images that are damaged or empty. */
export const imageErrors: Pick<
  ErrorWords,
  "image-damaged" | "image-web-page" | "image-unclosed" | "image-empty" | "image-manifest"
> = {
  "image-damaged": ({ path, damage, count }) => ({
    what: `Das Abbild ${path} ist beschädigt: ${imageDamage(damage, count)}.`,
    todo: "Das Abbild noch einmal herunterladen oder kopieren und die Größe mit der des Originals vergleichen. Gibt es kein anderes: qemu-img check -r all repariert, was geht, am besten an einer Kopie.",
  }),
  "image-web-page": ({ path }) => ({
    what: `${path} ist eine Webseite und kein Festplattenabbild: Statt des Abbilds kam die Seite eines Netzes, das eine Anmeldung verlangt, oder die Fehlerseite eines Servers.`,
    todo: "Irgendeine Seite im Browser öffnen und sich im Netz anmelden oder die URL prüfen; dann das Abbild noch einmal herunterladen.",
  }),
  "image-unclosed": ({ path }) => ({
    what: `Das Abbild ${path} wurde vom letzten Programm, das es verwendet hat, nicht geschlossen: In seinem Protokoll stehen Änderungen, die im Abbild noch fehlen.`,
    todo: "Dort die Maschine herunterfahren, dann das Abbild noch einmal kopieren. Gibt es kein anderes: qemu-img check -r all trägt die Änderungen nach, am besten in einer Kopie.",
  }),
  "image-empty": ({ path }) => ({
    what: `Die Platte in ${path} ist 0 Byte groß, darum kann keine Maschine sie verwenden.`,
    todo: "Prüfen, ob es die richtige Datei ist, oder das Abbild vergrößern: qemu-img resize",
  }),
  "image-manifest": ({ path, member, algorithm }) => ({
    what: `Die Platte ${member} in ${path} ist nicht die, mit der das Archiv angelegt wurde: Die ${algorithm}-Prüfsumme weicht vom Manifest des Archivs ab.`,
    todo: "Das Archiv wurde unterwegs beschädigt oder verändert. Das Archiv noch einmal herunterladen oder die Maschine noch einmal exportieren.",
  }),
};
