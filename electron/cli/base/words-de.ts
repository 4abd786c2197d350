import { jobs as jobsDe } from "../../contract/words/de/ui/jobs.ts";
import { uplinkLines } from "../../contract/words/de/uplink.ts";
import { consentDe } from "./project-words.ts";
import type { CliWords } from "./words-en.ts";

/** The command's own words in German. */
export const de: CliWords = {
  columns: {
    name: "NAME",
    status: "STATUS",
    address: "ADRESSE",
    answers: "ANTWORTET",
    uptime: "AN SEIT",
    processor: "PROZESSOR",
    interface: "INTERFACE",
    kind: "ART",
    gateway: "GATEWAY",
    state: "STATUS",
  },
  status: {
    stopped: "gestoppt",
    starting: "startet",
    running: "läuft",
    paused: "pausiert",
    stopping: "stoppt",
    suspended: "im Ruhezustand",
    failed: "fehlgeschlagen",
  },
  removed: "entfernt",
  shell: {
    ssh: (name) => `${name}: eine Shell über SSH`,
    agent: (name) =>
      `${name}: über den Gast-Agenten, weil SSH nicht antwortet. Jede Zeile ist ein Befehl von root ohne Terminal; „exit“ beendet.`,
    serial: (name) =>
      `${name}: über die serielle Konsole, weil weder SSH noch ein Gast-Agent antwortet. Die Eingabetaste zeigt die Eingabeaufforderung, Strg+] beendet.`,
  },
  pausedDiskFull: "pausiert: Platte voll",
  yes: "ja",
  no: "nein",
  emulated: "emuliert",
  cablePulled: "nein: Kabel gezogen",
  computer: {
    columns: {
      computer: "COMPUTER",
      host: "HOST",
      machines: "MASCHINEN",
      lan: "LAN",
      answered: "GEANTWORTET",
    },
    plugged: "verbunden",
    lost: "kein Kabel",
    joined: (name: string) => `Maschinen auf „${name}“ sind jetzt in diesem LAN.`,
    joinsLater: (name: string) =>
      `Maschinen auf „${name}“ treten dem LAN bei, sobald es eingeschaltet ist.`,
    left: (name: string) => `„${name}“ hat das LAN verlassen. Die Maschinen dort laufen weiter.`,
    leadsOut: (name: string, uplink: string) =>
      `„${name}“ ist jetzt ein Uplink. Verwenden: virtray uplink set ${uplink}`,
    leadsLater: (name: string, uplink: string) =>
      `„${name}“ wird zum Uplink ${uplink}, sobald das LAN eingeschaltet ist.`,
    leadsNot: (name: string, _uplink: string) => `„${name}“ ist kein Uplink mehr.`,
    none: "Noch keine anderen Computer. Einen hinzufügen: virtray computer add NAME [BENUTZER@]HOST",
    never: "nie",
    ago: (time: string) => `vor ${time}`,
    added: (name: string) => `Der Computer „${name}“ wurde hinzugefügt.`,
    fine: (name: string) => `„${name}“ antwortet, und dort fehlt nichts.`,
    moved: (name: string, computer: string) => `${name} ist jetzt auf „${computer}“.`,
    fetched: (name: string, computer: string) =>
      `${name} ist jetzt auf diesem Computer und nicht mehr auf „${computer}“.`,
    kept: (files: string) =>
      `Diese Dateien waren vor der Maschine da und bleiben hier, wie sie waren: ${files}`,
    leftCd: (name: string, path: string) =>
      `Das CD-Laufwerk von ${name} wurde entfernt, weil die CD eine Datei des bisherigen Computers ist: ${path}`,
    leftShares: (name: string, folders: string) =>
      `${name} hat diese Ordner des bisherigen Computers nicht mehr: ${folders}`,
  },
  noMachines: "Noch keine Maschinen. Eine anlegen: virtray create NAME --template VORLAGE",
  added: (name, address) =>
    `${name} wurde mit der Adresse ${address} angelegt. Starten: virtray start ${name}`,
  autostart: {
    when: "AUTOSTART",
    order: "REIHENFOLGE",
    choice: { never: "nie", always: "immer", "as-before": "wenn sie zuletzt lief" },
    loginOn: "Virtray startet beim Anmelden und damit auch diese Maschinen.",
    loginOff: "Virtray startet beim Anmelden nicht. Um das zu ändern: virtray autostart login on",
    started: (name) => `${name} wurde gestartet.`,
    nothing: "Alle Maschinen, die starten sollen, laufen.",
  },
  capturing: (name, file) =>
    `${name} wird nach ${file} mitgeschnitten … Strg-C beendet den Mitschnitt.`,
  captured: (file, size) => `${file} enthält ${size}.`,
  bundled: (path) =>
    `${path} enthält Befunde, Definitionen und Protokolle, ohne Schlüssel, Passwörter, Benutzernamen und Ausgaben von Gästen. Vor dem Weitergeben prüfen.`,
  recovered: (name, kept) =>
    `${name} wurde aus der Sicherung wiederhergestellt. Die unlesbare Datei wurde aufbewahrt: ${kept}`,
  warning: "Warnung:",
  details: "Einzelheiten:",
  fields: {
    id: "ID",
    status: "Status",
    problem: "Problem",
    tags: "Tags",
    note: "Notiz",
    protected: "Geschützt",
    address: "Adresse",
    mac: "MAC",
    disk: "Platte",
    memory: "Arbeitsspeicher",
    acceleration: "Beschleunigung",
    card: "Netzwerkkarte",
    cable: "Kabel",
    uplink: "Uplink",
    display: "Anzeige",
    vncPassword: "VNC-Passwort",
    pid: "QEMU-Prozess",
    log: "Protokoll",
  },
  noDisplay: "keine",
  likeLan: "wie das LAN",
  lan: { off: "aus", starting: "startet", on: "an", stopping: "stoppt" },
  lanLine: (status, address, name) => `LAN ${status} (${address}, ${name})`,
  uplink: uplinkLines,
  places: {
    on: "Der Uplink jedes Orts wird gemerkt und bei der Rückkehr wieder gewählt.",
    off: "Der Uplink eines Orts wird nicht gemerkt.",
    here: "hier",
    columns: { place: "ORT", uplink: "UPLINK" },
  },
  ready: "bereit",
  template: {
    columns: {
      id: "ID",
      name: "NAME",
      disk: "PLATTE",
      takes: "BELEGT",
      machines: "MASCHINEN",
      warmed: "VORGEWÄRMT FÜR",
      user: "BENUTZER",
    },
    none: "Noch keine Vorlagen. Eine anlegen: virtray template add debian --catalogue debian-13",
    added: (name) =>
      `${name} ist bereit. Die Vorlage verwenden: virtray create MASCHINE --template ${name}`,
    unverified: "es gab keine Prüfsumme zum Vergleichen; --sha256 gibt eine an.",
    created: (name, ssh) => [
      `${name} ist angelegt. Starten: virtray start ${name}`,
      `Dann anmelden: ${ssh}`,
    ],
    awake: (name: string, ssh: string) => [
      `${name} wurde angelegt und läuft.`,
      `Zum Anmelden: ${ssh}`,
    ],
    warmed: (name: string, size: string) =>
      `${name} ist vorgewärmt: Maschinen dieser Vorlage laufen, sobald sie angelegt sind. Der vorgewärmte Stand belegt ${size}.`,
    cooled: (name: string, size: string) =>
      `${name} ist nicht mehr vorgewärmt: Maschinen dieser Vorlage booten. ${size} sind wieder frei.`,
    runKept: (name) =>
      `Die Maschine ist noch da: ${name}. Zum Löschen: virtray kill ${name} && virtray delete ${name}`,
    noKey:
      "in ~/.ssh ist kein SSH-Schlüssel, also kann sich niemand mit einem Schlüssel anmelden. Die Maschine löschen und mit --make-key noch einmal anlegen oder mit --user-data ein Passwort setzen.",
    halfKey: (path: string) =>
      `es gibt nur die private Hälfte eines SSH-Schlüssels (${path}), also kann sich niemand mit einem Schlüssel anmelden. Die öffentliche Hälfte anlegen, die Maschine löschen und noch einmal anlegen: ssh-keygen -y -f ${path} > ${path}.pub`,
    usualFolder: "bei den Daten von Virtray: in ~/.local/share/virtray/templates",
    flattened: (name) => `${name} ist jetzt unabhängig.`,
    steps: jobsDe.step,
    left: (time) => `noch ${time}`,
  },
  snapshot: {
    columns: {
      id: "ID",
      taken: "ZEIT",
      memory: "RAM",
      size: "GIBT FREI",
      name: "NAME",
    },
    none: (machine) =>
      `Keine Schnappschüsse. Einen erstellen: virtray snapshot take ${machine} SCHNAPPSCHUSS`,
    before: (name) => `(automatisch, bevor „${name}“ wiederhergestellt wurde)`,
    incomplete: "(unvollständig)",
    taken: (name) => `Der Schnappschuss „${name}“ wurde erstellt.`,
    restored: (machine, name) =>
      `${machine} wurde aus dem Schnappschuss „${name}“ wiederhergestellt.`,
    undo: "Rückgängig machen: den automatischen Schnappschuss des vorigen Zustands wiederherstellen.",
  },
  storage: {
    columns: {
      name: "NAME",
      deleted: "GELÖSCHT",
      until: "BLEIBT BIS",
      frees: "GIBT FREI",
      disk: "PLATTE",
      number: "N",
      size: "GRÖSSE",
      takes: "BELEGT",
      bus: "BUS",
    },
    trimmed: (name, size) => `${name}: ${size} sind auf diesem Computer wieder frei.`,
    diskStays: (path) => `Die Datei der Platte bleibt erhalten: ${path}`,
    trashEmpty: "Der Papierkorb ist leer.",
    exported: (name, files) => `${name} wurde nach ${files.join(", ")} exportiert.`,
    define: (domain) => `In libvirt importieren: virsh define ${domain}`,
    renamed: (old, name) => `${old} heißt jetzt ${name}.`,
    restored: (name, address) => `${name} wurde mit der Adresse ${address} wiederhergestellt.`,
    sameInside: (copy, name) =>
      `${copy} hat keine cloud-init-Daten; das Gastsystem ist identisch mit dem von ${name}. Hostnamen, SSH-Hostschlüssel und Adresse im Gast ändern.`,
    forwardsStay: (name) =>
      `Die Portweiterleitungen bleiben bei ${name}: Ein Port dieses Computers kann nur zu einer Maschine führen.`,
  },
  project: {
    consent: consentDe,
    changes: {
      created: "angelegt",
      started: "gestartet",
      stopped: "gestoppt",
      deleted: "gelöscht",
      autostart: "Autostart gesetzt",
      forwards: "Ports weitergeleitet",
      airlock: "Schleuse eingerichtet",
      marked: "gekennzeichnet",
      provisioned: "Schritte ausgeführt",
      shares: "Ordner freigegeben",
    },
    unchanged: "nichts zu tun",
    differs: (name, difference) =>
      `${name} weicht von der Datei ab (${difference}) und wurde nicht geändert.`,
    sure: (names) =>
      `Noch wurde nichts gelöscht. Sofort ausgeschaltet und in den Papierkorb verschoben (dort sieben Tage lang) würden: ${names}; nicht gespeicherte Daten würden verloren gehen: virtray destroy --yes`,
  },
  doctor: {
    repair: {
      offer: (id) => `Mögliche Reparatur: virtray doctor --repair ${id}`,
      question: "Diese Reparatur ausführen? [j/N] ",
      notDone: "Nichts wurde getan. Die Reparatur ohne Rückfrage ausführen: --yes",
      done: "Erledigt.",
    },
  },
};
