import type { settings as english } from "../../en/ui/settings.ts";

/** The texts of the settings, in German. */
export const settings: typeof english = {
  title: "Einstellungen",
  find: "Einstellung suchen",
  noMatch: (query) => `Keine Einstellung passt zu „${query}“.`,
  reset: "Zurücksetzen",
  default: (value) => `Vorgabe:\u00a0${value}`,
  language: "Sprache",
  languageHint: "Der Fenster, des Trays und der Meldungen.",
  languageAuto: "Wie das System",
  theme: "Erscheinungsbild",
  themeHint: "Hell oder dunkel, sofort.",
  themes: { auto: "Wie das System", light: "Hell", dark: "Dunkel" },
  login: "Beim Anmelden starten",
  loginHint: "Der Desktop startet Virtray, und Virtray die Maschinen, die dann laufen sollen.",
  shellEntry: "In den Schnelleinstellungen",
  shellEntryHint:
    "LAN, Uplinks und Maschinen in GNOMEs Menü oben rechts, durch eine Erweiterung der Shell, die Virtray mitbringt.",
  shellEntryLater:
    "Der Eintrag erscheint nach der nächsten Anmeldung, weil GNOME neue Erweiterungen erst dann lädt.",
  shortcut: "Tastenkürzel",
  shortcutHint: "Diese Tasten zeigen Virtray, gleich welches Programm den Fokus hat.",
  shortcutPress: "Tasten drücken",
  shortcutDoes: "Virtray zeigen oder verbergen",
  shortcutAsked: "Der Desktop fragt, ob Virtray sie haben darf.",
  shortcutSetUp: (keys) => `${keys} einrichten`,
  shortcutGiven: (keys) =>
    `Der Desktop hat ihm ${keys} gegeben; ändern lässt sich das in seinen Einstellungen.`,
  windowSystem: "Fenstersystem",
  windowSystemHint:
    "Wie Virtrays Fenster auf den Bildschirm kommen; „Automatisch“ passt am besten zu diesem Desktop. Eine Änderung gilt ab dem nächsten Start von Virtray.",
  windowSystemNow: (name) => `Jetzt läuft es mit ${name}.`,
  windowSystems: { auto: "Automatisch", wayland: "Wayland", x11: "X11" },
  notify: "Meldungen",
  notifyHint:
    "Sagen, wenn eine Maschine ausfällt, der Uplink wegfällt oder wechselt oder eine Vorlage fertig ist.",
  explain: "Vor dem Passwort erklären",
  explainHint: "Sagen, was root tun wird, bevor der Desktop nach dem Passwort fragt.",
  terminal: "Terminal",
  terminalHint: "Das Programm, das „Terminal öffnen“ startet.",
  terminalAuto: "automatisch",
  templates: "Ordner der Vorlagen",
  templatesHint:
    "Wo die Abbilder der Vorlagen liegen. Was da ist, zieht mit um; ihre Maschinen dürfen dabei laufen.",
  templatesUsual: "bei Virtrays Daten",
  subnet: "Subnetz des LANs",
  subnetHint:
    "Maschinen behalten bei einem Wechsel ihren Platz darin und erfahren beim nächsten Start davon.",
  subnetChange: "Ändern …",
  interface: "Schnittstelle des LANs",
  interfaceHint:
    "Das Ende dieses Computers: vtap… oder virtray…, änderbar, während das LAN aus ist.",
  order: "Reihenfolge der Uplinks",
  orderHint: "Pakete gehen durch den ersten hinaus, der funktioniert, und durch keinen anderen.",
  orderNone: "wie das eigene Routing dieses Computers",
  places: "Den Uplink je Ort merken",
  placesHint:
    "Zurück in einem Netz, wählt Virtray den Uplink wieder, der dort gewählt wurde, und sagt es.",
  placesTitle: "Uplinks je Ort",
  placesForget: "Vergessen",
  placesForgetAll: "Alle vergessen",
  access: "Maschinen erreichen diesen Computer",
  accessHint: "Alles, was hier lauscht, oder nur, was sie für Namen und Adressen brauchen.",
  accesses: { all: "Alles", "dns-and-ping": "Nur DNS, DHCP und Ping" },
  share: "Das LAN mit der Gruppe kvm teilen",
  shareHint:
    "Ihre Mitglieder dürfen eigene Maschinen an den Switch stecken, ab dem nächsten Start des LANs.",
  on: "an",
  off: "aus",
  save: "Speichern",
};
