import type * as english from "../../en/ui/new-machine.ts";

/** The texts of the form that makes a machine from a template, in German. */
export const fromTemplate: typeof english.fromTemplate = {
  origin: "Entsteht",
  origins: {
    template: "Aus einer Vorlage",
    file: "Aus einem Abbild",
    cd: "Von einer CD",
    device: "Von einer echten Platte",
  },
  intro: "Alles ist ausgefüllt. Die Maschine ist sofort da, gleich wie groß ihre Vorlage ist.",
  none: "Es gibt noch keine Vorlage, aus der eine Maschine entstehen könnte.",
  toTemplates: "Zu den Vorlagen",
  template: "Vorlage",
  templateHint: "Womit ihre Platte beginnt.",
  userUnknown: "Leer: derselbe wie hier.",
  disk: "Platte (GiB)",
  diskHint: (least) => `Leer: so groß wie die Vorlage, ${least}.`,
  diskWrong: (least) => `Bitte eine ganze Zahl an GiB angeben, mindestens ${least}.`,
  keys: {
    label: "SSH-Schlüssel",
    none: "In ~/.ssh ist noch kein Schlüssel.",
    make: "Schlüssel anlegen",
    makeHint: "Ohne Schlüssel kann sich niemand per SSH anmelden. Er wird zu ~/.ssh/id_ed25519.",
    hint: "Wer einen davon hat, meldet sich ohne Passwort an.",
  },
  userData: "Mehr einrichten mit cloud-init",
  userDataLabel: "User-Data",
  userDataHint: "Eine cloud-config in YAML; sie zählt mehr als das, was Virtray selbst schreibt.",
  submit: "Maschine anlegen",
};

/** The texts about a machine that was just made, in German. */
export const created: typeof english.created = {
  title: (name) => `„${name}“ ist da`,
  ssh: "Anmelden, sobald sie gestartet ist:",
  install: "Sie startet von der CD. Installiert wird an ihrer Konsole:",
  console: "Konsole öffnen",
  more: "Noch eine",
  show: "Maschine zeigen",
};

/** The texts about what to type into a guest, in German. */
export const staticSettings: typeof english.staticSettings = {
  title: "Im Gast einstellen",
  hint: "Einem Gast, der nicht nach seiner Adresse fragt, muss sie gesagt werden, etwa in /etc/network/interfaces:",
};
