import type { templates as english } from "../../en/ui/templates.ts";
import { plural } from "../../formats.ts";

/** The texts about templates, in German. */
export const templates: typeof english = {
  title: "Vorlagen",
  intro:
    "Eine Vorlage ist ein Festplattenabbild, aus dem Maschinen angelegt werden. Jede Maschine belegt nur Platz für das, was sich unterscheidet.",
  emptyTitle: "Noch keine Vorlagen",
  emptyHint: "Ein Cloud-Abbild herunterladen oder ein eigenes Abbild verwenden.",
  add: "Vorlage hinzufügen",
  size: (disk, takes) => `Platte mit ${disk}, belegt ${takes}`,
  clones: (count) => plural("de", count, { one: "1 Maschine", other: `${count} Maschinen` }),
  unused: "noch keine Maschine",
  loginAs: (user) => `Benutzer ${user}`,
  fromFile: (path) => `aus ${path}`,
  fromMachine: (name) => `aus der Maschine „${name}“`,
  fromUrl: (url) => `von ${url}`,
  unverified: "ungeprüft",
  unverifiedHint: "Es gab keine Prüfsumme, mit der sich das Heruntergeladene vergleichen ließ.",
  use: "Neue Maschine",
  flatten: "Unabhängig machen",
  flattenHint:
    "Kopiert alles, was die Maschine mit ihrer Vorlage teilt. Zuerst die Maschine herunterfahren.",
  deleteTitle: (name) => `Vorlage „${name}“ löschen?`,
  deleteText: "Das Abbild der Vorlage wird gelöscht. Das lässt sich nicht rückgängig machen.",
  deleteConfirm: "Vorlage löschen",
  deleteHeld: (name) => `„${name}“ lässt sich nicht löschen`,
  deleteHeldText:
    "Diese Maschinen sind verknüpfte Klone und würden ihre Platten verlieren. Sie löschen oder unabhängig machen:",
  kind: {
    catalogue: "Herunterladen",
    file: "Datei",
    url: "URL",
    machine: "Maschine",
  },
  kindLabel: "Quelle",
  image: "Abbild",
  imageHint: "Wird vom Herausgeber heruntergeladen und mit dessen Prüfsumme verglichen.",
  file: "Festplattenabbild",
  fileHint:
    "qcow2, raw, VMDK, VDI oder VHDX, komprimiert oder nicht, oder eine OVA. Die Datei wird kopiert, nicht verschoben.",
  url: "URL",
  urlHint: "https://… eines Festplattenabbilds, komprimiert oder nicht.",
  urlWrong: "Eine URL angeben, die mit https:// oder http:// beginnt.",
  sum: "Prüfsumme",
  sumHint: "SHA-256 oder SHA-512 vom Herausgeber; ohne Angabe wird nichts verglichen.",
  sumWrong: "64 (SHA-256) oder 128 (SHA-512) Hexadezimalziffern angeben.",
  machine: "Gestoppte Maschine",
  machineHint: "Die Platte der Maschine wird kopiert. Die Maschine selbst ändert sich nicht.",
  noMachine: "Keine Maschine ist gestoppt.",
  name: "Name der Vorlage",
  nameHint: "Kleinbuchstaben, Ziffern und Bindestriche.",
  nameTaken: "Eine Vorlage dieses Namens gibt es schon.",
  user: "Benutzername",
  userHint: "Der Benutzer, den cloud-init im Gast anlegt; leer, wenn nicht bekannt.",
  userWrong: "Kleinbuchstaben, Ziffern, „-“ und „_“ verwenden, höchstens 32.",
  submit: "Hinzufügen",
};
