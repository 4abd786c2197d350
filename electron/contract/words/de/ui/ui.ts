import type { ui as english } from "../../en/ui/ui.ts";
import {
  formatAgo,
  formatSize,
  formatSpan,
  formatStamp,
  formatTime,
  plural,
} from "../../formats.ts";
import { uplink } from "../uplink.ts";
import { console } from "./console.ts";
import { disks } from "./disks.ts";
import { drop } from "./drop.ts";
import { exporting } from "./export.ts";
import { firstRun } from "./first-run.ts";
import { guest } from "./guest.ts";
import { jobs } from "./jobs.ts";
import { listening } from "./listening.ts";
import { machineList } from "./machine-list.ts";
import { machineSettings } from "./machine-settings.ts";
import { marks } from "./marks.ts";
import { created, fromTemplate, handedOn, staticSettings } from "./new-machine.ts";
import { news } from "./news.ts";
import { settings } from "./settings.ts";
import { setup } from "./setup.ts";
import { startPage } from "./start-page.ts";
import { storage } from "./storage.ts";
import { templates } from "./templates.ts";
import { trouble } from "./trouble.ts";
import { usage } from "./usage.ts";
import { windowConsent } from "./window-consent.ts";
import { wiring } from "./wiring.ts";

/** Every text of popover, dashboard and tray, in German. */
export const ui: typeof english = {
  lan: {
    status: {
      off: "LAN aus",
      starting: "LAN wird eingeschaltet\u00a0…",
      on: "LAN an",
      stopping: "LAN wird ausgeschaltet\u00a0…",
    },
    name: "LAN",
    problem: "Das LAN hat ein Problem",
    offline: "Dieser Computer ist offline",
    small: "Ohne Passwort",
  },
  uplink,
  setup,
  guest,
  listening,
  marks,
  machines: {
    title: "Maschinen",
    counted: (counts, total) => {
      const forms = {
        running: { one: "läuft", other: "laufen" },
        starting: { one: "startet", other: "starten" },
        stopping: { one: "stoppt", other: "stoppen" },
        paused: { one: "pausiert", other: "pausiert" },
      };
      const statuses = ["running", "starting", "stopping", "paused"] as const;
      const parts = statuses.filter((status) => counts[status] > 0);
      const words = parts
        .map((status) => `${counts[status]} ${plural("de", counts[status], forms[status])}`)
        .join(" · ");
      return parts.length === 0 ? `keine von ${total} läuft` : `${words} von ${total}`;
    },
    count: (total) => plural("de", total, { one: "1 Maschine", other: `${total} Maschinen` }),
    status: {
      stopped: "gestoppt",
      starting: "startet\u00a0…",
      running: "läuft",
      paused: "pausiert",
      stopping: "stoppt\u00a0…",
      suspended: "im Ruhezustand",
      failed: "fehlgeschlagen",
    },
    runningFor: (standing, span) => `${standing} · ${span}`,
    stoppingFor: (seconds) => `stoppt\u00a0… ${seconds} s`,
    find: "Maschine suchen",
    findHint: "Tippen, um eine Maschine zu finden",
    rowHint: (name) => `${name}\nEingabe: Details · Strg+Eingabe: SSH im Terminal`,
    createFirst: "Erste Maschine anlegen",
    emptyTitle: "Noch keine Maschinen",
    emptyHint: "Eine Maschine aus einer Vorlage oder einem eigenen Abbild anlegen.",
    noMatch: (query) => `Keine Maschine passt zu „${query}“.`,
    unreachable: "keine Antwort",
    unreachableHint: "Die Maschine läuft, antwortet aber noch nicht unter ihrer Adresse.",
    why: "warum?",
    diskFull: "pausiert: Platte voll",
    broken: "unlesbar",
    recover: (at) => `Sicherung vom ${formatTime("de", at)} wiederherstellen`,
    gone: "Diese Maschine gibt es nicht mehr.",
  },
  keys: {
    ctrl: (key) => `Strg+${key}`,
    enter: "Eingabe",
  },
  palette: {
    title: "Suchen",
    hint: "Maschine, Seite oder Aktion",
    none: (text) => `Keine Maschine, Seite oder Aktion passt zu „${text}“.`,
    lanOn: "LAN einschalten",
    lanOff: "LAN ausschalten",
    uplink: (name) => `Uplink: ${name}`,
  },
  verbs: {
    start: "Starten",
    stop: "Herunterfahren",
    kill: "Ausschalten erzwingen",
    restart: "Neu starten",
    pause: "Pausieren",
    resume: "Fortsetzen",
    suspend: "Ruhezustand",
    boot: "Stattdessen booten",
    discard: "Speicher verwerfen",
    delete: "Löschen\u00a0…",
  },
  actions: {
    trash: "In den Papierkorb",
    more: "Mehr",
    copy: "Kopieren",
    copied: "Kopiert",
    copyAddress: (address) => `${address} kopieren`,
    copySsh: "SSH-Befehl kopieren",
    terminal: "SSH im Terminal",
    openIn: (program) => `In ${program} öffnen`,
    exportDisk: "Exportieren\u00a0…",
    details: "Einzelheiten",
    dismiss: "Schließen",
    of: (action, machine) => `${action}: ${machine}`,
    newMachine: "Neue Maschine",
    dashboard: "Dashboard",
    settings: "Einstellungen",
    cancel: "Abbrechen",
    close: "Schließen",
  },
  notices: {
    cause: "Technische Einzelheiten",
    asRoot: "Virtray läuft als root und damit auch jede Maschine.",
  },
  detail: {
    processors: (count) =>
      plural("de", count, { one: "1 Prozessor", other: `${count} Prozessoren` }),
    overview: "Übersicht",
    log: "Protokoll",
    reach: "Zugang",
    machine: "Maschine",
    template: "Vorlage",
    hardware: "Hardware",
    snapshots: (count, ago) =>
      plural("de", count, { one: `1, erstellt ${ago}`, other: `${count}, zuletzt ${ago}` }),
    noSnapshots: "keine",
    ofSize: (used, size) => `${used} von ${size}`,
    diskFile: "Festplattendatei",
    forwards: "Weiterleitungen",
    reachable: "antwortet",
    notReachable: "keine Antwort",
    reachability: "Erreichbarkeit",
    notKnown: "bekannt, solange die Maschine läuft und das LAN an ist",
    notKnownYet: "noch nicht bekannt",
    mac: "MAC-Adresse",
    uplink: "Uplink",
    asLan: (name) => `wie das LAN (${name})`,
    disk: "Festplatte",
    diskFormat: "Format",
    accelerator: { kvm: "KVM", tcg: "Emulation (langsam)" },
    displayAt: (port) => `127.0.0.1, Port ${port}`,
    copyPassword: "Passwort kopieren",
    process: "Prozess",
    created: "Angelegt",
    logEmpty: "QEMU hat nichts geschrieben.",
    logHint: "Was QEMU beim letzten Start gemeldet hat",
    reload: "Neu laden",
    ssh: "SSH-Befehl",
  },
  create: {
    title: "Neue Maschine",
    intro:
      "Eine Maschine startet von einem vorhandenen Abbild und bekommt eine feste Adresse im LAN.",
    name: "Name",
    nameHint: "Kleinbuchstaben, Ziffern und Bindestriche; zugleich der Hostname der Maschine.",
    nameWrong:
      "1 bis 63 Kleinbuchstaben, Ziffern und Bindestriche; kein Bindestrich am Anfang oder Ende.",
    nameTaken: "Eine Maschine dieses Namens gibt es schon.",
    disk: "Festplattenabbild",
    diskHint:
      "Ein qcow2- oder raw-Abbild. Die Datei wird dort verwendet, wo sie liegt, und nicht kopiert.",
    cdIntro:
      "Eine Maschine mit leerer Platte startet von der CD und wird an ihrer Konsole installiert.",
    cdHint: "Eine ISO-Datei, wie Distributionen sie zum Herunterladen anbieten.",
    newDisk: "Festplatte (GiB)",
    diskWrong: "Den ganzen Pfad der Datei angeben, beginnend mit „/“.",
    pick: "Auswählen\u00a0…",
    found: (format, size) => `${format}, ${size}`,
    checking: "Wird geprüft\u00a0…",
    addressHint: "Die nächste freie Adresse ist eingetragen.",
    options: "Weitere Optionen",
    fewer: "Ein Prozessor weniger",
    more: "Ein Prozessor mehr",
    diskOf: (size) => `${size} Festplatte`,
    submit: "Maschine anlegen",
    submitting: "Wird angelegt\u00a0…",
    startAfter: "Maschine starten",
  },
  network: {
    title: "Netzwerk",
    lan: "LAN",
    status: "Status",
    subnet: "Subnetz",
    hostAddress: "Dieser Computer",
    interface: "Schnittstelle",
    leaves: "Uplink",
    addressing: "DHCP und DNS",
    addressingHint:
      "Vergibt Adressen und Namen: Maschinen heißen NAME.vm.internal. Ist dies aus, stellt jeder Gast seine Adresse selbst ein.",
    nothingLeaves: "keiner",
    log: "Was als root getan wurde",
    logAll: (total) => `Alle ${total} anzeigen`,
    logEmpty: "Noch nichts: root ist nur zum Einschalten des LANs nötig.",
    columns: { time: "Zeit", cause: "Grund", command: "Befehl", outcome: "Ergebnis" },
    gateway: (address) => `Gateway ${address}`,
  },
  health: {
    title: "Diagnose",
    none: "Keine Probleme gefunden.",
    attention: (count) =>
      plural("de", count, {
        one: "1 Problem gefunden.",
        other: `${count} Probleme gefunden.`,
      }),
    examining: "Wird untersucht\u00a0…",
    again: "Noch einmal prüfen",
    bundle: "Support-Bericht sichern\u00a0…",
    bundled:
      "Gesichert: Befunde, Definitionen und Protokolle, ohne Schlüssel, Passwörter, Benutzernamen und Ausgaben von Gästen. Vor dem Weitergeben prüfen.",
    repairing: "Passwort wird abgefragt\u00a0…",
    done: "Erledigt.",
    well: (count) =>
      plural("de", count, {
        one: "1 Prüfung bestanden",
        other: `${count} Prüfungen bestanden`,
      }),
    further: "Weitere Reparaturen und wie man sie rückgängig macht",
    command: "Befehl",
  },
  settings,
  console,
  jobs,
  templates,
  trouble,
  storage,
  disks,
  drop,
  exporting,
  windowConsent,
  firstRun,
  startPage,
  machineList,
  machineSettings,
  fromTemplate,
  handedOn,
  created,
  staticSettings,
  usage,
  wiring,
  news,
  tray: {
    tooltip: (lan, machines) => `Virtray: ${lan}, ${machines}`,
    openPopover: "Virtray anzeigen",
    openDashboard: "Dashboard öffnen",
    newMachine: "Neue Maschine\u00a0…",
    machineIs: (name, status, address) =>
      [name, status, ...(address === null ? [] : [address])].join(" · "),
  },
  unit: {
    size: (bytes) => formatSize("de", bytes),
    time: (at) => formatTime("de", at),
    stamp: (at) => formatStamp("de", at),
    span: (ms) => formatSpan("de", ms),
    ago: (ms) => formatAgo("de", ms),
  },
};
