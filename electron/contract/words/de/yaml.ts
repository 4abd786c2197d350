import type { ProjectFault, ProjectSetting, YamlFault } from "../../errors/yaml-fault.ts";

/** The possible values of each setting of a machine in a `virtray.yaml`. */
const settings: Readonly<Record<ProjectSetting, string>> = {
  template: "template ist der Name einer Vorlage, etwa debian-13",
  memory: "memory ist eine ganze Zahl von MiB oder eine Größe wie 2G",
  cpus: "cpus ist eine ganze Zahl ab 1",
  disk: "disk ist eine Größe wie 20G, höchstens 64T",
  address: "address ist eine IPv4-Adresse, etwa 192.168.100.7",
  user: "user hat 1 bis 32 Kleinbuchstaben, Ziffern, Binde- und Unterstriche und beginnt mit Buchstabe oder Unterstrich",
  keys: "keys ist eine Liste von Dateien mit öffentlichen Schlüsseln, etwa [team.pub]",
  "user-data": "user-data ist der Name einer Datei, unter „|“ ihr Text, oder es sind ihre Zeilen",
  wait: "wait ist eine Liste von TCP-Ports von 1 bis 65535, etwa [22, 80]",
  "send-as": "send-as ist own oder any",
  autostart: "autostart ist never, always oder as-before",
  forward:
    "forward ist eine Liste von Ports hier und in der Maschine, etwa [8080:80, 5353:53/udp, 8443:443 uplink]",
  only: 'only ist eine Liste von Namen und IPv4-Adressen, etwa [pypi.org, "github.com:443"]',
  after:
    "after ist eine Maschine dieser Datei, etwa db, „db ready“ oder „db started“, oder eine Liste davon",
  env: "env hat eine Zeile für jede Variable, etwa MODE: test, mit Text in einer Zeile",
  provision:
    "provision ist eine Liste von Schritten mit run (eine Datei oder unter „|“ ein Text), as (root oder user) und when (once, always oder changed)",
  tags: "tags ist eine Liste von Wörtern aus Kleinbuchstaben, Ziffern, Punkten, Binde- und Unterstrichen, etwa [prod]",
  note: "note ist ein Text in einer Zeile, höchstens 200 Zeichen",
  protected: "protected ist true oder false",
  shares:
    "shares ist eine Liste von Ordnern im Projektordner und Pfaden in der Maschine, etwa [src:/src, docs:/docs read-only]",
  proxy:
    "proxy ist host (der dieses Computers) oder eine Adresse wie http://proxy.example.org:3128",
  certificates: "certificates ist eine Liste von Dateien im Ordner des Projekts, etwa [ca.pem]",
  agent: "agent ist true oder false",
};

/** Names the faults of a project or of user-data. */
export function yamlFault(fault: ProjectFault): string {
  switch (fault.kind) {
    case "character":
      return `das Zeichen ${fault.code} darf hier nicht stehen; in doppelten Anführungszeichen ist es als Escape-Folge möglich`;
    case "tab":
      return "hier steht ein Tabulator, wo nur Leerzeichen stehen dürfen";
    case "indent":
      return "die Einrückung passt nicht zu den Zeilen davor";
    case "unclosed":
      return "es fehlt ein Anführungszeichen, eine Klammer, ein Komma oder ein Leerzeichen";
    case "escape":
      return "in doppelten Anführungszeichen hat dieser Backslash keine Bedeutung; \\\\ oder einfache Anführungszeichen verwenden";
    case "scalar-start":
      return "dieser Text braucht Anführungszeichen, weil ein Zeichen darin in YAML eine Bedeutung hat";
    case "key":
      return "ein Schlüssel ist ein Wort oder Text, sein Doppelpunkt steht in derselben Zeile; Text mit {{ oder „?“ davor braucht Anführungszeichen";
    case "key-twice":
      return `„${fault.name}“ steht hier zweimal`;
    case "second-document":
      return "hier darf nur ein Dokument stehen, aber ein zweites beginnt";
    case "directive":
      return "Zeilen, die mit „%“ beginnen, sind hier nicht möglich";
    case "alias":
      return `*${fault.name} verweist auf nichts, was davor steht`;
    case "anchor":
      return `&${fault.name} gibt es schon, oder es hat andere Zeichen als Buchstaben, Ziffern, „-“ und „_“`;
    case "alias-many":
      return "die Aliasse darin wiederholen zu viel";
    case "nesting":
      return "es ist zu tief verschachtelt";
    case "merge":
      return "hinter << stehen Zeilen „Schlüssel: Wert“ oder eine Liste davon";
    case "tag":
      return `das Tag ${fault.tag} ist hier nicht möglich`;
    case "value":
      return `„${fault.text}“ sieht aus wie eine Zahl, ein Datum oder ein Befehl von YAML, ist aber kein möglicher; Text in Anführungszeichen setzen`;
    case "syntax":
      return "das ist kein YAML";
    default:
      return projectFault(fault);
  }
}

function projectFault(fault: Exclude<ProjectFault, YamlFault>): string {
  switch (fault.kind) {
    case "too-long":
      return `es sind mehr als ${fault.most} Zeichen`;
    case "script":
      return `es beginnt mit „${fault.first}“, aber nur eine cloud-config lässt sich mit der von Virtray kombinieren; Skripte gehören in ihr runcmd`;
    case "mime":
      return "es hat mehrere Teile (MIME), die sich nicht mit der cloud-config von Virtray kombinieren lassen; nur die cloud-config daraus angeben";
    case "gzip":
      return "es ist mit gzip komprimiert; entpacken, damit es sich mit der cloud-config von Virtray kombinieren lässt";
    case "no-map":
      return "ganz oben stehen keine Zeilen „Schlüssel: Wert“";
    case "keys-no-list":
      return "ssh_authorized_keys ist eine Liste von Schlüsseln";
    case "no-machines":
      return "die Datei beginnt mit „machines:“, darunter steht jede Maschine mit ihrem Namen";
    case "no-template":
      return "die Maschine braucht eine Vorlage: template: debian-13";
    case "setting-unknown":
      return `„${fault.name}“ ist keine Einstellung`;
    case "machine-name":
      return `„${fault.name}“ kann kein Maschinenname sein: Ein Name hat 1 bis 63 Kleinbuchstaben, Ziffern und Bindestriche und beginnt und endet nicht mit einem Bindestrich`;
    case "after-unknown":
      return `„${fault.name}“ ist keine Maschine dieser Datei`;
    case "after-circle":
      return `„${fault.name}“ müsste vor sich selbst kommen`;
    case "no-settings":
      return `unter „${fault.name}“ fehlen die Einstellungen der Maschine, mindestens: template: debian-13`;
    case "setting": {
      const possible = settings[fault.setting];
      return fault.text === null ? possible : `„${fault.text}“ ist nicht möglich: ${possible}`;
    }
    case "forward-twice":
      return `die Portweiterleitung ${fault.forward} verwendet einen Port, der schon zu „${fault.by}“ führt`;
    case "address-twice":
      return `${fault.address} ist schon die Adresse von „${fault.by}“`;
  }
}
