import type { console as english } from "../../en/ui/console.ts";

/** The texts of consoles, in German. */
export const console: typeof english = {
  title: "Konsole",
  kinds: "Welche Konsole",
  screen: "Bildschirm",
  serial: "Serielle Konsole",
  connecting: "Verbindung wird hergestellt\u00a0…",
  connected: "Verbunden",
  ended: "Die Verbindung ist beendet.",
  reconnect: "Neu verbinden",
  notRunning: "Die Konsole ist verfügbar, solange die Maschine läuft.",
  keys: "Tasten",
  ctrlAlt: (key) => `Strg+Alt+${key}`,
  del: "Entf",
  screenshot: "Bildschirmfoto",
  fill: "Fenster füllen",
  paste: "Einfügen",
  pasteHint: "Tippt den Text der Zwischenablage in die Maschine",
  copy: "Auswahl kopieren",
  sendSize: "Größe senden",
  sendSizeHint: "Tippt den Befehl „stty“, der im Gast die Größe dieses Terminals einstellt",
  copyPicture: "Bildschirmfoto kopieren",
  savePicture: "Bildschirmfoto speichern\u00a0…",
  openTerminal: "Terminal öffnen",
  holdOpen: "Zum Schließen dieses Fensters die Eingabetaste drücken.",
};
