/** The German words of the help for the commands about machines, by the English ones. */
export const machines = {
  "show all machines": "alle Maschinen zeigen",
  "show one machine in full": "eine Maschine vollständig zeigen",
  "create a machine from a disk that exists": "eine Maschine mit einer vorhandenen Platte anlegen",
  "use this qcow2 or raw image as the disk": "dieses qcow2- oder raw-Abbild als Platte verwenden",
  "use a physical disk or partition of this computer":
    "eine physische Festplatte oder Partition dieses Computers verwenden",
  "1024, or what the template needs": "1024 oder was die Vorlage braucht",
  "the next free one": "die nächste freie",
  "start machines in the background; suspended ones continue where they were":
    "Maschinen im Hintergrund starten; solche im Ruhezustand machen weiter, wo sie waren",
  "boot suspended machines too, and keep their memory in a file":
    "auch Maschinen im Ruhezustand booten und ihren Arbeitsspeicher in einer Datei behalten",
  "save the memory of machines on the disk and end them; “start” continues there":
    "den Arbeitsspeicher von Maschinen auf der Festplatte sichern und sie beenden; „start“ macht dort weiter",
  "delete the memory of suspended machines; unsaved work is lost":
    "den Arbeitsspeicher von Maschinen im Ruhezustand löschen; nicht gespeicherte Daten gehen verloren",
  "shut machines down, and wait until they are off":
    "Maschinen herunterfahren und warten, bis sie aus sind",
  "how long to wait, in seconds": "wie lange gewartet wird, in Sekunden",
  "shut machines down and start them again": "Maschinen herunterfahren und wieder starten",
  "how long to wait for the shutdown, in seconds":
    "wie lange auf das Herunterfahren gewartet wird, in Sekunden",
  "pause machines": "Maschinen pausieren",
  "resume paused machines": "pausierte Maschinen fortsetzen",
  "switch machines off at once, as if unplugged; unsaved work is lost":
    "Ausschalten erzwingen, als würde der Stecker gezogen; nicht gespeicherte Daten gehen verloren",
  "move machines to the trash; existing disks that were added to them are kept":
    "Maschinen in den Papierkorb verschieben; vorhandene Platten, die sie verwenden, bleiben erhalten",
  "open a shell in a machine, or run a command there":
    "eine Shell in einer Maschine öffnen oder dort einen Befehl ausführen",
  "open a shell in a machine by SSH, else by its guest agent, else by its serial console":
    "eine Shell in einer Maschine öffnen: über SSH, sonst den Gast-Agenten, sonst die serielle Konsole",
  "move this machine to the trash first; repeatable":
    "diese Maschine zuerst in den Papierkorb verschieben; wiederholbar",
  "run the steps of virtray.yaml in running machines: those that are due, or all again":
    "die Schritte der virtray.yaml in laufenden Maschinen ausführen: die fälligen oder alle noch einmal",
  "run steps that have run before, too": "auch Schritte ausführen, die schon liefen",
  "only this way": "nur auf diesem Weg",
  "run a command in a machine by its guest agent, which takes no network":
    "in einer Maschine einen Befehl durch ihren Gast-Agenten ausführen, ohne Netzwerk",
  "all machines with this tag that the command fits":
    "alle Maschinen mit diesem Tag, zu denen der Befehl passt",
  "all machines that the command fits": "alle Maschinen, zu denen der Befehl passt",
  "give machines tags and a note, or protect them against delete, kill and restore":
    "Maschinen Tags und eine Notiz geben oder sie vor delete, kill und restore schützen",
  "add a tag; repeatable": "ein Tag hinzufügen; mehrmals möglich",
  "remove a tag; repeatable": "ein Tag entfernen; mehrmals möglich",
  "a note in one line; empty removes it": "eine einzeilige Notiz; leer entfernt sie",
  "refuse to delete, force off and restore the machines":
    "Löschen, erzwungenes Ausschalten und Wiederherstellen der Maschinen sperren",
  "end the protection": "den Schutz aufheben",
  "show the TCP ports on which programs in a machine listen":
    "die TCP-Ports zeigen, auf denen Programme in einer Maschine lauschen",
  "list machines for Ansible, as a dynamic inventory":
    "Maschinen für Ansible auflisten, als dynamisches Inventar",
  "all machines, with groups by tag": "alle Maschinen, mit Gruppen nach Tags",
  "the variables of one machine": "die Variablen einer Maschine",
  "write a line for each change of a machine, until Ctrl-C":
    "für jede Änderung einer Maschine eine Zeile schreiben, bis Strg-C",
  "wait until the machines answer, take logins, or are set up by cloud-init":
    "warten, bis die Maschinen antworten, Anmeldungen annehmen oder von cloud-init eingerichtet sind",
  "start the machine, and wait until it answers, takes logins, or is set up by cloud-init":
    "die Maschine starten und warten, bis sie antwortet, Anmeldungen annimmt oder von cloud-init eingerichtet ist",
  "wait for running machines, which keep running in any case":
    "auf laufende Maschinen warten, die in jedem Fall weiterlaufen",
  "copy files: the last one is the target, NAME:PATH is in a machine, “-” is a stream":
    "Dateien kopieren: die letzte ist das Ziel, NAME:PFAD ist in einer Maschine, „-“ ist ein Datenstrom",
  "show no progress, and nothing but errors": "keinen Fortschritt zeigen, nur Fehler",
  "copy folders, too, with all that is in them": "auch Ordner kopieren, mit ihrem ganzen Inhalt",
  "user name in the machine (default: as ssh chooses)":
    "Benutzername in der Maschine (Standard: wie ssh ihn wählt)",
  "the cable between a machine and the LAN": "das Kabel zwischen einer Maschine und dem LAN",
  "disconnect machines from the LAN, until you plug them in again":
    "Maschinen vom LAN trennen, bis sie wieder eingesteckt werden",
  "connect machines to the LAN again": "Maschinen wieder mit dem LAN verbinden",
  "make the cables of running machines slow or lossy; without a wish it shows how they are":
    "die Kabel laufender Maschinen langsam oder verlustreich machen; ohne Angabe zeigen, wie sie sind",
  "a weather by name": "ein Wetter mit Namen",
  "delay each way, such as 50ms": "Verzögerung je Richtung, etwa 50ms",
  "by how much the delay varies": "um wie viel die Verzögerung schwankt",
  "lost packets each way, such as 2%": "verlorene Pakete je Richtung, etwa 2%",
  "bits per second each way, such as 2M": "Bits je Sekunde und Richtung, etwa 2M",
  "only for so long, such as 10m": "nur für so lange, etwa 10m",
  "again after each start of the machines": "nach jedem Start der Maschinen wieder",
  "write what passes over the cable of a running machine to a file for Wireshark, until Ctrl-C":
    "in eine Datei für Wireshark schreiben, was über das Kabel einer laufenden Maschine geht, bis Strg-C",
  "a new file (default: NAME.pcap)": "eine neue Datei (Standard: NAME.pcap)",
  "end the capture at this size": "den Mitschnitt bei dieser Größe beenden",
  "remove the weather": "das Wetter entfernen",
  "run a program of this computer as a member of the LAN, with an address of its own":
    "ein Programm dieses Computers als Mitglied des LANs ausführen, mit eigener Adresse",
  "a name by which machines reach it": "ein Name, unter dem Maschinen es erreichen",
  "its address (default: the next free one)": "seine Adresse (sonst die nächste freie)",
  "cut machines off from others: “partition a,b from c”":
    "Maschinen von anderen trennen: „partition a,b from c“",
  "end the partitions of machines; of all if none is named":
    "die Trennung von Maschinen aufheben; von allen, wenn keine genannt ist",
  "give a machine another name": "eine Maschine umbenennen",
  "copy a stopped machine; the copy has its own address and identity":
    "eine gestoppte Maschine kopieren; die Kopie hat eine eigene Adresse und Identität",
  "write the disk of a stopped machine to an independent image":
    "die Platte einer gestoppten Maschine in ein unabhängiges Abbild schreiben",
  "the new qcow2 image; additional disks go to FILE-disk2 and so on":
    "das neue qcow2-Abbild; zusätzliche Platten kommen nach DATEI-disk2 und so weiter",
  "also write a definition for “virsh define”": "auch eine Definition für „virsh define“ schreiben",
  "replace existing files": "vorhandene Dateien ersetzen",
  "change the hardware or address of a stopped machine; the CD also of a running one":
    "Hardware oder Adresse einer gestoppten Maschine ändern; die CD auch bei einer laufenden",
  "create a machine with an empty disk that boots from a CD":
    "eine Maschine mit leerer Platte anlegen, die von einer CD startet",
  "image of the CD (ISO)": "Abbild der CD (ISO)",
  "size of the disk, such as 40G": "Größe der Platte, etwa 40G",
  "list this computer’s disks, and whether a machine can use them":
    "die Platten dieses Computers zeigen und ob eine Maschine sie verwenden kann",
  "physical disks of this computer": "physische Festplatten dieses Computers",
};
