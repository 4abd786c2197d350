import type { snapshotErrors as english } from "../en/snapshots.ts";
import { formatSize, plural } from "../formats.ts";

/** The errors of disks, snapshots and the trash, in German. */
export const snapshotErrors: typeof english = {
  "disk-no-shrink": ({ asked, now }) => ({
    what: `${formatSize("de", asked)} ist weniger, als die Platte hat (${formatSize("de", now)}), und was an ihrem Ende liegt, ginge verloren.`,
    todo: "Bitte eine größere Größe angeben.",
  }),
  "disk-place-unknown": ({ name, place }) => ({
    what: `„${name}“ hat keine weitere Platte ${place}.`,
    todo: `Ihre Platten: virtray disk list ${name}`,
  }),
  "disks-too-many": ({ most }) => ({
    what: `Eine Maschine kann ${most} weitere Platten haben.`,
    todo: "Eine davon vergrößern oder wegnehmen.",
  }),
  "cdrom-missing": ({ name }) => ({
    what: `„${name}“ hat keine CD, von der sie starten könnte.`,
    todo: `Eine geben: virtray set ${name} --cdrom DATEI`,
  }),
  "cd-drive-missing": ({ name }) => ({
    what: `„${name}“ wurde ohne CD-Laufwerk gestartet.`,
    todo: "Herunterfahren und die CD dann einlegen.",
  }),
  "snapshot-unknown": ({ name }) => ({
    what: `Es gibt keinen Schnappschuss „${name}“.`,
    todo: "„virtray snapshot list NAME“ zeigt alle einer Maschine.",
  }),
  "snapshot-name-invalid": ({ name }) => ({
    what: `„${name}“ kann kein Name eines Schnappschusses sein.`,
    todo: "Erlaubt sind 1 bis 70 Zeichen in einer Zeile.",
  }),
  "snapshot-name-taken": ({ name }) => ({
    what: `Einen Schnappschuss namens „${name}“ gibt es schon.`,
    todo: "Bitte einen anderen Namen wählen oder jenen zuerst löschen.",
  }),
  "snapshot-raw-disk": ({ path }) => ({
    what: `${path} ist eine rohe Platte, die keine Schnappschüsse fassen kann.`,
    todo: "Schnappschüsse liegen in qcow2-Dateien. Um welche zu haben: Maschine stoppen, ihre Platte umwandeln (qemu-img convert -f raw -O qcow2 QUELLE ZIEL) und damit eine Maschine hinzufügen.",
  }),
  "snapshot-no-room": ({ path, needed, free }) => ({
    what: `Den Arbeitsspeicher zu sichern braucht bis zu ${formatSize("de", needed)}, und nur ${formatSize("de", free)} sind frei, wo ${path} liegt.`,
    todo: "Platz schaffen oder die Maschine zuerst stoppen: Dann muss ihr Arbeitsspeicher nicht gesichert werden.",
  }),
  "snapshot-incomplete": ({ name }) => ({
    what: `„${name}“ ist nicht vollständig: Nicht jede Platte, von der er stammt, hat ihn.`,
    todo: "Er lässt sich nur löschen.",
  }),
  "snapshot-hardware-changed": ({ name, memoryMiB, cpus }) => ({
    what: `„${name}“ hat wieder die Hardware des Schnappschusses, weil gesicherter Arbeitsspeicher auf keiner anderen läuft: ${formatSize("de", memoryMiB * 2 ** 20)} Arbeitsspeicher, ${plural("de", cpus, { one: "1 Prozessor", other: `${cpus} Prozessoren` })}.`,
    todo: "Die Maschine herunterfahren, um ihre Hardware zu ändern.",
  }),
  "snapshot-memory-unusable": ({ name, detail }) => ({
    what: `Die Platte ist wie in „${name}“, aber dessen Arbeitsspeicher passt nicht mehr zu dieser Maschine: ${detail}.`,
    todo: "Die Maschine starten: Sie fährt hoch wie nach einem Stromausfall. Arbeitsspeicher passt nur zu der Hardware und dem QEMU, mit denen er gesichert wurde.",
  }),
  "trash-unknown": ({ name }) => ({
    what: `„${name}“ ist nicht im Papierkorb.`,
    todo: "„virtray trash list“ zeigt, was darin ist.",
  }),
  "machine-has-snapshots": ({ name }) => ({
    what: `„${name}“ hat Schnappschüsse, die verloren gingen.`,
    todo: `Bitte zuerst löschen: virtray snapshot list ${name}`,
  }),
  "export-done": ({ name, files }) => ({
    what: `„${name}“ wurde exportiert nach ${files}.`,
  }),
  "export-libvirt-done": ({ name, files, domain }) => ({
    what: `„${name}“ wurde exportiert nach ${files}.`,
    todo: `An libvirt geben: virsh define ${domain}`,
  }),
  "export-exists": ({ path }) => ({
    what: `${path} gibt es schon.`,
    todo: "Bitte einen anderen Pfad angeben, oder ersetzen: --force",
  }),
  "export-target-own": ({ path, by }) => ({
    what: `${path} gehört zu ${by}.`,
    todo: "Bitte einen Pfad anderswo angeben.",
  }),
  "export-device": ({ name, path }) => ({
    what: `„${name}“ läuft von ${path}, einer Platte dieses Computers selbst; die wird nicht exportiert.`,
    todo: `Zum Kopieren: sudo qemu-img convert -p -O qcow2 ${path} DATEI`,
  }),
  "export-path-unfit": ({ path }) => ({
    what: `Eine Definition für libvirt kann den Pfad ${JSON.stringify(path)} nicht enthalten.`,
    todo: "Bitte einen Pfad ohne Steuerzeichen angeben oder --libvirt weglassen.",
  }),
};
