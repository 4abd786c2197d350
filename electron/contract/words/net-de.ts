import type { NetWords } from "./net-en.ts";

/** The picture of the LAN, in German. */
export const net: NetWords = {
  title: "Wie es verkabelt ist",
  host: "Dieser Computer",
  switch: "Switch",
  switchOff: "Der Switch läuft nicht.",
  port: (number) => `Port ${number}`,
  pulled: "gezogen",
  running: "eingesteckt",
  notRunning: "läuft nicht",
  noMachines: "Noch keine Maschinen: Hier werden ihre Kabel hängen.",
  foreign: (description) => `nicht von Virtray: ${description}`,
  foreignHint: "Das hat jemand anderes in den Switch des LANs gesteckt. Virtray zeigt es nur.",
  pull: (name) => `Kabel von ${name} ziehen`,
  plug: (name) => `Kabel von ${name} einstecken`,
  leaves: "hier geht es hinaus",
  spare: "gerade nicht genutzt",
  trafficHint: "Was Maschinen über diesen Computer empfangen und senden",
  rate: (received, sent) => `↓ ${received}/s  ↑ ${sent}/s`,
  quiet: "still",
  sshConfig: {
    installed: (path) => `„ssh NAME“ findet jetzt Maschinen: ${path} bindet ihre Namen ein.`,
    removed: (path) => `${path} ist wieder wie vorher.`,
  },
  ledger: {
    title: "Was Virtray auf diesem Computer hat",
    empty: "Auf diesem Computer ist nichts von Virtray.",
    kinds: {
      interface: "Schnittstelle",
      address: "Adresse",
      table: "nft-Tabelle",
      rule: "ip-Regel",
      route: "Route",
      flag: "Kernelschalter",
      "foreign-rule": "Regel in einer anderen Firewall",
      process: "Prozess",
      file: "Datei",
    },
    states: {
      held: "hält",
      changed: "von anderen geändert",
      missing: "fehlt",
      unseen: "nur root sieht es",
    },
  },
  renumber: {
    done: (subnet, host) => `Das LAN ist jetzt ${subnet}, dieser Computer ${host}.`,
    planned: (subnet, host) =>
      `Das LAN wäre ${subnet}, dieser Computer ${host}. Nichts wurde geändert.`,
    follows: {
      "cloud-init": "folgt beim nächsten Start",
      "dhcp-or-hand": "folgt durch DHCP; eine feste Adresse im Gast ist dort zu ändern",
    },
  },
  columns: {
    name: "NAME",
    address: "ADRESSE",
    cable: "KABEL",
    received: "EMPFANGEN",
    sent: "GESENDET",
  },
};
