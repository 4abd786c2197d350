import type { FormField } from "../../machine/hardware.ts";
import { formatNumber } from "../formats.ts";

/** The words for one setting; `most` is the host's limit of it, or 0. */
export interface SettingWords {
  readonly name: string;
  /** The label of its field in forms; the name if absent. */
  readonly label?: string;
  readonly hint?: (most: number) => string;
  /** The advice at a value that cannot be read. */
  readonly wrong?: (most: number) => string;
  /** The words for its values; a value without words is shown unchanged. */
  readonly options?: Readonly<Record<string, string>>;
}
export type HardwareWords = Readonly<Record<FormField, SettingWords>>;

/** The words for the settings of a machine's hardware, in English. */
export const hardware: HardwareWords = {
  memoryMiB: {
    name: "Memory",
    label: "Memory (MiB)",
    hint: (most) => `up to ${formatNumber("en", most)} MiB`,
    wrong: (most) => `Give a whole number from 1 to ${formatNumber("en", most)}.`,
  },
  cpus: {
    name: "Processors",
    hint: (most) => `up to ${most}`,
    wrong: (most) => `Give a whole number from 1 to ${most}.`,
  },
  address: {
    name: "Address",
    wrong: () => "Give an address such as 192.168.100.7.",
  },
  bus: {
    name: "Disk bus",
    hint: () => "IDE for guests without virtio drivers",
    options: { ide: "IDE" },
  },
  nic: {
    name: "Network card",
    hint: () => "e1000 for guests without virtio drivers",
  },
  acceleration: {
    name: "Acceleration",
    options: { auto: "automatic", kvm: "KVM only", tcg: "emulation" },
  },
  vncDisplay: {
    name: "VNC display",
    hint: () => "0 to 99, on 127.0.0.1 only; empty for none",
    wrong: () => "Give a number from 0 to 99, or leave the field empty.",
  },
  sendAs: {
    name: "Sends from",
    hint: () => "any address for routers, and for guests with machines of their own",
    options: { own: "its own address", any: "any address" },
  },
};
