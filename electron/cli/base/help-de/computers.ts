/** The German words of the help for the commands about other computers, by the English ones. */
export const computers = {
  "have a computer be an uplink, through which machines may leave":
    "einen Computer als Uplink für Maschinen wählbar machen",
  "have a computer be an uplink no longer": "einen Computer nicht mehr als Uplink verwenden",
  "have a computer’s machines join the LAN of this one, by a cable through ssh":
    "die Maschinen eines Computers in das LAN dieses Computers aufnehmen, mit einem Kabel durch ssh",
  "have a computer’s machines leave this LAN; they keep running":
    "die Maschinen eines Computers dieses LAN verlassen lassen; sie laufen weiter",
  "create the machine on another computer, from a disk there":
    "die Maschine auf einem anderen Computer anlegen, mit einem Datenträger dort",
  "check another computer": "einen anderen Computer prüfen",
  "do it on another computer, with the files there":
    "auf einem anderen Computer ausführen, mit den Dateien dort",
  "create the machine on another computer, from a template there":
    "die Maschine auf einem anderen Computer anlegen, aus einer Vorlage dort",
  "other computers of yours, reached by your ssh, whose machines are shown here":
    "andere eigene Computer, mit dem eigenen ssh erreicht, deren Maschinen hier gezeigt werden",
  "show the computers": "die Computer zeigen",
  "add a computer by the name that ssh knows it by: HOST or USER@HOST":
    "einen Computer unter dem Namen hinzufügen, den ssh kennt: HOST oder BENUTZER@HOST",
  "remove a computer; its machines stay there as they are":
    "einen Computer entfernen; seine Maschinen bleiben dort, wie sie sind",
  "move a machine to another computer, or from there to this one; it keeps running":
    "eine Maschine zu einem anderen Computer verlegen oder von dort zu diesem; sie läuft weiter",
  "the computer to move it to (default: this one)":
    "der Computer, zu dem sie verlegt wird (sonst: dieser)",
  "shut it down first if it is running, and start it again there":
    "sie zuerst herunterfahren, falls sie läuft, und dort wieder starten",
  "connect to a computer, and show what is missing there":
    "mit einem Computer verbinden und zeigen, was dort fehlt",
};
