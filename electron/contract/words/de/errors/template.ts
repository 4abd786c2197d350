import type { ErrorWords } from "../../sentence.ts";
import { imageFault } from "../input.ts";
import { yamlFault } from "../yaml.ts";

/** The sentences of errors about templates, user-data and keys, in German. */
export const templateErrors = {
  "template-unknown": ({ name }) => ({
    what: `Es gibt keine Vorlage namens „${name}“.`,
    todo: "„virtray template list“ zeigt alle Vorlagen.",
  }),
  "template-name-taken": ({ name }) => ({
    what: `Eine Vorlage namens „${name}“ gibt es schon.`,
    todo: "Bitte einen anderen Namen wählen.",
  }),
  "template-file-corrupt": ({ path, detail }) => ({
    what: `${path} ist nicht als Vorlage lesbar: ${detail}.`,
    todo: "Die Datei blieb, wie sie ist. Bitte reparieren oder den Ordner wegbewegen.",
  }),
  "template-file-newer": ({ path, version }) => ({
    what: `${path} stammt von einem neueren Virtray (Version ${version} der Datei).`,
    todo: "Die Datei blieb, wie sie ist. Bitte Virtray aktualisieren.",
  }),
  "templates-folder-invalid": ({ path }) => ({
    what: `„${path}“ ist kein Pfad eines Ordners.`,
    todo: "Den ganzen Pfad angeben, beginnend mit „/“.",
  }),
  "templates-folder-gone": ({ path }) => ({
    what: `Der Ordner für Vorlagen, ${path}, ist nicht da oder nicht beschreibbar.`,
    todo: "Die Platte anschließen, auf der er liegt, oder in den Einstellungen einen anderen wählen.",
  }),
  "templates-folder-own": ({ path }) => ({
    what: `${path} liegt in den eigenen Ordnern von Virtray.`,
    todo: "Einen Ordner anderswo angeben, oder keinen, um Vorlagen wie üblich aufzubewahren.",
  }),
  "template-missing": ({ path, machines }) => ({
    what: `Das Abbild der Vorlage, ${path}, ist weg. Maschinen, die es brauchen: ${machines || "keine"}.`,
    todo: "Die Platte anschließen, auf der es liegt, oder dieselbe Datei zurücklegen.",
  }),
  "template-changed": ({ path, machines }) => ({
    what: `Das Abbild der Vorlage, ${path}, wurde nachträglich verändert. Maschinen, die das beschädigen würde: ${machines || "keine"}.`,
    todo: "Die ursprüngliche Datei zurücklegen. Bis dahin startet kein Klon davon.",
  }),
  "template-has-clones": ({ name, machines }) => ({
    // Marks clones in the trash; a machine's name cannot have parentheses.
    what: `Die Vorlage „${name}“ wird gebraucht von: ${machines.replaceAll("(trash)", "(Papierkorb)")}.`,
    todo: "Diese löschen oder unabhängig machen: virtray flatten NAME",
  }),
  "machine-not-linked": ({ name }) => ({
    what: `„${name}“ hängt von keiner Vorlage ab.`,
  }),
  "image-unsupported": ({ path, fault, detail = "" }) => ({
    what: `${path} kann keine Vorlage werden: ${imageFault(fault, detail)}.`,
    todo: "Möglich sind qcow2, raw, VMDK, VDI und VHDX, auch mit gzip, xz oder zstd gepackt, und OVA mit einer Platte.",
  }),
  "image-reaches-out": ({ path, detail }) => ({
    what: `${path} verweist auf eine andere Datei (${detail}); Abbilder von außen dürfen das nicht.`,
    todo: "Bitte dort, wo es herkommt, nach einem fragen, das für sich allein vollständig ist. Nicht mit anderen Programmen öffnen: Sie könnten dem folgen, was darin steht.",
  }),
  "user-data-invalid": ({ file, line, column, fault }) => ({
    what: `${file === undefined ? "Die user-data gehen" : `${file} geht`} so nicht: Zeile ${line}, Spalte ${column}: ${yamlFault(fault)}.`,
  }),
} satisfies Partial<ErrorWords>;
