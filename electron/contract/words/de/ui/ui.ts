import type { ui as english } from "../../en/ui/ui.ts";
import { formatClock, formatSize, formatTime, plural } from "../../formats.ts";
import { uplink } from "../uplink.ts";
import { console } from "./console.ts";
import { disks } from "./disks.ts";
import { exporting } from "./export.ts";
import { firstRun } from "./first-run.ts";
import { jobs } from "./jobs.ts";
import { machineList } from "./machine-list.ts";
import { machineSettings } from "./machine-settings.ts";
import { created, fromTemplate, staticSettings } from "./new-machine.ts";
import { news } from "./news.ts";
import { settings } from "./settings.ts";
import { storage } from "./storage.ts";
import { templates } from "./templates.ts";
import { usage } from "./usage.ts";
import { windowConsent } from "./window-consent.ts";

/** Every text of popover, dashboard and tray, in German. */
export const ui: typeof english = {
  lan: {
    status: { off: "LAN aus", starting: "LAN startet …", on: "LAN an", stopping: "LAN stoppt …" },
    name: "LAN",
    offHint: "LAN einschalten, um Maschinen zu verbinden.",
    problem: "Das LAN hat ein Problem",
    offline: "Dieser Computer ist offline",
  },
  uplink,
  machines: {
    title: "Maschinen",
    runningOf: (running, total) =>
      plural("de", running, {
        one: `1 von ${total} läuft`,
        other: `${running} von ${total} laufen`,
      }),
    count: (total) => plural("de", total, { one: "1 Maschine", other: `${total} Maschinen` }),
    status: {
      stopped: "gestoppt",
      starting: "startet …",
      running: "läuft",
      paused: "pausiert",
      stopping: "stoppt …",
      failed: "fehlgeschlagen",
    },
    since: (time) => `läuft seit ${time}`,
    stoppingFor: (seconds) => `stoppt … ${seconds} s`,
    find: "Maschine suchen",
    findHint: "Tippen, um eine Maschine zu finden",
    emptyTitle: "Noch keine Maschinen",
    emptyHint: "Eine aus einer Vorlage oder einem vorhandenen Abbild anlegen.",
    noMatch: (query) => `Keine Maschine passt zu „${query}“.`,
    unreachable: "keine Antwort",
    unreachableHint: "Die Maschine läuft, antwortet aber noch nicht unter ihrer Adresse.",
    why: "warum?",
    diskFull: "pausiert: Platte voll",
    broken: "unlesbar",
    recover: (at) => `Zurück zur Sicherung vom ${formatTime("de", at)}`,
    selectHint: "Eine Maschine wählen, um zu sehen, was sie tut.",
    gone: "Diese Maschine gibt es nicht mehr.",
  },
  verbs: {
    start: "Starten",
    stop: "Herunterfahren",
    kill: "Ende erzwingen",
    restart: "Neu starten",
    pause: "Pausieren",
    resume: "Fortsetzen",
    delete: "Löschen …",
  },
  actions: {
    more: "Mehr",
    copy: "Kopieren",
    copied: "Kopiert",
    copyAddress: (address) => `${address} kopieren`,
    copySsh: "SSH-Befehl kopieren",
    terminal: "SSH im Terminal",
    exportDisk: "Exportieren …",
    details: "Einzelheiten",
    dismiss: "Schließen",
    of: (action, machine) => `${action}: ${machine}`,
    newMachine: "Neue Maschine",
    dashboard: "Übersicht",
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
    overview: "Überblick",
    log: "Protokoll",
    network: "Netz",
    hardware: "Hardware",
    reachable: "antwortet",
    notReachable: "keine Antwort",
    reachability: "Erreichbarkeit",
    notKnown: "bekannt, solange sie läuft und das LAN an ist",
    notKnownYet: "noch nicht bekannt",
    mac: "MAC-Adresse",
    uplink: "Uplink",
    asLan: (name) => `wie das LAN (${name})`,
    disk: "Festplatte",
    diskFormat: "Format",
    accelerator: { kvm: "KVM", tcg: "Emulation (langsam)" },
    noDisplay: "keine",
    displayAt: (port) => `127.0.0.1, Port ${port}`,
    vncPassword: "VNC-Passwort",
    copyPassword: "Passwort kopieren",
    process: "Prozess",
    created: "Hinzugefügt",
    logEmpty: "QEMU hat nichts geschrieben.",
    logHint: "Was QEMU beim letzten Start sagte",
    reload: "Neu laden",
    ssh: "SSH-Befehl",
  },
  remove: {
    title: (name) => `„${name}“ löschen?`,
    text: "Sie kommt in den Papierkorb und kann sieben Tage lang zurückgeholt werden. Ihre Platte:",
    confirm: "Maschine löschen",
  },
  create: {
    title: "Neue Maschine",
    intro:
      "Eine Maschine startet von einem vorhandenen Abbild und bekommt eine feste Adresse im LAN.",
    name: "Name",
    nameHint: "Kleinbuchstaben, Ziffern und Bindestriche; zugleich ihr Hostname.",
    nameWrong:
      "1 bis 63 Kleinbuchstaben, Ziffern und Bindestriche; kein Bindestrich am Anfang oder Ende.",
    nameTaken: "Eine Maschine dieses Namens gibt es schon.",
    disk: "Festplattenabbild",
    diskHint: "Eine qcow2- oder Rohdatei. Sie wird dort benutzt, wo sie liegt.",
    cdIntro:
      "Eine Maschine mit leerer Platte startet von der CD und wird an ihrer Konsole installiert.",
    cdHint: "Eine ISO-Datei, wie Distributionen sie zum Herunterladen anbieten.",
    newDisk: "Platte (GiB)",
    diskWrong: "Den ganzen Pfad der Datei angeben, beginnend mit „/“.",
    pick: "Auswählen …",
    found: (format, size) => `${format}, ${size}`,
    checking: "Wird angesehen …",
    addressHint: "Die nächste freie ist eingetragen.",
    advanced: "Für alte oder besondere Gäste",
    submit: "Hinzufügen",
    submitting: "Wird hinzugefügt …",
    startAfter: "Gleich starten",
  },
  network: {
    title: "Netz",
    lan: "LAN",
    status: "Zustand",
    subnet: "Subnetz",
    hostAddress: "Dieser Computer",
    interface: "Schnittstelle",
    leaves: "Hinaus über",
    addressing: "Adressen und Namen vergeben",
    addressingHint:
      "Durch DHCP und DNS: Maschinen heißen NAME.vm.internal. Aus: Jeder Gast setzt seine Adresse selbst.",
    nothingLeaves: "nichts geht hinaus",
    log: "Was als root getan wurde",
    logAll: (total) => `Alle ${total} zeigen`,
    logEmpty: "Noch nichts: root wird erst beim Einschalten des LANs gebraucht.",
    columns: { time: "Zeit", cause: "Warum", command: "Befehl", outcome: "Ergebnis" },
    gateway: (address) => `Gateway ${address}`,
  },
  health: {
    title: "Zustand",
    none: "Nichts braucht Aufmerksamkeit.",
    attention: (count) =>
      plural("de", count, {
        one: "Eine Sache braucht Aufmerksamkeit.",
        other: `${count} Dinge brauchen Aufmerksamkeit.`,
      }),
    examining: "Wird untersucht …",
    checked: (time) => `Geprüft um ${time}.`,
    again: "Erneut prüfen",
    bundle: "Bericht sichern …",
    bundled:
      "Gesichert: Befunde, Definitionen und Protokolle, ohne Schlüssel, Passwörter, Benutzernamen und was Gäste schrieben. Vor dem Weitergeben bitte hineinsehen.",
    repair: "Beheben …",
    repairing: "Warte auf root …",
    done: "Erledigt.",
    well: (count) =>
      plural("de", count, {
        one: "1 Sache ist in Ordnung",
        other: `${count} Dinge sind in Ordnung`,
      }),
    further: "Weitere Eingriffe und Wege zurück",
    command: "Befehl",
  },
  settings,
  console,
  jobs,
  templates,
  storage,
  disks,
  exporting,
  windowConsent,
  firstRun,
  machineList,
  machineSettings,
  fromTemplate,
  created,
  staticSettings,
  usage,
  news,
  tray: {
    tooltip: (lan, machines) => `Virtray: ${lan}, ${machines}`,
    openPopover: "Virtray zeigen",
    openDashboard: "Übersicht öffnen",
    newMachine: "Neue Maschine …",
    machineIs: (name, status, address) => `${name} · ${status} · ${address}`,
  },
  unit: {
    size: (bytes) => formatSize("de", bytes),
    time: (at) => formatTime("de", at),
    clock: (at) => formatClock("de", at),
  },
};
