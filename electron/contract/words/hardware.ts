import {
  choicesOf,
  type FormField,
  type HardwareField,
  type HostMost,
  settingOf,
} from "../machine/hardware.ts";
import { settingIn } from "../machine/hardware-values.ts";
import type { MachineFile } from "../machine/machine.ts";
import type { Words } from "./en/english.ts";

/** Returns the host's limit of a setting, or 0. */
export function limitOf(field: HardwareField, limits: HostMost): number {
  const { most } = settingOf(field);
  return most === undefined ? 0 : limits[most];
}

/** Returns the values that may be chosen for a setting, each with its words. */
export function optionsOf(
  { hardware }: Words,
  field: FormField,
): readonly (readonly [value: string, words: string])[] {
  const { options } = hardware[field];
  return (choicesOf(field) ?? []).map((value) => [value, options?.[value] ?? value]);
}

/** Describes a machine's value of a setting, as lists of facts show it. */
export function describeSetting(
  { hardware }: Words,
  field: FormField,
  machine: MachineFile,
): string {
  const value = String(settingIn(machine, field));
  return hardware[field].options?.[value] ?? value;
}
