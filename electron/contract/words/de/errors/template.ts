import { mostCertificates } from "../../../base/handed-on.ts";
import type { CertificateFault } from "../../../errors/template.ts";
import type { ErrorWords } from "../../sentence.ts";
import { imageFault } from "../input.ts";
import { yamlFault } from "../yaml.ts";

/** The reasons for which a template is not warmed by itself now. */
const warmLater: Readonly<Record<"battery" | "memory" | "disk", string>> = {
  battery: "dieser Computer läuft mit Akku",
  memory: "auf diesem Computer ist wenig Arbeitsspeicher frei",
  disk: "für Vorlagen ist wenig Platz frei",
};

const certificateFaults: Readonly<Record<CertificateFault, string>> = {
  none: "enthält kein Zertifikat.",
  "too-many": `enthält mehr als ${mostCertificates} Zertifikate.`,
  "too-long": "enthält ein Zertifikat, das zu lang ist.",
  private:
    "enthält einen privaten Schlüssel, der in keine Maschine gehört. Nichts davon wurde weitergegeben.",
  damaged: "enthält ein beschädigtes Zertifikat oder etwas anderes.",
};

/** The sentences of errors about templates, user data and keys, in German. */
export const templateErrors = {
  "template-unknown": ({ name }) => ({
    what: `Es gibt keine Vorlage namens „${name}“.`,
    todo: "Eine vorhandene Vorlage wählen oder eine anlegen.",
    typed: "„virtray template list“ zeigt alle Vorlagen.",
  }),
  "template-name-taken": ({ name }) => ({
    what: `Eine Vorlage namens „${name}“ gibt es schon.`,
    todo: "Einen anderen Namen wählen.",
  }),
  "template-file-newer": ({ path, version }) => ({
    what: `${path} stammt von einem neueren Virtray (Version ${version} der Datei).`,
    todo: "Die Datei wurde nicht verändert. Virtray aktualisieren.",
  }),
  "templates-folder-invalid": ({ path }) => ({
    what: `„${path}“ ist nicht der Pfad eines Ordners.`,
    todo: "Den ganzen Pfad angeben, beginnend mit „/“.",
  }),
  "templates-folder-gone": ({ path }) => ({
    what: `Den Ordner für Vorlagen, ${path}, gibt es nicht, oder er ist schreibgeschützt.`,
    todo: "Die Platte mit diesem Ordner anschließen oder in den Einstellungen einen anderen wählen.",
  }),
  "templates-folder-own": ({ path }) => ({
    what: `${path} liegt in den eigenen Ordnern von Virtray.`,
    todo: "Einen Ordner anderswo wählen oder mit „Zurücksetzen“ die Vorlagen bei den Daten von Virtray lassen.",
    typed:
      "Einen Ordner anderswo angeben oder die Vorlagen bei den Daten von Virtray lassen: virtray template folder default",
  }),
  "template-missing": ({ path, machines }) => ({
    what: `Das Abbild der Vorlage, ${path}, fehlt. Maschinen, die dieses Abbild brauchen: ${machines || "–"}.`,
    todo: "Die Platte mit dem Abbild anschließen oder dieselbe Datei zurücklegen.",
  }),
  "template-changed": ({ path, machines }) => ({
    what: `Das Abbild der Vorlage, ${path}, wurde nachträglich verändert. Maschinen, die das beschädigen würde: ${machines || "–"}.`,
    todo: "Die ursprüngliche Datei zurücklegen, etwa aus einer Sicherung. Bis dahin startet kein verknüpfter Klon davon.",
  }),
  "template-has-clones": ({ name, machines }) => ({
    // Marks clones in the trash; a machine's name cannot have parentheses.
    what: `Die Vorlage „${name}“ wird gebraucht von: ${machines.replaceAll("(trash)", "(Papierkorb)")}.`,
    todo: "Diese Maschinen löschen oder unabhängig machen („Unabhängig machen“).",
    typed: `Diese Maschinen löschen oder unabhängig machen: virtray flatten ${machines.split(",")[0]}`,
  }),
  "machine-not-linked": ({ name }) => ({
    what: `„${name}“ hängt von keiner Vorlage ab.`,
  }),
  "template-busy": ({ name }) => ({
    what: `Die Vorlage „${name}“ wird gerade vorgewärmt.`,
    todo: "Warten, bis die Vorlage vorgewärmt ist, oder das Vorwärmen abbrechen.",
  }),
  "template-not-warm": ({ name }) => ({
    what: `Die Vorlage „${name}“ ist nicht vorgewärmt.`,
    todo: "Es gibt nichts zu löschen: Maschinen dieser Vorlage booten.",
    typed: `Die Vorlage vorwärmen: virtray template warm ${name}`,
  }),
  "template-unfit-to-warm": ({ name }) => ({
    what: `Der Gast von „${name}“ lässt sich nicht vorwärmen: Dazu braucht er cloud-init, systemd und Python.`,
    todo: "Nichts wurde geändert. Maschinen dieser Vorlage booten wie bisher.",
  }),
  "template-silent": ({ name, minutes }) => ({
    what: `Der Gast von „${name}“ hat seinen ersten Start nicht innerhalb von ${minutes} Minuten beendet.`,
    todo: "Nichts wurde geändert. Ohne cloud-init lässt sich ein Abbild nicht vorwärmen; sonst mehr Arbeitsspeicher geben oder es noch einmal versuchen, wenn dieser Computer weniger zu tun hat.",
  }),
  "template-guest-ended": ({ name }) => ({
    what: `Der Gast von „${name}“ ist beim Vorwärmen stehen geblieben.`,
    todo: "Nichts wurde geändert. Eine Maschine dieser Vorlage anlegen und starten: Das Protokoll der Maschine sagt mehr.",
  }),
  "template-warm-other": ({ name, what, memoryMiB, cpus }) =>
    what === "disk"
      ? {
          what: `Diese Maschine bootet, denn ihre Festplatte ist größer als die von „${name}“.`,
          todo: "Die Maschine wurde wie üblich angelegt: starten.",
        }
      : {
          what: `Diese Maschine bootet, denn „${name}“ ist nicht für ${memoryMiB} MiB und ${cpus} ${cpus === 1 ? "Prozessor" : "Prozessoren"} vorgewärmt.`,
          todo: "Die Maschine wurde wie üblich angelegt: starten. Für die nächsten von dieser Größe wärmt die App die Vorlage vor, sofern die Einstellungen das erlauben.",
          typed: `Die Maschine wurde wie üblich angelegt: starten. Für die nächsten von dieser Größe: virtray template warm ${name} --memory ${memoryMiB} --cpus ${cpus}, sofern die App die Vorlage nicht selbst vorwärmt.`,
        },
  "template-warm-stale": ({ name, what }) => ({
    what:
      what === "files"
        ? `Der vorgewärmte Stand von „${name}“ wurde verändert oder beschädigt und ist entfernt worden.`
        : `Der vorgewärmte Stand von „${name}“ gehört zu einem anderen QEMU, Prozessor oder Virtray und ist entfernt worden.`,
    todo: "Die Maschine wurde wie üblich angelegt: starten. Für die nächsten wärmt die App die Vorlage neu vor, sofern die Einstellungen das erlauben.",
    typed: `Die Maschine wurde wie üblich angelegt: starten. Für die nächsten: virtray template warm ${name}, sofern die App die Vorlage nicht selbst vorwärmt.`,
  }),
  "template-warm-later": ({ name, why }) => ({
    what: `Die Vorlage „${name}“ wurde nicht vorgewärmt, denn ${warmLater[why]}.`,
    todo: "Maschinen dieser Vorlage booten. Die Vorlage später auf der Seite „Vorlagen“ vorwärmen.",
  }),
  "template-warm-never": () => ({
    what: "Den Einstellungen nach werden Vorlagen nie vorgewärmt.",
    todo: "In den Einstellungen bei „Vorlagen vorwärmen“ „Von Hand“ oder „Automatisch“ wählen.",
  }),
  "machine-wake-failed": ({ name }) => ({
    what: `„${name}“ konnte nicht aus dem vorgewärmten Stand ihrer Vorlage weiterlaufen.`,
    todo: "Die Maschine wurde wie üblich angelegt: starten. Der vorgewärmte Stand ist entfernt worden; die App legt einen neuen an, sofern die Einstellungen das erlauben.",
  }),
  "machine-unwoken": ({ name }) => ({
    what: `„${name}“ wurde gerade angelegt, als Virtray beendet wurde, und ihr Gast weiß nicht, wer er ist.`,
    todo: "Die Maschine starten, dann bootet sie wie üblich. Nichts geht verloren.",
    typed: `Die Maschine starten, sie bootet dann wie üblich: virtray start ${name}`,
  }),
  "image-unsupported": ({ path, fault, detail = "" }) => ({
    what: `${path} ist nicht verwendbar: ${imageFault(fault, detail)}.`,
    todo: "Möglich sind qcow2, raw, VMDK, VDI, VHD und VHDX, auch mit gzip, bzip2, xz oder zstd komprimiert, und OVA- oder ZIP-Dateien mit einer Platte.",
  }),
  "image-reaches-out": ({ path, detail }) => ({
    what: `${path} verweist auf eine andere Datei (${detail}); Abbilder von außen dürfen das nicht.`,
    todo: "Den Herausgeber um ein unabhängiges Abbild bitten. Dieses Abbild nicht mit anderen Programmen öffnen: Sie könnten dem Verweis folgen.",
  }),
  "user-data-invalid": ({ file, line, column, fault }) => ({
    what: `${file ?? "User-Data"}: keine gültige cloud-config (Zeile ${line}, Spalte ${column}): ${yamlFault(fault)}.`,
  }),
  "certificate-invalid": ({ path, fault }) => ({
    what: `${path} ${certificateFaults[fault]}`,
    todo: "Eine Datei mit CA-Zertifikaten in PEM angeben, die mit -----BEGIN CERTIFICATE----- beginnen.",
  }),
  "proxy-of-host": ({ wrong }) => ({
    what:
      wrong === "none"
        ? "Dieser Computer verwendet keinen Proxy: Weder HTTPS_PROXY noch HTTP_PROXY ist gesetzt."
        : "Den Proxy in HTTPS_PROXY oder HTTP_PROXY dieses Computers können Maschinen nicht verwenden.",
    todo: "Den Proxy der Maschine mit einer Adresse angeben, etwa http://proxy.example.org:3128.",
  }),
  "proxy-own-host": ({ host, port, gateway }) => ({
    what: `Der Proxy liegt bei ${host} und ist für eine Maschine nicht erreichbar: In einer Maschine ist ${host} die Maschine selbst.`,
    todo: `Den Proxy dieses Computers auch bei ${gateway} (der Adresse dieses Computers im LAN) lauschen lassen oder diesen Port zu ihm weiterleiten, und ihn der Maschine als http://${gateway}:${port} angeben`,
  }),
} satisfies Partial<ErrorWords>;
