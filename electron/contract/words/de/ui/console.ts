import type { console as english } from "../../en/ui/console.ts";

/** The texts of consoles, in German. */
export const console: typeof english = {
  title: "Konsole",
  kinds: "Welche Konsole",
  screen: "Bildschirm",
  serial: "Serielle Leitung",
  connecting: "Verbinde …",
  connected: "Verbunden",
  ended: "Die Verbindung ist beendet.",
  reconnect: "Neu verbinden",
  notRunning: "Die Konsole gibt es, solange die Maschine läuft.",
  ctrlAltDel: "Strg+Alt+Entf senden",
  paste: "Einfügen",
  pasteHint: "Tippt den Text der Zwischenablage in die Maschine",
  copy: "Auswahl kopieren",
  sendSize: "Größe senden",
  sendSizeHint: "Tippt den Befehl „stty“, der dem Gast sagt, wie groß dieses Terminal ist",
  copyPicture: "Bild kopieren",
  savePicture: "Bild speichern …",
  openTerminal: "Terminal öffnen",
  holdOpen: "Eingabetaste schließt dieses Fenster.",
};
