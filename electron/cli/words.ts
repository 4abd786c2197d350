import type { MachineStatus } from "../contract/machine.ts";
import type { Language } from "../contract/words/words.ts";

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
  yes: "yes",
  no: "no",
  emulated: "emulated",
  noMachines: "No machines yet. Add one: virtray add NAME --disk FILE",
  added: (name: string, address: string) =>
    `${name} was added with the address ${address}. Start it: virtray start ${name}`,
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
    display: "Display",
    pid: "QEMU process",
    log: "Log",
  },
  noDisplay: "none",
  lan: { off: "off", starting: "starting", on: "on", stopping: "stopping" },
  lanLine: (status: string, address: string, name: string) => `LAN ${status} (${address}, ${name})`,
  uplink: {
    automatic: "Uplink: automatic",
    none: "Uplink: none",
    pinned: (name: string) => `Uplink: ${name}`,
    active: (name: string) => `leaves by ${name} now`,
    nothing: "nothing leaves now",
  },
  obstacles: {
    down: "down",
    "no-carrier": "no cable or signal",
    "no-address": "no address",
    "no-gateway": "no gateway",
  },
  ready: "ready",
  stopAborted: "The wait was broken off; the guest may still power down.",
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
  yes: "ja",
  no: "nein",
  emulated: "emuliert",
  noMachines: "Noch keine Maschinen. Eine hinzufügen: virtray add NAME --disk DATEI",
  added: (name, address) =>
    `${name} wurde mit der Adresse ${address} hinzugefügt. Starten: virtray start ${name}`,
  warning: "Warnung:",
  fields: {
    id: "Id",
    status: "Status",
    problem: "Problem",
    address: "Adresse",
    mac: "MAC",
    disk: "Platte",
    memory: "Speicher",
    processors: "Prozessoren",
    acceleration: "Beschleunigung",
    card: "Netzkarte",
    display: "Anzeige",
    pid: "QEMU-Prozess",
    log: "Protokoll",
  },
  noDisplay: "keine",
  lan: { off: "aus", starting: "startet", on: "an", stopping: "stoppt" },
  lanLine: (status, address, name) => `LAN ${status} (${address}, ${name})`,
  uplink: {
    automatic: "Uplink: automatisch",
    none: "Uplink: keiner",
    pinned: (name) => `Uplink: ${name}`,
    active: (name) => `geht gerade über ${name} hinaus`,
    nothing: "gerade geht nichts hinaus",
  },
  obstacles: {
    down: "aus",
    "no-carrier": "kein Kabel oder Signal",
    "no-address": "keine Adresse",
    "no-gateway": "kein Gateway",
  },
  ready: "bereit",
  stopAborted: "Das Warten wurde abgebrochen; der Gast kann sich noch abschalten.",
};

/** The command's own words in a language; errors have theirs in the contract. */
export function cliWordsFor(language: Language): CliWords {
  return language === "de" ? de : en;
}
