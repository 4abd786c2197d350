import type { AutostartWhen, MachineStatus } from "../contract/machine.ts";
import { jobs as jobsEn } from "../contract/words/jobs-en.ts";
import type { Language } from "../contract/words/words.ts";
import type { ProjectChange } from "../services/project.ts";

const en = {
  columns: {
    name: "NAME",
    status: "STATUS",
    address: "ADDRESS",
    answers: "ANSWERS",
    uptime: "UP",
    processor: "PROCESSOR",
    interface: "INTERFACE",
    kind: "KIND",
    gateway: "GATEWAY",
    state: "STATE",
  },
  status: {
    stopped: "stopped",
    starting: "starting",
    running: "running",
    paused: "paused",
    stopping: "stopping",
    failed: "failed",
  } satisfies Record<MachineStatus, string>,
  pausedDiskFull: "paused: disk full",
  yes: "yes",
  no: "no",
  emulated: "emulated",
  noMachines: "No machines yet. Add one: virtray add NAME --disk FILE",
  added: (name: string, address: string) =>
    `${name} was added with the address ${address}. Start it: virtray start ${name}`,
  autostart: {
    when: "AT LOGIN",
    order: "ORDER",
    choice: {
      never: "never",
      always: "always",
      "as-before": "as before",
    } satisfies Record<AutostartWhen, string>,
    loginOn: "Virtray starts at login, and with it these machines.",
    loginOff: "Virtray does not start at login. To change that: virtray autostart login on",
    started: (name: string) => `${name} was started.`,
    nothing: "Nothing is missing.",
  },
  bundled: (path: string) =>
    `${path} has findings, definitions and logs, without keys, passwords, user name and what guests wrote. Look into it before you give it away.`,
  recovered: (name: string, kept: string) =>
    `${name} is as it was last known to be good. The other file was kept: ${kept}`,
  warning: "Warning:",
  fields: {
    id: "Id",
    status: "Status",
    problem: "Problem",
    address: "Address",
    mac: "MAC",
    disk: "Disk",
    memory: "Memory",
    processors: "Processors",
    acceleration: "Acceleration",
    card: "Card",
    uplink: "Uplink",
    display: "Display",
    pid: "QEMU process",
    log: "Log",
  },
  noDisplay: "none",
  likeLan: "as the LAN",
  lan: { off: "off", starting: "starting", on: "on", stopping: "stopping" },
  lanLine: (status: string, address: string, name: string) => `LAN ${status} (${address}, ${name})`,
  uplink: {
    automatic: "Uplink: automatic",
    none: "Uplink: none",
    pinned: (name: string) => `Uplink: ${name}`,
    preferred: (names: string) => `Uplink: the first that works of ${names}`,
    asLan: "Uplink: as the LAN",
    active: (name: string) => `leaves by ${name} now`,
    nothing: "nothing leaves now",
  },
  places: {
    on: "What is chosen at a place is chosen again on return there.",
    off: "What is chosen at a place is not remembered.",
    here: "here",
    columns: { place: "PLACE", uplink: "UPLINK" },
  },
  ready: "ready",
  template: {
    columns: {
      id: "ID",
      name: "NAME",
      disk: "DISK",
      takes: "TAKES",
      machines: "MACHINES",
      user: "USER",
    },
    none: "No templates yet. Add one: virtray template add NAME --from FILE",
    added: (name: string) => `${name} is ready. Use it: virtray create MACHINE --template ${name}`,
    unverified: "there was no checksum to compare the download with; give one by --sha256.",
    created: (name: string, ssh: string) =>
      `${name} was made. Start it: virtray start ${name}\nThen log in: ${ssh}`,
    noKey:
      "there is no SSH key in ~/.ssh, so nobody can log in by one. Delete the machine and make it again with --make-key, or set a password by --user-data.",
    usualFolder: "as usual: in ~/.local/share/virtray/templates",
    flattened: (name: string) => `${name} is independent now.`,
    steps: jobsEn.step,
    left: (time: string) => `${time} left`,
  },
  snapshot: {
    columns: { id: "ID", taken: "TAKEN", memory: "MEMORY", size: "FREES", name: "NAME" },
    none: "No snapshots. Take one: virtray snapshot take NAME TEXT",
    before: (name: string) => `(automatic, before “${name}” was restored)`,
    incomplete: "(incomplete)",
    taken: (name: string) => `“${name}” was taken.`,
    restored: (machine: string, name: string) => `${machine} is as it was in “${name}”.`,
    undo: "To undo it: restore the automatic snapshot that was taken of the state until now.",
  },
  storage: {
    columns: {
      name: "NAME",
      deleted: "DELETED",
      until: "KEPT UNTIL",
      frees: "FREES",
      disk: "DISK",
      number: "N",
      size: "SIZE",
      takes: "TAKES",
      bus: "BUS",
    },
    diskStays: (path: string) => `Its file stays: ${path}`,
    trashEmpty: "The trash is empty.",
    exported: (name: string, files: readonly string[]) =>
      `${name} was exported to ${files.join(", ")}.`,
    define: (domain: string) => `To give it to libvirt: virsh define ${domain}`,
    renamed: (old: string, name: string) => `${old} is ${name} now.`,
    restored: (name: string, address: string) => `${name} is back, with the address ${address}.`,
    sameInside: (copy: string, name: string) =>
      `${copy} has no cloud-init seed, so inside it is as ${name} is: change its host name, host keys and address there.`,
    forwardsStay: (name: string) =>
      `The port forwards stay with ${name}: a port of this computer leads to one machine.`,
  },
  project: {
    changes: {
      created: "created",
      started: "started",
      stopped: "stopped",
      deleted: "deleted",
      autostart: "autostart set",
      forwards: "ports forwarded",
    } satisfies Record<ProjectChange, string>,
    unchanged: "nothing to do",
    differs: (name: string, difference: string) =>
      `${name} is not as the file says (${difference}); it was left as it is.`,
    sure: (names: string) => `This ends and deletes: ${names}. To do it: virtray destroy --yes`,
  },
  doctor: {
    repair: {
      offer: (id: string) => `This can be done for you: virtray doctor --repair ${id}`,
      question: "Do it? [y/N] ",
      notDone: "Nothing was done. To do it without being asked here: --yes",
      done: "Done.",
    },
  },
};

export type CliWords = typeof en;

const de: CliWords = {
  columns: {
    name: "NAME",
    status: "STATUS",
    address: "ADRESSE",
    answers: "ANTWORTET",
    uptime: "AN SEIT",
    processor: "PROZESSOR",
    interface: "SCHNITTSTELLE",
    kind: "ART",
    gateway: "GATEWAY",
    state: "ZUSTAND",
  },
  status: {
    stopped: "gestoppt",
    starting: "startet",
    running: "läuft",
    paused: "pausiert",
    stopping: "stoppt",
    failed: "fehlgeschlagen",
  },
  pausedDiskFull: "pausiert: Platte voll",
  yes: "ja",
  no: "nein",
  emulated: "emuliert",
  noMachines: "Noch keine Maschinen. Eine hinzufügen: virtray add NAME --disk DATEI",
  added: (name, address) =>
    `${name} wurde mit der Adresse ${address} hinzugefügt. Starten: virtray start ${name}`,
  autostart: {
    when: "BEI DER ANMELDUNG",
    order: "REIHE",
    choice: { never: "nie", always: "immer", "as-before": "wie zuvor" },
    loginOn: "Virtray startet bei der Anmeldung, und mit ihm diese Maschinen.",
    loginOff:
      "Virtray startet bei der Anmeldung nicht. Um das zu ändern: virtray autostart login on",
    started: (name) => `${name} wurde gestartet.`,
    nothing: "Es fehlt nichts.",
  },
  bundled: (path) =>
    `${path} enthält Befunde, Definitionen und Protokolle, ohne Schlüssel, Passwörter, Nutzernamen und das, was Gäste schrieben. Bitte hineinsehen, bevor die Datei weitergegeben wird.`,
  recovered: (name, kept) =>
    `${name} ist wieder, wie es zuletzt gut war. Die andere Datei liegt noch da: ${kept}`,
  warning: "Warnung:",
  fields: {
    id: "Id",
    status: "Status",
    problem: "Problem",
    address: "Adresse",
    mac: "MAC",
    disk: "Platte",
    memory: "Arbeitsspeicher",
    processors: "Prozessoren",
    acceleration: "Beschleunigung",
    card: "Netzkarte",
    uplink: "Uplink",
    display: "Anzeige",
    pid: "QEMU-Prozess",
    log: "Protokoll",
  },
  noDisplay: "keine",
  likeLan: "wie das LAN",
  lan: { off: "aus", starting: "startet", on: "an", stopping: "stoppt" },
  lanLine: (status, address, name) => `LAN ${status} (${address}, ${name})`,
  uplink: {
    automatic: "Uplink: automatisch",
    none: "Uplink: keiner",
    pinned: (name) => `Uplink: ${name}`,
    preferred: (names) => `Uplink: der erste von ${names}, der geht`,
    asLan: "Uplink: wie das LAN",
    active: (name) => `geht gerade über ${name} hinaus`,
    nothing: "gerade geht nichts hinaus",
  },
  places: {
    on: "Was an einem Ort gewählt wird, wird bei der Rückkehr wieder gewählt.",
    off: "Was an einem Ort gewählt wird, wird nicht gemerkt.",
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
      user: "NUTZER",
    },
    none: "Noch keine Vorlagen. Eine hinzufügen: virtray template add NAME --from DATEI",
    added: (name) => `${name} ist bereit. Verwenden: virtray create MASCHINE --template ${name}`,
    unverified: "es gab keine Prüfsumme zum Vergleichen; --sha256 gibt eine an.",
    created: (name, ssh) =>
      `${name} ist angelegt. Starten: virtray start ${name}\nDann anmelden: ${ssh}`,
    noKey:
      "in ~/.ssh ist kein SSH-Schlüssel, also kann sich niemand damit anmelden. Die Maschine löschen und mit --make-key neu anlegen, oder mit --user-data ein Passwort setzen.",
    usualFolder: "wie üblich: in ~/.local/share/virtray/templates",
    flattened: (name) => `${name} ist nun unabhängig.`,
    steps: {
      download: "Lade herunter",
      verify: "Prüfe",
      unpack: "Entpacke",
      convert: "Wandle um",
      copy: "Kopiere",
      save: "Sichere Arbeitsspeicher",
    },
    left: (time) => `noch ${time}`,
  },
  snapshot: {
    columns: {
      id: "ID",
      taken: "ZEIT",
      memory: "ARBEITSSPEICHER",
      size: "GIBT FREI",
      name: "NAME",
    },
    none: "Keine Schnappschüsse. Einen aufnehmen: virtray snapshot take NAME TEXT",
    before: (name) => `(automatisch, bevor „${name}“ wiederhergestellt wurde)`,
    incomplete: "(unvollständig)",
    taken: (name) => `„${name}“ ist aufgenommen.`,
    restored: (machine, name) => `${machine} ist wieder wie in „${name}“.`,
    undo: "Rückgängig: den automatischen Schnappschuss wiederherstellen, der vom Stand bis jetzt aufgenommen wurde.",
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
    diskStays: (path) => `Die Datei bleibt: ${path}`,
    trashEmpty: "Der Papierkorb ist leer.",
    exported: (name, files) => `${name} wurde exportiert nach ${files.join(", ")}.`,
    define: (domain) => `An libvirt geben: virsh define ${domain}`,
    renamed: (old, name) => `${old} heißt nun ${name}.`,
    restored: (name, address) => `${name} ist wieder da, mit der Adresse ${address}.`,
    sameInside: (copy, name) =>
      `${copy} hat keine cloud-init-Saat und ist innen wie ${name}: Rechnername, Rechnerschlüssel und Adresse bitte dort ändern.`,
    forwardsStay: (name) =>
      `Die Portweiterleitungen bleiben bei ${name}: Ein Port dieses Computers führt zu einer Maschine.`,
  },
  project: {
    changes: {
      created: "angelegt",
      started: "gestartet",
      stopped: "gestoppt",
      deleted: "gelöscht",
      autostart: "Autostart gesetzt",
      forwards: "Ports weitergeleitet",
    },
    unchanged: "nichts zu tun",
    differs: (name, difference) =>
      `${name} ist nicht, wie die Datei sagt (${difference}), und blieb, wie sie ist.`,
    sure: (names) => `Dies beendet und löscht: ${names}. Ausführen: virtray destroy --yes`,
  },
  doctor: {
    repair: {
      offer: (id) => `Das lässt sich erledigen: virtray doctor --repair ${id}`,
      question: "Ausführen? [j/N] ",
      notDone: "Nichts wurde getan. Ohne Rückfrage ausführen: --yes",
      done: "Erledigt.",
    },
  },
};

/** The command's own words in a language; errors have theirs in the contract. */
export function cliWordsFor(language: Language): CliWords {
  return language === "de" ? de : en;
}
