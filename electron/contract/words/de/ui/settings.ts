import type { settings as english } from "../../en/ui/settings.ts";

/** The texts of the settings, in German. */
export const settings: typeof english = {
  title: "Einstellungen",
  find: "Einstellung suchen",
  sections: {
    general: "Allgemein",
    network: "Netzwerk",
    storage: "Speicher",
    security: "Sicherheit",
    computers: "Computer",
  },
  noMatch: (query) => `Keine Einstellung passt zu „${query}“.`,
  reset: "Zurücksetzen",
  language: "Sprache",
  languageHint: "Gilt für Fenster, Tray und Meldungen.",
  languageAuto: "Wie das System",
  theme: "Erscheinungsbild",
  themeHint: "Hell oder dunkel, sofort.",
  themes: { auto: "Wie das System", light: "Hell", dark: "Dunkel" },
  login: "Beim Anmelden starten",
  loginHint: "Der Desktop startet Virtray, und Virtray startet dann die Maschinen mit Autostart.",
  shellEntry: "In den Schnelleinstellungen",
  shellEntryHint:
    "LAN, Uplinks und Maschinen in GNOMEs Menü oben rechts, über eine Shell-Erweiterung, die Virtray mitbringt.",
  shellEntryLater:
    "Der Eintrag erscheint nach der nächsten Anmeldung, weil GNOME neue Erweiterungen erst dann lädt.",
  shortcut: "Tastenkürzel",
  shortcutHint: "Diese Tasten zeigen Virtray, gleich welches Programm gerade verwendet wird.",
  shortcutPress: "Tasten drücken",
  shortcutDoes: "Virtray anzeigen oder ausblenden",
  shortcutAsked: "Der Desktop fragt, ob Virtray diese Tasten verwenden darf.",
  shortcutSetUp: (keys) => `${keys} einrichten`,
  shortcutGiven: (keys) =>
    `Der Desktop hat ${keys} zugeteilt. Ändern lassen sich die Tasten in den Einstellungen des Desktops.`,
  windowSystem: "Fenstersystem",
  windowSystemHint:
    "Wie Virtrays Fenster auf den Bildschirm kommen; „Automatisch“ passt am besten zu diesem Desktop. Eine Änderung gilt nach einem Neustart von Virtray.",
  windowSystemNow: (name) => `Virtray verwendet gerade ${name}.`,
  windowSystems: { auto: "Automatisch", wayland: "Wayland", x11: "X11" },
  notify: "Meldungen",
  notifyHint:
    "Melden, wenn eine Maschine ausfällt, der Uplink ausfällt oder wechselt oder eine Vorlage fertig ist.",
  explain: "Vor der Passwortabfrage erklären",
  explainHint: "Anzeigen, was als root getan wird, bevor der Desktop nach dem Passwort fragt.",
  terminal: "Terminal",
  terminalHint: "Das Programm, das „Terminal öffnen“ startet.",
  terminalAuto: "automatisch",
  templates: "Ordner der Vorlagen",
  templatesHint:
    "Wo die Abbilder der Vorlagen liegen. Vorhandene Abbilder ziehen in den neuen Ordner um; ihre Maschinen können dabei weiterlaufen.",
  templatesUsual: "bei Virtrays Daten",
  warm: "Vorlagen vorwärmen",
  warmHint:
    "Ein Gast jeder neuen Vorlage bootet einmal im Hintergrund; Maschinen daraus laufen dann sofort. Nicht im Akkubetrieb und nicht bei wenig Arbeitsspeicher oder Platz.",
  warmChoices: { automatic: "Automatisch", "by-hand": "Von Hand", never: "Nie" },
  subnet: "Subnetz des LANs",
  subnetHint:
    "Jede Maschine behält das Ende ihrer Adresse und verwendet die neue Adresse ab ihrem nächsten Start.",
  subnetChange: "Ändern\u00a0…",
  interface: "Schnittstelle des LANs",
  interfaceHint:
    "Der Name der Schnittstelle des LANs auf diesem Computer: vtap… oder virtray…. Änderbar, während das LAN aus ist.",
  order: "Reihenfolge der Uplinks",
  orderHint: "Der Datenverkehr läuft über den ersten, der funktioniert, und über keinen anderen.",
  places: "Den Uplink je Ort merken",
  placesHint:
    "Bei der Rückkehr in ein Netz wählt Virtray wieder den Uplink, der dort gewählt war, und meldet das.",
  placesTitle: "Uplinks je Ort",
  placesForget: "Vergessen",
  placesForgetAll: "Alle vergessen",
  access: "Zugriff auf diesen Computer",
  accessHint:
    "Alle Dienste dieses Computers oder nur die, die Maschinen für Namen und Adressen brauchen.",
  accesses: { all: "Alles", "dns-and-ping": "Nur DNS, DHCP und Ping" },
  cables: "Kabel der Maschinen",
  cablesHint:
    "Schnelle Kabel sind Verbindungen des Kernels, über die eine Maschine nur von der eigenen Adresse senden kann; Maschinen mit einer anderen Karte als virtio bleiben am Switch. Gilt, sobald das LAN das nächste Mal eingeschaltet wird.",
  cablesNames: { vde: "Nur Switch (VDE)", fast: "Schnell" },
  share: "Das LAN mit der Gruppe kvm teilen",
  shareHint:
    "Mitglieder der Gruppe dürfen eigene Maschinen an den Switch anschließen. Gilt, sobald das LAN das nächste Mal eingeschaltet wird.",
  saved: "Gespeichert",
};
