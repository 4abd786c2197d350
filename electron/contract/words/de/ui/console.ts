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
  ctrlAltDel: "Strg+Alt+Entf senden",
  paste: "Einfügen",
  pasteHint: "Tippt den Text der Zwischenablage in die Maschine",
  copy: "Auswahl kopieren",
  sendSize: "Größe senden",
  sendSizeHint: "Tippt den Befehl „stty“, der im Gast die Größe dieses Terminals einstellt",
  copyPicture: "Bild kopieren",
  savePicture: "Bild speichern\u00a0…",
  openTerminal: "Terminal öffnen",
  holdOpen: "Zum Schließen dieses Fensters die Eingabetaste drücken.",
};
