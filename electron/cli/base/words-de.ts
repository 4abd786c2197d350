import { jobs } from "../../contract/words/de/ui/jobs.ts";
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
  cablePulled: "nein: Kabel gezogen",
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
    acceleration: "Beschleunigung",
    card: "Netzkarte",
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
    created: (name, ssh) => [
      `${name} ist angelegt. Starten: virtray start ${name}`,
      `Dann anmelden: ${ssh}`,
    ],
    noKey:
      "in ~/.ssh ist kein SSH-Schlüssel, also kann sich niemand damit anmelden. Die Maschine löschen und mit --make-key neu anlegen, oder mit --user-data ein Passwort setzen.",
    usualFolder: "wie üblich: in ~/.local/share/virtray/templates",
    flattened: (name) => `${name} ist nun unabhängig.`,
    steps: jobs.step,
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
    consent: consentDe,
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
