import { hardware, hardwareFields } from "../../contract/machine/hardware.ts";
import { hardwareHelp } from "../../contract/words/de/hardware.ts";
import type { HelpWords } from "./help-words.ts";

/** The headings and commander's own texts. */
const frame = {
  "Usage:": "Aufruf:",
  "Arguments:": "Argumente:",
  "Options:": "Optionen:",
  "Commands:": "Befehle:",
  "Machines:": "Maschinen:",
  "Templates and projects:": "Vorlagen und Projekte:",
  "Network:": "Netz:",
  "Other computers:": "Andere Computer:",
  "This computer:": "Dieser Computer:",
  "display help for command": "diese Hilfe zeigen",
  "output the version number": "die Version zeigen",
  "show the help of a command": "die Hilfe zu einem Befehl zeigen",
  "write JSON for programs": "JSON für Programme schreiben",
  "Virtual machines in the background, on a private LAN":
    "Virtuelle Maschinen im Hintergrund, in einem privaten LAN",
};

/** The options for a machine's hardware. */
const settings = Object.fromEntries(
  hardwareFields.map((field) => [hardware[field].help, hardwareHelp[field]]),
);

const computers = {
  "have a computer’s machines join the LAN of this one, by a cable through ssh":
    "die Maschinen eines Computers in das LAN dieses Computers aufnehmen, mit einem Kabel durch ssh",
  "have a computer’s machines leave this LAN; they keep running":
    "die Maschinen eines Computers dieses LAN verlassen lassen; sie laufen weiter",
  "create it on another computer, from a template there":
    "sie auf einem anderen Computer anlegen, aus einer Vorlage dort",
  "other computers of yours, reached by your ssh, whose machines are shown here":
    "andere eigene Computer, mit dem eigenen ssh erreicht, deren Maschinen hier gezeigt werden",
  "show the computers": "die Computer zeigen",
  "add a computer by the name that ssh knows it by: HOST or USER@HOST":
    "einen Computer unter dem Namen hinzufügen, den ssh kennt: HOST oder BENUTZER@HOST",
  "remove a computer; its machines stay there as they are":
    "einen Computer entfernen; seine Maschinen bleiben dort, wie sie sind",
  "connect to a computer, and show what is missing there":
    "mit einem Computer verbinden und zeigen, was dort fehlt",
};

const machines = {
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
    "den Arbeitsspeicher von Maschinen im Ruhezustand löschen; nicht gespeicherte Arbeit geht verloren",
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
  "list machines for Ansible, as a dynamic inventory":
    "Maschinen für Ansible auflisten, als dynamisches Inventar",
  "all machines, with groups by tag": "alle Maschinen, mit Gruppen nach Tags",
  "the variables of one machine": "die Variablen einer Maschine",
  "write a line for each change of a machine, until Ctrl-C":
    "für jede Änderung einer Maschine eine Zeile schreiben, bis Strg-C",
  "wait until they answer, take logins, or are set up by cloud-init":
    "warten, bis sie antworten, Anmeldungen annehmen oder von cloud-init eingerichtet sind",
  "start it, and wait until it answers, takes logins, or is set up by cloud-init":
    "starten und warten, bis sie antwortet, Anmeldungen annimmt oder von cloud-init eingerichtet ist",
  "wait for running machines; they go on whatever comes of it":
    "auf laufende Maschinen warten; sie laufen in jedem Fall weiter",
  "copy files: the last one is the target, NAME:PATH is in a machine, “-” is a stream":
    "Dateien kopieren: die letzte ist das Ziel, NAME:PFAD ist in einer Maschine, „-“ ist ein Datenstrom",
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
  "end at this size": "bei dieser Größe beenden",
  "remove the weather": "das Wetter entfernen",
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

const disks = {
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
  "return a machine to a snapshot, running or stopped as it was":
    "einen Schnappschuss wiederherstellen; die Maschine läuft oder ist gestoppt wie damals",
  "without the memory: the machine boots as after a power failure":
    "ohne den Arbeitsspeicher: Die Maschine startet wie nach einem Stromausfall",
  "take no automatic snapshot of the current state first, which is then lost":
    "vorher keinen automatischen Schnappschuss erstellen; der jetzige Zustand geht verloren",
  "delete a snapshot, by its name or ID": "einen Schnappschuss löschen, mit Name oder ID",
};

const templates = {
  "run a command, or a shell, in a new machine of a template":
    "einen Befehl oder eine Shell in einer neuen Maschine einer Vorlage ausführen",
  "delete the machine for good afterwards": "die Maschine danach endgültig löschen",
  "create a machine from a template": "eine Maschine aus einer Vorlage anlegen",
  "template to use": "die Vorlage",
  "the template’s": "wie in der Vorlage",
  "user name to log in with": "Benutzername zum Anmelden",
  "SSH public key; repeatable": "öffentlicher SSH-Schlüssel; mehrmals möglich",
  "all in ~/.ssh": "alle in ~/.ssh",
  "create an SSH key in ~/.ssh if there is none":
    "in ~/.ssh einen SSH-Schlüssel anlegen, wenn es keinen gibt",
  "your own cloud-config, which takes precedence over Virtray’s":
    "eigene cloud-config, die Vorrang vor der von Virtray hat",
  "make a machine independent of its template": "eine Maschine von ihrer Vorlage unabhängig machen",
  "images that machines are created from": "Abbilder, aus denen Maschinen angelegt werden",
  "show all templates": "alle Vorlagen zeigen",
  "create a template from an image, a machine or the catalogue":
    "eine Vorlage aus einem Abbild, einer Maschine oder dem Katalog anlegen",
  "disk image: qcow2, raw, VMDK, VDI, VHD or VHDX, compressed or not, or an OVA or zip file":
    "Festplattenabbild: qcow2, raw, VMDK, VDI, VHD oder VHDX, komprimiert oder nicht, oder OVA- oder ZIP-Datei",
  "disk of this stopped machine": "die Platte dieser gestoppten Maschine",
  "image of the catalogue, to be downloaded": "Abbild aus dem Katalog, wird heruntergeladen",
  "URL of an image to download": "URL eines Abbilds zum Herunterladen",
  "SHA-256 checksum of the download from --url; without one nothing is compared":
    "SHA-256-Prüfsumme zu --url; ohne Angabe wird nichts verglichen",
  "SHA-512 checksum of the download from --url": "SHA-512-Prüfsumme zu --url",
  "user name that cloud-init sets up in its machines":
    "Benutzername, den cloud-init in den Maschinen anlegt",
  "delete a template that no machine needs": "eine Vorlage löschen, die keine Maschine braucht",
  "boot a guest of a template once, so that new machines run at once instead of booting":
    "einen Gast einer Vorlage einmal booten, damit neue Maschinen sofort laufen, statt zu booten",
  "memory of the machines": "Arbeitsspeicher der Maschinen",
  "processors of the machines": "Prozessoren der Maschinen",
  "as for “create”": "wie bei „create“",
  "delete the warmed state of a template; its machines boot again":
    "den vorgewärmten Stand einer Vorlage löschen; ihre Maschinen booten wieder",
  "show where images of templates are kept, or move all to another folder (“default”: with Virtray’s data)":
    "zeigen, wo die Abbilder der Vorlagen liegen, oder alle in einen anderen Ordner verschieben („default“: bei den Daten von Virtray)",
  "show the images that can be downloaded": "die Abbilder zum Herunterladen zeigen",
  "create and start the machines that virtray.yaml describes; asks before a new or changed one":
    "die Maschinen einer virtray.yaml anlegen und starten; fragt vor einer neuen oder geänderten",
  "the project’s file": "die Datei des Projekts",
  "agree to what the project asks for, without being asked":
    "dem, was das Projekt verlangt, ohne Rückfrage zustimmen",
  "how long to wait for the ports to answer, in seconds":
    "wie lange auf Antwort der Ports gewartet wird, in Sekunden",
  "shut the project’s machines down, and wait until they are off":
    "die Maschinen des Projekts herunterfahren und warten, bis sie aus sind",
  "force-stop the project’s machines and move them to the trash (kept for seven days)":
    "die Maschinen des Projekts sofort ausschalten und in den Papierkorb verschieben (dort sieben Tage)",
  "carry it out; without --yes only a preview is shown":
    "ausführen; ohne --yes wird nur eine Vorschau gezeigt",
  "write the JSON schema of virtray.yaml, for editors":
    "das JSON-Schema von virtray.yaml schreiben, für Editoren",
};

const network = {
  "the private LAN of this computer and its machines":
    "das private LAN dieses Computers und seiner Maschinen",
  "switch the LAN on": "das LAN einschalten",
  "switch the LAN off, and undo everything that it changed":
    "das LAN ausschalten und alle Änderungen rückgängig machen",
  "also undo everything that outlasts the LAN: rules in other firewalls, files, the Include for ssh":
    "auch rückgängig machen, was das LAN überdauert: Regeln in anderen Firewalls, Dateien, das Include für ssh",
  "show whether the LAN is on": "zeigen, ob das LAN an ist",
  "move the LAN and its machines to another subnet":
    "das LAN und seine Maschinen in ein anderes Subnetz verschieben",
  "new subnet, such as 10.9.0.0/24; from /16 to /29":
    "neues Subnetz, etwa 10.9.0.0/24; von /16 bis /29",
  "only show what would change": "nur zeigen, was sich ändern würde",
  "hand out addresses and names (DHCP, DNS), or leave both to the machines":
    "Adressen und Namen vergeben (DHCP, DNS) oder beides den Maschinen überlassen",
  "who assigns addresses and names": "wer Adressen und Namen vergibt",
  "show the possible uplinks": "die möglichen Uplinks zeigen",
  "choose the uplink: automatic, none, one interface, or “order eth0,wlan0” (interface:auto for one that is named like another choice)":
    "den Uplink wählen: automatisch (auto), keiner (none), eine Schnittstelle oder „order eth0,wlan0“ (interface:auto für eine, die wie eine andere Wahl heißt)",
  "for this machine only (“default”: same as the LAN)":
    "nur für diese Maschine („default“: wie das LAN)",
  "show the uplink of each place, which is used again when you return there":
    "den Uplink jedes Orts zeigen, der bei der Rückkehr wieder gewählt wird",
  "remember the uplink of each place": "den Uplink je Ort merken",
  "stop remembering; what is stored is kept":
    "nichts mehr merken; schon Gespeichertes bleibt erhalten",
  "forget the uplink of a place; “all”: of every place":
    "den Uplink eines Orts vergessen; „all“: aller Orte",
  "folders of this computer that machines read and write":
    "Ordner dieses Computers, die Maschinen lesen und schreiben",
  "show shared folders": "freigegebene Ordner zeigen",
  "share a folder with a machine, now and after each start":
    "einen Ordner für eine Maschine freigeben, jetzt und nach jedem Start",
  "the machine cannot change it": "die Maschine kann darin nichts ändern",
  "the only way to take (default: virtiofs, else sshfs)":
    "der einzige Weg, der gewählt wird (Standard: virtiofs, sonst sshfs)",
  "also for the home folder, SSH keys and the like":
    "auch für den Home-Ordner, SSH-Schlüssel und Ähnliches",
  "remove a shared folder": "eine Freigabe entfernen",
  "mount shared folders again that are not mounted as they should be":
    "freigegebene Ordner wieder einhängen, die nicht richtig eingehängt sind",
  "ports of this computer that lead to machines": "Ports dieses Computers, die zu Maschinen führen",
  "show port forwards": "Portweiterleitungen zeigen",
  "make a port of this computer lead to a machine: 8080:80, 5353:53/udp":
    "einen Port dieses Computers zu einer Maschine führen lassen: 8080:80, 5353:53/udp",
  "also for other computers, at this computer’s address on the uplink":
    "auch für andere Computer, unter der Adresse dieses Computers am Uplink",
  "remove a port forward: 8080, 5353/udp": "eine Portweiterleitung entfernen: 8080, 5353/udp",
  "show how the LAN is wired, and the traffic of each cable":
    "zeigen, wie das LAN verkabelt ist, und den Verkehr auf jedem Kabel",
  "list every rule, route, kernel setting, file and process of the LAN":
    "alle Regeln, Routen, Kernel-Parameter, Dateien und Prozesse des LANs zeigen",
};

const computer = {
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

/** The help of the command in German. */
export const helpDe: HelpWords = {
  texts: {
    ...frame,
    ...settings,
    ...machines,
    ...disks,
    ...templates,
    ...network,
    ...computer,
    ...computers,
  },
  places: {
    address: "Adresse",
    command: "Befehl",
    device: "Gerät",
    display: "Anzeige",
    file: "Datei",
    folder: "Ordner",
    id: "ID",
    interface: "Schnittstelle",
    interfaces: "Schnittstellen",
    kind: "Art",
    from: "from",
    name: "Name",
    names: "Namen",
    new: "neu",
    node: "Gerät",
    old: "alt",
    options: "Optionen",
    others: "andere",
    percent: "Prozent",
    place: "Ort",
    places: "Orte",
    port: "Port",
    preset: "Art",
    rate: "Rate",
    seconds: "Sekunden",
    shell: "Shell",
    size: "Größe",
    snapshot: "Schnappschuss",
    state: "Zustand",
    subnet: "Subnetz",
    sum: "Prüfsumme",
    tag: "Tag",
    text: "Text",
    time: "Zeit",
    until: "bis",
    url: "URL",
    user: "Benutzer",
    when: "wann",
  },
  choices: "möglich",
  standard: "Standard",
  firstSteps: `
Eine erste Maschine:
  virtray template add debian --catalogue debian-13   lädt das Abbild einmal herunter
  virtray create web --template debian --make-key
  virtray lan up
  virtray start web
  virtray ssh web

„virtray BEFEHL --help“ zeigt die Optionen eines Befehls. Mit --json schreiben alle Befehle JSON.`,
};
