import type * as english from "../../en/ui/new-machine.ts";
import { plural } from "../../formats.ts";

/** The texts of the form that makes a machine from a template, in German. */
export const fromTemplate: typeof english.fromTemplate = {
  origin: "Quelle",
  origins: {
    template: "Vorlage",
    file: "Eigenes Abbild",
    cd: "Installations-CD",
    device: "Physische Platte",
  },
  intro: "Alles ist ausgefüllt. Die Maschine ist sofort bereit, gleich wie groß ihre Vorlage ist.",
  none: "Es gibt noch keine Vorlage, aus der sich eine Maschine anlegen lässt.",
  toTemplates: "Zu den Vorlagen",
  template: "Vorlage",
  atOnce: "Die Maschine läuft sofort, denn ihre Vorlage ist vorgewärmt.",
  templateHint: "Der anfängliche Inhalt der Platte.",
  userUnknown: "Leer: derselbe Name wie auf diesem Computer.",
  disk: "Festplatte (GiB)",
  diskHint: (least) => `Mindestens ${least}, so groß wie die Vorlage.`,
  diskWrong: (least) => `Eine ganze Zahl von GiB angeben, mindestens ${least}.`,
  keys: {
    logIn: "Anmelden mit:",
    nobody: "keinem Schlüssel",
    change: "Ändern",
    label: "SSH-Schlüssel",
    none: "In ~/.ssh ist noch kein Schlüssel.",
    make: "Schlüssel anlegen",
    makeHint:
      "Ohne Schlüssel kann sich niemand per SSH anmelden. Der neue Schlüssel kommt nach ~/.ssh/id_ed25519.",
    hint: "Wer einen dieser Schlüssel hat, meldet sich ohne Passwort an.",
  },
  userDataLabel: "User-Data",
  userDataHint: "Eine cloud-config in YAML; sie hat Vorrang vor der von Virtray.",
};

/** The texts about what a new machine gets of its surroundings, in German. */
export const handedOn: typeof english.handedOn = {
  proxy: "Proxy",
  noProxy: "Keiner",
  ofHost: (computer) => (computer === null ? "Der dieses Computers" : `Der von „${computer}“`),
  otherProxy: "Ein anderer",
  proxyHint: "Programme in der Maschine verwenden den Proxy für das Web und für Pakete.",
  proxyAddress: "Adresse des Proxys",
  proxyWrong: "Eine Adresse wie http://proxy.example.org:3128 angeben.",
  certificates: "Zertifikate",
  certificatesHint:
    "CA-Zertifikate (PEM), denen die Maschine vertraut, etwa die der eigenen Firma.",
  count: (count) => plural("de", count, { one: "1 Zertifikat", other: `${count} Zertifikate` }),
  leaveOut: (path) => `${path} weglassen`,
  agent: "Gast-Agent installieren",
  agentHint:
    "Mit dem Gast-Agent zeigt Virtray, was in der Maschine ist, und führt Befehle ohne Netzwerk aus. Der Agent wird installiert, sobald ein Uplink verwendet wird.",
};

/** The texts about a machine that was just made, in German. */
export const created: typeof english.created = {
  title: (name) => `„${name}“ ist bereit`,
  ssh: "Anmelden, sobald die Maschine gestartet ist:",
  install: "Die Maschine startet von der CD. Das System an der Konsole installieren:",
  console: "Konsole öffnen",
  more: "Noch eine anlegen",
  show: "Maschine anzeigen",
};

/** The texts about what to type into a guest, in German. */
export const staticSettings: typeof english.staticSettings = {
  title: "Im Gast einstellen",
  hint: "Ein Gast, der DHCP nicht verwendet, braucht diese Einstellungen, etwa in /etc/network/interfaces:",
};
