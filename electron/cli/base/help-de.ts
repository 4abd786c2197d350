import { hardware, hardwareFields } from "../../contract/machine/hardware.ts";
import { hardwareHelp } from "../../contract/words/de/hardware.ts";
import { computers } from "./help-de/computers.ts";
import { disks } from "./help-de/disks.ts";
import { machines } from "./help-de/machines.ts";
import { network } from "./help-de/network.ts";
import { templates } from "./help-de/templates.ts";
import { computer } from "./help-de/this-computer.ts";
import type { HelpWords } from "./help-words.ts";

/** The headings and commander's own texts. */
const frame = {
  "Usage:": "Aufruf:",
  "Arguments:": "Argumente:",
  "Options:": "Optionen:",
  "Commands:": "Befehle:",
  "Machines:": "Maschinen:",
  "Templates and projects:": "Vorlagen und Projekte:",
  "Network:": "Netzwerk:",
  "Other computers:": "Andere Computer:",
  "This computer:": "Dieser Computer:",
  "display help for command": "diese Hilfe zeigen",
  "output the version number": "die Version zeigen",
  "show the help of a command": "die Hilfe zu einem Befehl zeigen",
  "write JSON for programs": "JSON für Programme schreiben",
  "Virtual machines in the background, on a private LAN":
    "Virtuelle Maschinen im Hintergrund, in einem privaten LAN",
};

/** The options for a machine's hardware. */
const settings = Object.fromEntries(
  hardwareFields.map((field) => [hardware[field].help, hardwareHelp[field]]),
);

/** The help of the command in German. */
export const helpDe: HelpWords = {
  texts: {
    ...frame,
    ...settings,
    ...machines,
    ...disks,
    ...templates,
    ...network,
    ...computer,
    ...computers,
  },
  places: {
    address: "Adresse",
    command: "Befehl",
    computer: "Computer",
    device: "Gerät",
    display: "Anzeige",
    file: "Datei",
    folder: "Ordner",
    host: "Host",
    id: "ID",
    interface: "Schnittstelle",
    interfaces: "Schnittstellen",
    destination: "Ziel",
    list: "Liste",
    machine: "Maschine",
    kind: "Art",
    from: "from",
    name: "Name",
    names: "Namen",
    new: "neu",
    node: "Gerät",
    old: "alt",
    options: "Optionen",
    others: "andere",
    path: "Pfad",
    percent: "Prozent",
    place: "Ort",
    places: "Orte",
    port: "Port",
    preset: "Art",
    rate: "Rate",
    seconds: "Sekunden",
    shell: "Shell",
    size: "Größe",
    snapshot: "Schnappschuss",
    state: "Zustand",
    subnet: "Subnetz",
    sum: "Prüfsumme",
    tag: "Tag",
    template: "Vorlage",
    text: "Text",
    time: "Zeit",
    until: "bis",
    url: "URL",
    user: "Benutzer",
    way: "Weg",
    when: "wann",
  },
  choices: "möglich",
  standard: "Standard",
  preset: "ohne Angabe",
  firstSteps: `
Eine erste Maschine:
  virtray template add debian --catalogue debian-13   lädt das Abbild einmal herunter
  virtray create web --template debian --make-key
  virtray lan up
  virtray start web
  virtray ssh web

„virtray BEFEHL --help“ zeigt die Optionen eines Befehls. Mit --json schreiben alle Befehle JSON.`,
};
