import type { NetWords } from "../en/net.ts";

/** The picture of the LAN, in German. */
export const net: NetWords = {
  title: "Wie das LAN verkabelt ist",
  host: "Dieser Computer",
  switch: "Switch",
  switchOff: "Switch ist aus",
  port: (number) => `Port ${number}`,
  fastCable: (interfaceName) => `schnell (${interfaceName})`,
  pulled: "gezogen",
  running: "eingesteckt",
  notRunning: "läuft nicht",
  noMachines: "Noch keine Maschinen. Kabel zu Maschinen erscheinen hier.",
  foreign: (description) => `nicht von Virtray: ${description}`,
  foreignHint:
    "Ein anderes Programm hat dies an den Switch des LANs angeschlossen; Virtray zeigt es nur an.",
  pull: (name) => `Kabel von ${name} ziehen`,
  plug: (name) => `Kabel von ${name} einstecken`,
  trafficHint: "Datenverkehr der Maschinen über diesen Computer: empfangen und gesendet",
  rate: (received, sent) => `↓ ${received}/s  ↑ ${sent}/s`,
  quiet: "kein Verkehr",
  sshConfig: {
    installed: (path) =>
      `„ssh NAME“ funktioniert jetzt für Maschinen: ${path} bindet ihre Namen ein.`,
    removed: (path) => `${path} bindet die Namen der Maschinen nicht mehr ein.`,
  },
  inventory: {
    title: "Was Virtray auf diesem Computer hat",
    empty: "Virtray hat an diesem Computer nichts geändert.",
    removeTraces: "Alle Spuren entfernen\u00a0…",
    removeTitle: "Alle Spuren entfernen?",
    removeText:
      "Das LAN wird ausgeschaltet, mit Schnittstelle, Routen, Regeln und Kernel-Parametern; laufende Maschinen laufen ohne Netz weiter. Danach wird alles rückgängig gemacht, was das LAN überdauert; für das, was root gehört, ist Ihr Passwort nötig.",
    removeKept: "Was das LAN überdauert:",
    removeNothing: "Nichts überdauert das LAN.",
    removeSafe: "Maschinen, Vorlagen und Einstellungen bleiben erhalten.",
    removeConfirm: "Alle Spuren entfernen",
    removed: "Alle Spuren wurden entfernt.",
    kinds: {
      interface: "Schnittstelle",
      address: "Adresse",
      table: "nft-Tabelle",
      forward: "Portweiterleitung",
      rule: "ip-Regel",
      route: "Route",
      flag: "Kernel-Parameter",
      "foreign-rule": "Regel in einer anderen Firewall",
      process: "Prozess",
      device: "verliehene Platte",
      file: "Datei",
    },
    states: {
      held: "vorhanden",
      changed: "von einem anderen Programm geändert",
      missing: "fehlt",
      unseen: "nur für root sichtbar",
    },
  },
  renumber: {
    title: "Ein anderes Subnetz",
    hint: "Jede Maschine behält das Ende ihrer Adresse. Vor der Änderung wird angezeigt, was sich ändern würde.",
    look: "Änderungen anzeigen",
    go: "Jetzt ändern",
    done: (subnet, host) => `Das LAN ist jetzt ${subnet}, dieser Computer ${host}.`,
    planned: (subnet, host) =>
      `Das LAN wäre ${subnet}, dieser Computer ${host}. Nichts wurde geändert.`,
    follows: {
      "cloud-init": "neue Adresse beim nächsten Start",
      "dhcp-or-hand": "neue Adresse durch DHCP; eine feste Adresse im Gast dort ändern",
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
