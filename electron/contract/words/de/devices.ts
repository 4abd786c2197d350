import type { DeviceContent } from "../../machine/device.ts";
import type { deviceErrors as english, devices as englishDevices } from "../en/devices.ts";
import { formatSize } from "../formats.ts";

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
      return " Andere Platten können dazugehören: Eine Maschine, die nur diese eine verwendet, kann den Inhalt von allen zerstören.";
    case "crypto_LUKS":
      return " Eine Maschine, die von der Verschlüsselung nichts weiß, sieht eine leere Platte.";
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
  free: "verwendbar",
  label: "Physische Festplatte",
  intro:
    "Eine Maschine kann von einer physischen Festplatte oder einer Partition starten. Bei jedem Start ist Ihr Passwort nötig, es sei denn, Ihr Benutzerkonto darf die Platte ohnehin öffnen.",
  none: "Dieser Computer hat keine Platte, die eine Maschine verwenden kann.",
  looking: "Platten werden gesucht\u00a0…",
  again: "Noch einmal suchen",
  wanted: "Eine Platte wählen.",
  warning: (node, size, content) =>
    `Die Maschine liest und schreibt ${node} direkt (${size}, ${holds(content)}).${apart(content)} Änderungen sind endgültig, und nichts auf diesem Computer darf diese Platte verwenden, solange die Maschine läuft.`,
};

export const deviceErrors: typeof english = {
  "device-not-block": ({ path }) => ({
    what: `${path} ist keine Platte oder Partition dieses Computers.`,
    todo: "Einen Pfad wie /dev/disk/by-id/… oder /dev/… angeben; „lsblk“ zeigt die Platten.",
  }),
  "device-mounted": ({ path, at }) => ({
    what:
      at === "/"
        ? `${path} enthält das System, das gerade läuft.`
        : `${path} oder ein Teil davon ist unter ${at} eingehängt.`,
    todo:
      at === "/"
        ? "Eine Maschine, die auf diese Platte schreibt, würde das System zerstören. Eine andere Platte wählen."
        : "Eine Maschine, die auf diese Platte schreibt, würde den Inhalt zerstören. Zuerst die Platte mit allen Partitionen aushängen.",
  }),
  "device-swap": ({ path }) => ({
    what: `Dieser Computer verwendet ${path} oder einen Teil davon als Swap.`,
    todo: "Zuerst diesen Swap abschalten (swapoff) oder eine andere Platte wählen.",
  }),
  "device-held": ({ path, by }) => ({
    what: `${path} ist ein Teil von ${by}: LVM, RAID, Verschlüsselung oder ein Loop-Gerät verwendet diese Platte.`,
    todo: `Zuerst ${by} schließen oder eine andere Platte wählen.`,
  }),
  "device-busy": ({ path }) => ({
    what: `Der Kernel oder eine andere Maschine verwendet ${path}.`,
    todo: "Zuerst diese Maschine herunterfahren oder eine andere Platte wählen.",
  }),
  "device-open": ({ path, program, pid }) => ({
    what: `Das Programm „${program}“ (Prozess ${pid}) hat ${path} geöffnet.`,
    todo: "Zuerst dieses Programm beenden oder eine andere Platte wählen: Eine Maschine braucht eine Platte für sich allein.",
  }),
  "device-changed": ({ path, was, now }) => ({
    what: `${path} ist nicht die Platte, für die die Maschine angelegt wurde: Die Größe ist ${formatSize("de", now)} statt ${formatSize("de", was)}.`,
    todo: "Die richtige Platte anschließen. Namen wie /dev/sdb können wechseln, die in /dev/disk/by-id nicht.",
  }),
  "device-lent": ({ path }) => ({
    what: `Ihr Benutzerkonto darf ${path} noch öffnen, obwohl die Maschine, an die diese Platte verliehen war, beendet ist.`,
    todo: "Diesen Zugriff entfernen lassen.",
    typed: "Zum Entfernen dieses Zugriffs: virtray doctor --repair device-lent",
  }),
  "device-still-open": ({ path, program, pid }) => ({
    what: `Das Programm „${program}“ (Prozess ${pid}) hat ${path} noch geöffnet, obwohl die Maschine, an die diese Platte verliehen war, beendet ist.`,
    todo: "Bis das Programm die Platte schließt, lässt sie sich auf diesem Computer nicht einhängen. Ein unbekanntes Programm besser beenden.",
  }),
};
