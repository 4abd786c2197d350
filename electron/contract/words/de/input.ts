import type { ErrorParams } from "../../errors/app-error.ts";
import type { ImageFault } from "../../errors/template.ts";
import { formatSize, plural } from "../formats.ts";
import type { ErrorWords } from "../sentence.ts";

/** Returns why a file cannot become a template. */
export function imageFault(fault: ImageFault, detail: string): string {
  switch (fault) {
    case "no-image":
      return "die Datei ist kein Festplattenabbild";
    case "format":
      return `das Format ${detail} ist unbekannt`;
    case "feature":
      return `das Abbild braucht etwas, das dieses QEMU nicht kann (${detail})`;
    case "kind":
      return "das Abbild ist von einer Art, die QEMU nicht kennt";
    case "encrypted":
      return "das Abbild ist verschlüsselt";
    case "cut-off":
      return "die Datei ist unvollständig";
    case "far-description":
      return "die Beschreibung liegt hinter den Daten";
    case "packed-twice":
      return "die Datei ist zweimal komprimiert";
    case "damaged":
      return "die Datei ist beschädigt";
    case "archive-inside":
      return "die Platte darin ist ein Archiv";
    case "archive-damaged":
      return "das Archiv ist beschädigt";
    case "archive-sparse":
      return "das Archiv speichert die Platte als Datei mit Lücken (tar --sparse)";
    case "archive-method":
      return `das Archiv ist mit ${detail} komprimiert und muss zuerst mit einem anderen Programm entpackt werden`;
    case "archive-without-disk":
      return "das Archiv enthält keine Platte (.vmdk, .vhd, .vhdx, .vdi, .qcow2, .img oder .raw)";
    case "archive-with-disks":
      return "das Archiv enthält mehrere Platten";
  }
}

/** The values that an option can have. */
const possible = {
  number: "Eine Zahl angeben.",
  memory: "Den Arbeitsspeicher als ganze Zahl von MiB oder als Größe wie 2G angeben.",
  cpus: "Die Zahl der Prozessoren angeben, mindestens 1.",
  disk: "Eine Platte kann 512 Byte bis 64 TiB groß sein.",
  seconds: "Möglich sind 0 bis 86400 Sekunden.",
  order: "Möglich ist eine ganze Zahl von 0 bis 99.",
  delay: "Möglich sind Millisekunden oder Sekunden, etwa 50ms oder 1.5s.",
  percent: "Möglich sind 0% bis 100%, etwa 2%.",
  rate: "Möglich sind Bits je Sekunde mit k, M oder G, etwa 2M.",
  duration: "Möglich sind Sekunden, Minuten, Stunden oder Tage, etwa 90s, 10m, 2h oder 1d.",
} as const;

/** Tells what is wrong in the words of a command. */
function usageFault({ usage, of: command, name }: ErrorParams["usage-invalid"]): string {
  switch (usage) {
    case "unknown-command":
      return `„${command}“ hat keinen Befehl „${name}“.`;
    case "unknown-option":
      return `„${command}“ hat keine Option „${name}“.`;
    case "argument-missing":
      return `Bei „${command}“ fehlt die Angabe „${name}“.`;
    case "value-missing":
      return `Bei der Option „${name}“ fehlt der Wert.`;
    case "option-missing":
      return `„${command}“ braucht die Option „${name}“.`;
    case "too-many":
      return plural("de", Number(name), {
        one: `1 Wort ist für „${command}“ zu viel.`,
        other: `${name} Wörter sind für „${command}“ zu viele.`,
      });
    case "other":
      return "Diese Wörter ergeben keinen Befehl.";
  }
}

/** The errors of typed input. */
export const inputErrors: Pick<
  ErrorWords,
  | "size-invalid"
  | "option-invalid"
  | "usage-invalid"
  | "options-one-of"
  | "checksum-alone"
  | "user-invalid"
  | "url-invalid"
  | "checksum-invalid"
  | "subnet-invalid"
  | "subnet-size-invalid"
  | "subnet-public"
  | "vnc-invalid"
  | "file-exists"
  | "file-not-regular"
  | "output-failed"
  | "file-link-dangling"
  | "file-has-names"
  | "file-too-large"
  | "file-denied"
  | "folder-missing"
> = {
  "size-invalid": ({ size }) => ({
    what: `„${size}“ ist keine Größe.`,
    todo: "Möglich ist eine Zahl mit K, M, G oder T, etwa 20G.",
  }),
  "option-invalid": ({ option, text }) => ({
    what: `${option === "disk" ? `Eine Platte von ${formatSize("de", Number(text))}` : `„${text}“`} ist nicht möglich.`,
    todo: possible[option],
  }),
  "usage-invalid": (params) => ({
    what: usageFault(params),
    todo: `${params.suggested === "" ? "" : `Gemeint sein könnte: ${params.suggested}. `}„${params.of} --help“ zeigt, was möglich ist.`,
  }),
  "options-one-of": ({ options }) => ({
    what: `Von den Optionen ${options} ist genau eine nötig.`,
    todo: "Eine davon angeben.",
  }),
  "checksum-alone": () => ({
    what: "Eine Prüfsumme gilt dem, was --url herunterlädt, und eine genügt.",
    todo: "Dazu --url und entweder --sha256 oder --sha512 angeben.",
  }),
  "user-invalid": ({ user }) => ({
    what: `„${user}“ kann in einer Maschine kein Benutzername sein.`,
    todo: "Ein Benutzername hat 1 bis 32 Kleinbuchstaben, Ziffern, Binde- und Unterstriche und beginnt mit einem Buchstaben oder Unterstrich.",
  }),
  "url-invalid": ({ url }) => ({
    what: `„${url}“ ist nicht die URL einer Datei zum Herunterladen.`,
    todo: "Eine URL angeben, die mit https:// oder http:// beginnt.",
  }),
  "checksum-invalid": ({ sum }) => ({
    what: `„${sum}“ ist keine Prüfsumme dieser Art.`,
    todo: "SHA-256 hat 64 Stellen von 0 bis 9 und a bis f, SHA-512 hat 128.",
  }),
  "subnet-invalid": ({ subnet }) => ({
    what: `„${subnet}“ ist kein Subnetz.`,
    todo: "Möglich ist etwa 192.168.100.0/24.",
  }),
  "subnet-size-invalid": ({ prefixLength }) => ({
    what: `Ein Subnetz der Größe /${prefixLength} ist nicht möglich.`,
    todo: "Möglich sind /16 bis /29.",
  }),
  "subnet-public": ({ subnet }) => ({
    what: `${subnet} ist nicht privat: Dieses Subnetz gehört jemandem im Internet.`,
    todo: "Ein Subnetz wählen, das mit 10., 192.168. oder 172.16. bis 172.31. beginnt.",
  }),
  "vnc-invalid": ({ display }) => ({
    what: `„${display}“ ist keine VNC-Anzeige.`,
    todo: "Möglich ist eine ganze Zahl von 0 bis 99.",
  }),
  "file-exists": ({ path }) => ({
    what: `${path} gibt es schon.`,
    todo: "Die Datei wurde nicht verändert. Einen anderen Pfad angeben.",
  }),
  "file-not-regular": ({ path }) => ({
    what: `${path} ist ein Ordner, eine Pipe oder ein Gerät und wurde deshalb nicht gelesen.`,
    todo: "Eine Datei angeben.",
  }),
  "output-failed": ({ detail }) => ({
    what: `Die Ausgabe konnte nicht geschrieben werden: ${detail}.`,
    todo: "Die Ausgabe auf einen Datenträger mit freiem Platz umleiten und noch einmal versuchen.",
  }),
  "file-link-dangling": ({ path }) => ({
    what: `${path} ist eine Verknüpfung mit einer Datei, die es nicht gibt, darum wurde nichts geändert.`,
    todo: "Die Datei anlegen, auf die die Verknüpfung zeigt, oder die Verknüpfung entfernen und noch einmal versuchen.",
  }),
  "file-has-names": ({ path }) => ({
    what: `${path} hat weitere Namen (Hardlinks), die einer Änderung nicht folgen würden, darum wurde nichts geändert.`,
    todo: "Die Datei durch eine Kopie ersetzen und noch einmal versuchen.",
  }),
  "file-too-large": ({ path, most }) => ({
    what: `${path} ist zu groß, um gelesen zu werden: Erlaubt sind höchstens ${formatSize("de", most)}.`,
    todo: "Prüfen, ob es die richtige Datei ist.",
  }),
  "file-denied": ({ path }) => ({
    what: `Sie dürfen ${path} nicht lesen oder schreiben.`,
    todo: "Einen anderen Ort wählen oder die Rechte ändern lassen.",
  }),
  "folder-missing": ({ path }) => ({
    what: `Es gibt keinen Ordner ${path}.`,
    todo: "Zuerst den Ordner anlegen oder einen anderen Ort wählen.",
  }),
};
