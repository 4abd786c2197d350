import type { DeviceContent } from "../../machine/device.ts";
import type { deviceErrors as english, devices as englishDevices } from "../en/devices.ts";

const contents: Readonly<Record<string, string>> = {
  swap: "Auslagerung (Swap)",
  LVM2_member: "LVM",
  linux_raid_member: "RAID",
  crypto_LUKS: "verschlüsselt",
  gpt: "Partitionen",
  dos: "Partitionen",
};

function holds(content: DeviceContent | null): string {
  if (content === null) return "Inhalt unbekannt";
  const type = contents[content.type] ?? content.type;
  return content.label === null ? type : `${type} „${content.label}“`;
}

function apart(content: DeviceContent | null): string {
  switch (content?.type) {
    case "LVM2_member":
    case "linux_raid_member":
      return " Andere Platten können dazugehören: Eine Maschine, die nur diese hat, kann zerstören, was auf allen ist.";
    case "crypto_LUKS":
      return " Eine Maschine, die von der Verschlüsselung nichts weiß, hält sie für leer.";
    default:
      return "";
  }
}

export const devices: typeof englishDevices = {
  columns: {
    device: "GERÄT",
    size: "GRÖSSE",
    holds: "INHALT",
    model: "MODELL",
    verdict: "VERWENDUNG",
  },
  holds,
  free: "kann eine Maschine haben",
  label: "Platte dieses Computers",
  intro:
    "Eine Maschine startet von einer echten Platte oder einer Partition. Bei jedem Start wird nach dem Passwort gefragt, es sei denn, der eigene Benutzer darf die Platte ohnehin öffnen.",
  none: "Dieser Computer hat keine Platte, die eine Maschine haben könnte.",
  looking: "Platten werden gesucht\u00a0…",
  again: "Neu suchen",
  wanted: "Bitte eine Platte wählen.",
  warning: (node, size, content) =>
    `Die Maschine liest und schreibt ${node} selbst (${size}, ${holds(content)}).${apart(content)} Was sie dort tut, bleibt, und nichts auf diesem Computer darf diese Platte benutzen, solange sie läuft.`,
};

export const deviceErrors: typeof english = {
  "device-not-block": ({ path }) => ({
    what: `${path} ist keine Platte oder Partition dieses Computers.`,
    todo: "Bitte als /dev/disk/by-id/… oder /dev/… angeben; „lsblk“ zeigt sie.",
  }),
  "device-mounted": ({ path, at }) => ({
    what:
      at === "/"
        ? `${path} enthält das System, das gerade läuft.`
        : `${path} ist ganz oder teilweise eingehängt, unter ${at}.`,
    todo:
      at === "/"
        ? "Eine Maschine, die darauf schreibt, würde dieses System zerstören. Bitte eine andere Platte nehmen."
        : "Eine Maschine, die darauf schreibt, würde den Inhalt zerstören. Bitte zuerst alles aushängen.",
  }),
  "device-swap": ({ path }) => ({
    what: `Dieser Computer lagert auf ${path} oder einen Teil davon aus (Swap).`,
    todo: "Das zuerst abschalten (swapoff) oder eine andere Platte nehmen.",
  }),
  "device-held": ({ path, by }) => ({
    what: `${path} ist ein Teil von ${by}: LVM, RAID, Verschlüsselung oder ein Loop-Gerät benutzt es.`,
    todo: "Das zuerst schließen oder eine andere Platte nehmen.",
  }),
  "device-busy": ({ path }) => ({
    what: `Der Kernel oder eine andere Maschine benutzt ${path}.`,
    todo: "Das zuerst beenden oder eine andere Platte nehmen.",
  }),
  "device-open": ({ path, program, pid }) => ({
    what: `Das Programm „${program}“ (Prozess ${pid}) hat ${path} geöffnet.`,
    todo: "Dort zuerst schließen oder eine andere Platte nehmen: Eine Maschine muss ihre Platte für sich haben.",
  }),
  "device-changed": ({ path, was, now }) => ({
    what: `${path} ist eine andere Platte als die, für die die Maschine angelegt wurde: ${now} statt ${was}.`,
    todo: "Die richtige einstecken. Namen wie /dev/sdb können wechseln, die in /dev/disk/by-id nicht.",
  }),
  "device-lent": ({ path }) => ({
    what: `Der eigene Benutzer darf ${path} noch öffnen, obwohl die Maschine, für die es verliehen war, beendet ist.`,
    todo: "Den Zugang zurücknehmen lassen.",
  }),
  "device-still-open": ({ path, program, pid }) => ({
    what: `Das Programm „${program}“ (Prozess ${pid}) hat ${path} noch geöffnet, obwohl die Maschine, für die es verliehen war, beendet ist.`,
    todo: "Bis das Programm die Platte schließt, kann sie auf diesem Computer niemand einhängen. Wer das Programm nicht kennt, sollte es beenden.",
  }),
};
