/** The German words of the help for the commands about disks, trash and snapshots, by the English ones. */
export const disks = {
  "the disks of machines": "die Platten von Maschinen",
  "show a machine’s disks": "die Platten einer Maschine zeigen",
  "free the space of files that were deleted in a running machine":
    "den Platz von Dateien freigeben, die in einer laufenden Maschine gelöscht wurden",
  "enlarge a disk, also while the machine is running":
    "eine Platte vergrößern, auch bei laufender Maschine",
  "number of the disk, as “disk list” shows it": "Nummer der Platte, wie „disk list“ sie zeigt",
  "give a stopped machine an additional disk":
    "einer gestoppten Maschine eine zusätzliche Platte geben",
  "create an empty disk of this size, such as 10G":
    "eine leere Platte dieser Größe anlegen, etwa 10G",
  "use this qcow2 or raw image": "dieses qcow2- oder raw-Abbild verwenden",
  "remove an additional disk from a stopped machine; the file is kept":
    "eine zusätzliche Platte aus einer gestoppten Maschine entfernen; die Datei bleibt erhalten",
  "deleted machines, kept for seven days": "gelöschte Maschinen, sieben Tage lang aufbewahrt",
  "show what was deleted": "Gelöschtes zeigen",
  "restore a deleted machine, by its name or ID":
    "eine gelöschte Maschine wiederherstellen, mit Name oder ID",
  "restore the machine under another name": "die Maschine unter anderem Namen wiederherstellen",
  "delete these or all machines for good; existing disks that were added to them are kept":
    "diese oder alle Maschinen endgültig löschen; vorhandene Platten, die sie verwendet haben, bleiben erhalten",
  "saved states of a machine": "gespeicherte Zustände einer Maschine",
  "show a machine’s snapshots": "die Schnappschüsse einer Maschine zeigen",
  "take a snapshot; of a running machine with its memory":
    "einen Schnappschuss erstellen; bei einer laufenden Maschine mit Arbeitsspeicher",
  "without the memory: the guest agent holds the file systems still meanwhile":
    "ohne den Arbeitsspeicher: Der Gast-Agent hält die Dateisysteme solange an",
  "let file systems go on that an interrupted snapshot stopped":
    "Dateisysteme weiterlaufen lassen, die ein abgebrochener Schnappschuss angehalten hat",
  "return a machine to a snapshot, running or stopped as it was":
    "einen Schnappschuss wiederherstellen; die Maschine läuft oder ist gestoppt wie damals",
  "without the memory: the machine boots as after a power failure":
    "ohne den Arbeitsspeicher: Die Maschine startet wie nach einem Stromausfall",
  "take no automatic snapshot of the current state first, which is then lost":
    "vorher keinen automatischen Schnappschuss erstellen; der jetzige Zustand geht verloren",
  "delete a snapshot, by its name or ID": "einen Schnappschuss löschen, mit Name oder ID",
};
