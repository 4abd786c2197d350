import type { HardwareField } from "../../machine/hardware.ts";
import type { HardwareWords } from "../en/hardware.ts";
import { formatNumber } from "../formats.ts";

/** The words for the settings of a machine's hardware, in German. */
export const hardware: HardwareWords = {
  memoryMiB: {
    name: "Arbeitsspeicher",
    label: "Arbeitsspeicher (MiB)",
    hint: (most) => `bis ${formatNumber("de", most)} MiB`,
    wrong: (most) => `Eine ganze Zahl von 1 bis ${formatNumber("de", most)} angeben.`,
  },
  cpus: {
    name: "Prozessoren",
    hint: (most) => `bis ${most}`,
    wrong: (most) => `Eine ganze Zahl von 1 bis ${most} angeben.`,
  },
  address: {
    name: "Adresse",
    wrong: () => "Eine Adresse wie 192.168.100.7 angeben.",
  },
  bus: {
    name: "Festplattenbus",
    hint: () => "IDE für Gäste ohne virtio-Treiber",
    options: { ide: "IDE" },
  },
  nic: {
    name: "Netzwerkkarte",
    hint: () => "e1000 für Gäste ohne virtio-Treiber",
  },
  acceleration: {
    name: "Beschleunigung",
    options: { auto: "automatisch", kvm: "nur KVM", tcg: "Emulation" },
  },
  vncDisplay: {
    name: "VNC-Anzeige",
    hint: () => "0 bis 99, nur auf 127.0.0.1; leer für keine",
    wrong: () => "Eine Zahl von 0 bis 99 angeben oder leer lassen.",
  },
  sendAs: {
    name: "Sendet von",
    hint: () => "jede Adresse für Router und für Gäste mit eigenen Maschinen",
    options: { own: "der eigenen Adresse", any: "jeder Adresse" },
  },
};

/** The help of the options that set them. */
export const hardwareHelp: Readonly<Record<HardwareField, string>> = {
  memoryMiB: "Arbeitsspeicher, in MiB oder etwa 2G",
  cpus: "Prozessoren",
  address: "Adresse im LAN",
  bus: "Festplattenbus der ersten Platte",
  nic: "Netzwerkkarte",
  acceleration: "Beschleunigung",
  vncDisplay: "VNC-Anzeige auf 127.0.0.1 oder none",
  cdrom: "Abbild im CD-Laufwerk oder none",
  boot: "zuerst von diesem Gerät starten",
  sendAs: "Adressen, von denen die Maschine über ein schnelles Kabel senden darf",
  hostShutdown: "was mit der Maschine geschieht, wenn dieser Computer herunterfährt",
  idle: "was mit der Maschine geschieht, wenn nichts sie verwendet",
  idleMinutes: "Minuten ohne Verwendung, nach denen das geschieht",
};
