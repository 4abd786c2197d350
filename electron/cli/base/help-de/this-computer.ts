/** The German words of the help for the commands about this computer, by the English ones. */
export const computer = {
  "check what machines and LAN need on this computer":
    "prüfen, was Maschinen und LAN auf diesem Computer brauchen",
  "write a support report to a file, without secrets":
    "einen Support-Bericht in eine Datei schreiben, ohne Geheimnisse",
  "show what was done as root": "zeigen, was als root getan wurde",
  "explain a repair, and carry it out as root": "eine Reparatur erklären und als root ausführen",
  "carry out the repair without asking first (the password is still needed)":
    "die Reparatur ohne Rückfrage ausführen (das Passwort ist trotzdem nötig)",
  "check the connection of a machine, hop by hop, and show where the problem is":
    "die Verbindung einer Maschine Station für Station prüfen und zeigen, wo das Problem liegt",
  "show what starts at login": "zeigen, was beim Anmelden startet",
  "choose which machines start at login": "wählen, welche Maschinen beim Anmelden starten",
  "when to start the machines at login; “as-before”: if they were running":
    "wann die Maschinen beim Anmelden starten; „as-before“: wenn sie zuletzt liefen",
  "start order, 0 to 99; smaller numbers start first":
    "Startreihenfolge, 0 bis 99; kleinere Zahlen starten zuerst",
  "unchanged, or 50": "unverändert oder 50",
  "start the machines now that should start at login":
    "jetzt die Maschinen starten, die beim Anmelden starten sollen",
  "choose whether the app, and with it these machines, starts at login":
    "wählen, ob die App und damit diese Maschinen beim Anmelden starten",
  "show or hide the app’s popover": "das Popover der App anzeigen oder ausblenden",
  "restore an unreadable machine or the settings from backup (ID or “settings”)":
    "eine unlesbare Maschine oder die Einstellungen aus der Sicherung wiederherstellen (ID oder „settings“)",
  "make “ssh NAME” work for machines": "„ssh NAME“ für Maschinen einrichten",
  "add an Include to ~/.ssh/config": "in ~/.ssh/config ein Include eintragen",
  "remove the Include from ~/.ssh/config": "das Include aus ~/.ssh/config entfernen",
  "show the configuration that ssh gets": "die Konfiguration für ssh zeigen",
  "write a script for completing commands and names in a shell":
    "ein Skript schreiben, mit dem eine Shell Befehle und Namen vervollständigt",
};
