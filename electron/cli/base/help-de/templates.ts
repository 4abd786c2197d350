/** The German words of the help for the commands about templates and projects, by the English ones. */
export const templates = {
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
  "proxy that programs in the machine use; “host”: this computer’s (HTTPS_PROXY, NO_PROXY)":
    "Proxy, den Programme in der Maschine verwenden; „host“: der dieses Computers (HTTPS_PROXY, NO_PROXY)",
  "CA certificates that it trusts (PEM); repeatable":
    "CA-Zertifikate, denen sie vertraut (PEM); wiederholbar",
  "do not install the guest agent at the first boot":
    "den Gast-Agenten beim ersten Start nicht installieren",
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
  "user name that cloud-init sets up in the template’s machines":
    "Benutzername, den cloud-init in den Maschinen der Vorlage anlegt",
  "delete a template that no machine needs": "eine Vorlage löschen, die keine Maschine braucht",
  "boot a guest of a template once, so that new machines run at once instead of booting":
    "einen Gast einer Vorlage einmal booten, damit neue Maschinen sofort laufen, statt zu booten",
  "memory of the machines": "Arbeitsspeicher der Maschinen",
  "processors of the machines": "Prozessoren der Maschinen",
  "as for “create”": "wie bei „create“",
  "delete the warmed states of a template; its machines boot again":
    "die vorgewärmten Stände einer Vorlage löschen; ihre Maschinen booten wieder",
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
  "delete the machines; without --yes only a preview is shown":
    "die Maschinen löschen; ohne --yes wird nur eine Vorschau gezeigt",
  "write the JSON schema of virtray.yaml, for editors":
    "das JSON-Schema von virtray.yaml schreiben, für Editoren",
};
