/** The German words of the help for the commands about the network, by the English ones. */
export const network = {
  "the private LAN of this computer and its machines":
    "das private LAN dieses Computers und seiner Maschinen",
  "switch the LAN on; a small one becomes the whole one, with machines running":
    "das LAN einschalten; aus einem kleinen wird das ganze, während Maschinen laufen",
  "switch on a small one, without root: this computer reaches machines by forwards and on-lan only":
    "ein kleines einschalten, ohne root: dieser Computer erreicht Maschinen nur über Portweiterleitungen und on-lan",
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
  "give machines fast cables from the next time that the LAN is switched on, or plugs of the switch alone":
    "Maschinen ab dem nächsten Einschalten des LANs schnelle Kabel geben oder nur Stecker am Switch",
  "kind of the machines’ cables": "Art der Kabel der Maschinen",
  "who assigns addresses and names": "wer Adressen und Namen vergibt",
  "show the possible uplinks": "die möglichen Uplinks zeigen",
  "choose the uplink: automatic, none, one interface, or “order eth0,wlan0” (interface:auto for one that is named like another choice)":
    "den Uplink wählen: automatisch (auto), keiner (none), eine Schnittstelle oder „order eth0,wlan0“ (interface:auto für eine, die wie eine andere Wahl heißt)",
  "for this machine only (“default”: same as the LAN)":
    "nur für diese Maschine („default“: wie das LAN)",
  "let the machine reach these names and addresses alone (the airlock), such as “pypi.org,github.com:443”; “all” ends it":
    "die Maschine nur diese Namen und Adressen erreichen lassen (Schleuse), etwa „pypi.org,github.com:443“; „all“ hebt sie auf",
  "only for so long, such as 10m; then the machine reaches nothing outside":
    "nur so lange, etwa 10m; danach erreicht die Maschine draußen nichts",
  "let a machine with an airlock reach one more name or address":
    "eine Maschine mit Schleuse einen weiteren Namen oder eine Adresse erreichen lassen",
  "for one connection, which begins within five minutes":
    "für eine Verbindung, die binnen fünf Minuten beginnt",
  "only for so long, such as 1h": "nur so lange, etwa 1h",
  "show what the airlock of a machine let through and refused":
    "zeigen, was die Schleuse einer Maschine durchgelassen und abgelehnt hat",
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
  "the machine cannot change the folder": "die Maschine kann in dem Ordner nichts ändern",
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
