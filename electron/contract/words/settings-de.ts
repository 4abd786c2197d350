import type { settings as english } from "./settings-en.ts";

/** The texts of the settings, in German. */
export const settings: typeof english = {
  title: "Einstellungen",
  find: "Einstellung suchen",
  noMatch: (query) => `Keine Einstellung passt zu „${query}“.`,
  reset: "Zurücksetzen",
  default: (value) => `Vorgabe: ${value}`,
  language: "Sprache",
  languageHint: "Der Fenster, des Trays und der Meldungen.",
  languages: { auto: "Wie das System", en: "English", de: "Deutsch" },
  theme: "Erscheinungsbild",
  themeHint: "Hell oder dunkel, sofort.",
  themes: { auto: "Wie das System", light: "Hell", dark: "Dunkel" },
  login: "Beim Anmelden starten",
  loginHint: "Der Desktop startet Virtray, und das die Maschinen, die dann laufen sollen.",
  notify: "Meldungen",
  notifyHint:
    "Sagen, wenn eine Maschine ausfällt, der Uplink geht oder wechselt oder eine Vorlage fertig ist.",
  explain: "Vor dem Passwort erklären",
  explainHint: "Sagen, was root tun wird, bevor der Desktop nach dem Passwort fragt.",
  terminal: "Terminal",
  terminalHint: "Das Programm, das „Terminal öffnen“ startet.",
  terminalAuto: "wird selbst gefunden",
  on: "an",
  off: "aus",
  save: "Speichern",
};
