import type { FileFault, ValueFault } from "../../errors/value-fault.ts";
import { formatNumber } from "../formats.ts";
import type { ErrorWords, Sentence } from "../sentence.ts";

/** The possible values where the fault tells no limit. */
const possible = {
  "machine-name":
    "1 bis 63 Kleinbuchstaben, Ziffern und Bindestriche, ohne Bindestrich am Anfang oder Ende",
  id: "eine ID von Virtray selbst, etwa 3b0e4a53-6d0c-4f0e-9c43-0123456789ab",
  "folder-name": "der Name eines Ordners, ohne Punkt am Anfang und ohne „/“",
  interface: "der Name einer Netzwerkschnittstelle, etwa eth0, mit höchstens 15 Zeichen",
  "kernel-interface": "der Name einer Netzwerkschnittstelle, etwa eth0, mit höchstens 15 Zeichen",
  "lan-interface": "ein Name, der mit vtap oder virtray beginnt, mit höchstens 15 Zeichen",
  address: "eine IPv4-Adresse, etwa 192.168.100.7",
  "private-address": "eine private IPv4-Adresse, etwa 192.168.100.254",
  mac: "eine MAC-Adresse in Kleinbuchstaben, etwa 52:54:00:12:34:56, einer einzelnen Karte",
  path: "der ganze Pfad einer Datei oder eines Ordners, der mit „/“ beginnt",
  port: "eine ganze Zahl von 1 bis 65535",
  count: "eine ganze Zahl ab 1",
  user: "1 bis 32 Kleinbuchstaben, Ziffern, Binde- und Unterstriche, mit Buchstabe oder Unterstrich am Anfang",
  "disk-size": "eine Größe von 512 Byte bis 64 TiB, in ganzen Sektoren von 512 Byte",
  "machine-type": "ein Maschinentyp von QEMU, etwa pc-q35-7.2",
  order: "eine ganze Zahl von 0 bis 99",
  display: "eine ganze Zahl von 0 bis 99 oder none",
  "prefix-length": "eine ganze Zahl von 16 bis 29",
  "disk-index": "die Nummer einer ihrer Platten, ab 0",
  time: "ein Zeitpunkt, etwa 2026-11-23T12:00:00.000Z",
  url: "eine Adresse, die mit https:// oder http:// beginnt",
  "https-url": "eine Adresse, die mit https:// beginnt",
  "ssh-key": "ein öffentlicher SSH-Schlüssel in einer Zeile, wie in ~/.ssh/id_ed25519.pub",
  sha256: "64 Stellen von 0 bis 9 und a bis f (SHA-256)",
  sha512: "128 Stellen von 0 bis 9 und a bis f (SHA-512)",
  "snapshot-name": "ein Text in einer Zeile, mit 1 bis 70 Zeichen",
  "snapshot-id": "die ID eines Schnappschusses, wie „virtray snapshot list“ sie zeigt",
  "file-name": "der Name einer Datei, in einer Zeile",
  size: "eine Größe, etwa 20G",
  forward: "Ports hier und in der Maschine, etwa 8080:80, 5353:53/udp oder 8443:443 uplink",
  forwards: "höchstens 32 Portweiterleitungen, jede von einem anderen Port",
  uplinks: "1 bis 8 Netzwerkschnittstellen, jede einmal genannt",
  "network-id": "ein Netz, das Virtray sich gemerkt hat",
  "display-name": "ein Text mit 1 bis 100 Zeichen",
  "catalogue-id": "die ID eines Abbilds, wie „virtray template catalogue“ sie zeigt",
  fingerprint: "der Fingerabdruck eines Schlüssels, wie ssh-keygen ihn schreibt",
  "key-combination": "Tasten wie Super+Alt+V oder nichts",
  picture: "ein Bild in PNG, mit höchstens 64 MiB",
  version: "eine Version, etwa 1.2.3",
  "error-code": "der Code eines Fehlers von Virtray",
  "ssh-host": "„HOST“ oder „BENUTZER@HOST“, unter dem Namen, den ssh kennt",
  tag: "1 bis 32 kleine Buchstaben, Ziffern, Punkte, Binde- und Unterstriche, am Anfang ein Buchstabe oder eine Ziffer",
  variable: "Buchstaben, Ziffern und Unterstriche, ohne Ziffer am Anfang",
  line: "ein Text in einer Zeile mit höchstens 4096 Zeichen",
  after: "ein Maschinenname, auch mit „ready“ oder „started“ dahinter",
  note: "ein einzeiliger Text mit höchstens 200 Zeichen",
  weather:
    "Verzögerung, Schwankung, Verlust und Rate eines Kabels, die Schwankung nicht über der Verzögerung",
  airlock: "1 bis 32 Ziele, die zusammen nicht zu lang sind",
  "airlock-entry":
    "ein Name oder eine IPv4-Adresse, etwa pypi.org, github.com:443 oder 10.0.0.0/8:22",
  "guest-folder":
    "ein absoluter Pfad in der Maschine ohne „..“, Leerzeichen und Backslash und nicht in /dev, /proc, /run oder /sys, etwa /src",
  "share-line":
    "ein Ordner hier und ein Pfad in der Maschine, etwa src:/src oder docs:/docs read-only",
  shares: "ein bis acht freigegebene Ordner, jeder an einem anderen Pfad in der Maschine",
  proxy:
    "„host“ oder eine Adresse wie http://proxy.example.org:3128, in der andere Zeichen als Buchstaben, Ziffern und . _ ~ + - als %XX stehen",
  certificate: "Zertifikate als Text (PEM)",
  text: "ein Text",
  number: "eine Zahl",
  "whole-number": "eine ganze Zahl",
  truth: "true oder false",
  list: "eine Liste",
  map: "Einstellungen mit ihren Namen",
  nothing: "nichts",
  other: "ein anderer Wert",
} as const;

function possibleFor({ wrong, limit }: ValueFault): string {
  const number = typeof limit === "number" ? formatNumber("de", limit) : limit;
  switch (wrong) {
    case "choice":
      return String(limit);
    case "least":
      return `eine Zahl ab ${number}`;
    case "most":
      return `eine Zahl bis ${number}`;
    case "multiple":
      return `ein Vielfaches von ${number}`;
    case "shortest":
      return `mindestens ${number} Zeichen oder Einträge`;
    case "longest":
      return `höchstens ${number} Zeichen oder Einträge`;
    case "unknown":
    case "missing":
    case "stranger":
      return "";
    default:
      return possible[wrong];
  }
}

/** Tells of a value that is not possible, and which ones are. */
export function valueFault(fault: ValueFault): Sentence {
  const { field, wrong, text } = fault;
  if (wrong === "unknown") return { what: `Es gibt keine Einstellung „${field}“.` };
  if (wrong === "missing") return { what: `Die Einstellung „${field}“ fehlt.` };
  if (wrong === "stranger") {
    return {
      what: `Eine Seite, die nicht von Virtray stammt, hat nach „${field}“ gefragt und keine Antwort bekommen.`,
    };
  }
  const about = field === "" ? "" : ` bei „${field}“`;
  return {
    what: `„${text}“ ist${about} nicht möglich.`,
    todo: `Möglich: ${possibleFor(fault)}.`,
  };
}

/** Tells what is wrong in a file of JSON, and where, as the end of a sentence. */
export function fileFault({ wrong, line, column, ...fault }: FileFault): string {
  const place = line === 0 ? "" : ` (Zeile ${line}, Spalte ${column})`;
  if (wrong === "absent") return "Die Datei gibt es nicht";
  if (wrong === "json") return `Ab Zeile ${line}, Spalte ${column} ist der Inhalt kein JSON`;
  if (wrong === "own-id") {
    return `Die ID darin ist nicht ${fault.text}, wie der Ordner der Datei heißt${place}`;
  }
  const { what, todo } = valueFault({ wrong, ...fault });
  const clause = what.replace(/\.$/, "");
  return `${clause}${place}${todo === undefined ? "" : `; ${todo.replace(/^M/, "m").replace(/\.$/, "")}`}`;
}

/** The id of a machine, by the path of its file. */
const idOf = (path: string) => path.split("/").at(-2) ?? "";

/** The errors of values and files that are not as they must be. */
export const valueErrors: Pick<
  ErrorWords,
  | "input-invalid"
  | "settings-corrupt"
  | "machine-file-corrupt"
  | "template-file-corrupt"
  | "write-refused"
> = {
  "input-invalid": valueFault,
  "settings-corrupt": (fault) => ({
    what: `Die Einstellungen in ${fault.path} sind nicht lesbar: ${fileFault(fault)}.`,
    todo: "Die Datei wurde nicht verändert; bis sie wieder lesbar ist, gelten die Standardwerte. Die Datei reparieren oder ihre Sicherung wiederherstellen: virtray recover settings",
  }),
  "machine-file-corrupt": (fault) => ({
    what: `Die Datei ${fault.path} einer Maschine ist nicht lesbar: ${fileFault(fault)}.`,
    todo: "Die Datei wurde nicht verändert. Die Datei reparieren oder ihre Sicherung wiederherstellen.",
    typed: `Die Datei wurde nicht verändert. Die Datei reparieren oder ihre Sicherung wiederherstellen: virtray recover ${idOf(fault.path)}`,
  }),
  "template-file-corrupt": (fault) => ({
    what: `Die Datei ${fault.path} einer Vorlage ist nicht lesbar: ${fileFault(fault)}.`,
    todo: "Die Datei wurde nicht verändert. Die Datei reparieren oder ihren Ordner verschieben.",
  }),
  "write-refused": (fault) => ({
    what: `In ${fault.path} wurde nichts geschrieben, weil das Ergebnis nicht lesbar wäre: ${fileFault(fault)}. Das ist ein interner Fehler von Virtray.`,
    todo: "Die Datei wurde nicht verändert. Andere Werte versuchen und den Fehler mit einem Support-Bericht melden.",
  }),
};
