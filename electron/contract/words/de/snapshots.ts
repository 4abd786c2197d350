import type { snapshotErrors as english } from "../en/snapshots.ts";
import { formatSize, plural } from "../formats.ts";

/** The errors of disks, snapshots and the trash, in German. */
export const snapshotErrors: typeof english = {
  "disk-no-shrink": ({ asked, now }) => ({
    what: `${formatSize("de", asked)} ist weniger als die jetzige Größe (${formatSize("de", now)}); das Ende der Platte würde verloren gehen.`,
    todo: "Einen größeren Wert angeben.",
  }),
  "disk-place-unknown": ({ name, place }) => ({
    what: `„${name}“ hat keine zusätzliche Platte ${place}.`,
    todo: `Eine andere Platte von „${name}“ wählen.`,
    typed: `Die Platten von „${name}“: virtray disk list ${name}`,
  }),
  "disks-too-many": ({ most }) => ({
    what: `Eine Maschine kann ${most} zusätzliche Platten haben.`,
    todo: "Eine dieser Platten vergrößern oder entfernen.",
  }),
  "cdrom-missing": ({ name }) => ({
    what: `„${name}“ hat keine CD, von der sie starten könnte.`,
    todo: "Zuerst eine CD einlegen.",
    typed: `Zuerst eine CD einlegen: virtray set ${name} --cdrom DATEI`,
  }),
  "cd-drive-missing": ({ name }) => ({
    what: `„${name}“ wurde ohne CD-Laufwerk gestartet.`,
    todo: "Die Maschine herunterfahren, dann die CD einlegen.",
  }),
  "snapshot-unknown": ({ name }) => ({
    what: `Es gibt keinen Schnappschuss „${name}“.`,
    todo: "Einen Schnappschuss dieser Maschine wählen.",
    typed: "„virtray snapshot list MASCHINE“ zeigt alle Schnappschüsse einer Maschine.",
  }),
  "snapshot-name-invalid": ({ name }) => ({
    what: `„${name}“ kann kein Name eines Schnappschusses sein.`,
    todo: "Erlaubt sind 1 bis 70 Zeichen in einer Zeile.",
  }),
  "snapshot-name-taken": ({ name }) => ({
    what: `Einen Schnappschuss namens „${name}“ gibt es schon.`,
    todo: "Einen anderen Namen wählen oder zuerst diesen Schnappschuss löschen.",
  }),
  "snapshot-raw-disk": ({ path }) => ({
    what: `${path} ist ein raw-Abbild, das keine Schnappschüsse enthalten kann.`,
    todo: "Schnappschüsse liegen in qcow2-Abbildern. Um Schnappschüsse zu verwenden, die Maschine herunterfahren, ihre Platte umwandeln (qemu-img convert -f raw -O qcow2 QUELLE ZIEL) und aus dem Ergebnis eine Maschine anlegen.",
  }),
  "snapshot-no-room": ({ path, needed, free }) => ({
    what: `Das Sichern des Arbeitsspeichers braucht bis zu ${formatSize("de", needed)}, aber auf dem Datenträger mit ${path} sind nur ${formatSize("de", free)} frei.`,
    todo: "Platz schaffen oder die Maschine zuerst herunterfahren: Dann muss ihr Arbeitsspeicher nicht gesichert werden.",
  }),
  "snapshot-no-agent": ({ name }) => ({
    what: `In „${name}“ läuft kein Gast-Agent, der die Dateisysteme anhalten könnte.`,
    todo: "Im Gast „qemu-guest-agent“ installieren, den Schnappschuss mit Arbeitsspeicher erstellen oder die Maschine zuerst herunterfahren.",
  }),
  "snapshot-not-thawed": ({ name }) => ({
    what: `Der Schnappschuss ist erstellt, aber die Dateisysteme von „${name}“ stehen vielleicht noch: Der Gast-Agent hat nicht geantwortet.`,
    todo: "Die Maschine neu starten, falls Programme darin hängen.",
    typed: `Sie weiterlaufen lassen oder die Maschine neu starten: virtray snapshot thaw ${name}`,
  }),
  "snapshot-incomplete": ({ name }) => ({
    what: `Der Schnappschuss „${name}“ ist unvollständig: Er fehlt auf mindestens einer Platte.`,
    todo: "Der Schnappschuss lässt sich nur löschen.",
  }),
  "snapshot-hardware-changed": ({ name, memoryMiB, cpus }) => ({
    what: `„${name}“ hat wieder die Hardware des Schnappschusses, weil gesicherter Arbeitsspeicher auf keiner anderen läuft: ${formatSize("de", memoryMiB * 2 ** 20)} Arbeitsspeicher, ${plural("de", cpus, { one: "1 Prozessor", other: `${cpus} Prozessoren` })}.`,
    todo: "Die Maschine herunterfahren, um ihre Hardware zu ändern.",
  }),
  "snapshot-memory-unusable": ({ name, detail }) => ({
    what: `Die Platten wurden aus „${name}“ wiederhergestellt, aber der Arbeitsspeicher darin passt nicht mehr zu dieser Maschine: ${detail}.`,
    todo: "Die Maschine starten: Der Start verläuft wie nach einem Stromausfall. Gesicherter Arbeitsspeicher passt nur zu der Hardware und dem QEMU, mit denen er gesichert wurde.",
  }),
  "agent-not-there": ({ name }) => ({
    what: `In „${name}“ läuft kein Gast-Agent, also lässt sich dort ohne Netzwerk kein Befehl ausführen.`,
    todo: "Im Gast „qemu-guest-agent“ installieren oder warten, bis der Gast gestartet ist.",
    typed: `Im Gast „qemu-guest-agent“ installieren oder über das Netzwerk anmelden: virtray ssh ${name}`,
  }),
  "agent-silent": ({ name }) => ({
    what: `Der Gast-Agent in „${name}“ hat nicht rechtzeitig geantwortet.`,
    todo: "Noch einmal versuchen, wenn der Gast weniger beschäftigt ist, oder die Maschine neu starten.",
  }),
  "agent-refused": ({ name, said }) => ({
    what: `Der Gast-Agent in „${name}“ hat den Befehl abgelehnt: „${said}“.`,
    todo: "Prüfen, ob es das Programm im Gast gibt und ob sein Agent Programme ausführen darf (guest-exec).",
  }),
  "agent-overlong": ({ name, most }) => ({
    what: `„${name}“ hat mit mehr als ${formatSize("de", most)} geantwortet, was verworfen wurde.`,
    todo: "Die Ausgabe im Gast in eine Datei schreiben und die Datei kopieren.",
  }),
  "exec-not-ended": ({ name, seconds }) => ({
    what: `Der Befehl in „${name}“ ist nach ${seconds} s nicht beendet. Der Befehl läuft dort weiter, und seine Ausgabe geht verloren.`,
    todo: "Mit --timeout länger warten oder die Ausgabe im Gast in eine Datei schreiben.",
  }),
  "trim-failed": ({ name, detail }) => ({
    what: `Der Platz gelöschter Dateien in „${name}“ wurde nicht freigegeben: Dort läuft kein Gast-Agent, und die Anmeldung mit einem Schlüssel ist fehlgeschlagen (${detail}).`,
    todo: "Im Gast „qemu-guest-agent“ installieren oder dort ausführen: sudo fstrim -av",
  }),
  "trash-unknown": ({ name }) => ({
    what: `Im Papierkorb ist keine Maschine „${name}“.`,
    todo: "Eine Maschine aus dem Papierkorb wählen.",
    typed: "„virtray trash list“ zeigt, was im Papierkorb ist.",
  }),
  "machine-has-snapshots": ({ name }) => ({
    what: `„${name}“ hat Schnappschüsse, die verloren gehen würden.`,
    todo: "Zuerst die Schnappschüsse löschen.",
    typed: `Zuerst die Schnappschüsse löschen; das zeigt sie: virtray snapshot list ${name}`,
  }),
  "export-done": ({ name, files }) => ({
    what: `„${name}“ wurde nach ${files} exportiert.`,
  }),
  "export-libvirt-done": ({ name, files, domain }) => ({
    what: `„${name}“ wurde nach ${files} exportiert.`,
    todo: `In libvirt importieren: virsh define ${domain}`,
  }),
  "export-exists": ({ path }) => ({
    what: `${path} gibt es schon.`,
    todo: "Einen anderen Pfad wählen.",
    typed: "Einen anderen Pfad angeben oder die vorhandenen Dateien ersetzen: --force",
  }),
  "export-target-own": ({ path, by }) => ({
    what: `${path} gehört zu ${by}.`,
    todo: "Einen Pfad anderswo angeben.",
  }),
  "export-device": ({ name, path }) => ({
    what: `„${name}“ verwendet ${path}, eine physische Festplatte; die lässt sich nicht exportieren.`,
    todo: `Zum Kopieren der Platte: sudo qemu-img convert -p -O qcow2 ${path} DATEI`,
  }),
  "export-path-unfit": ({ path }) => ({
    what: `Eine Definition für libvirt kann den Pfad ${JSON.stringify(path)} nicht enthalten.`,
    todo: "Einen Pfad ohne Steuerzeichen angeben oder --libvirt weglassen.",
  }),
};
