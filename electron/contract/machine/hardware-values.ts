import { type HardwareField, type HardwareValue, hardwareFields, settingOf } from "./hardware.ts";
import type { MachineFile } from "./machine.ts";

/** Values of settings by their fields; an undefined one was not given. */
export type HardwareValues = {
  readonly [F in HardwareField]?: HardwareValue<F> | undefined;
};

type Plain = Readonly<Record<string, unknown>>;

/** Returns a machine's value of a setting, or the usual one where its file omits it. */
export function settingIn<F extends HardwareField>(
  machine: MachineFile,
  field: F,
): HardwareValue<F> {
  const { part, usual } = settingOf(field);
  const holder: Plain = part === undefined ? machine : machine[part];
  // The file's schema is made from the same row, so the value is the row's.
  return (holder[field] ?? usual ?? null) as HardwareValue<F>;
}

/** Returns a definition with other values of some settings; undefined ones keep theirs. */
export function withSettings(machine: MachineFile, values: HardwareValues): MachineFile {
  const disk: Record<string, unknown> = { ...machine.disk };
  const network: Record<string, unknown> = { ...machine.network };
  const changed: Record<string, unknown> = { ...machine, disk, network };
  const parts = { disk, network };
  for (const field of hardwareFields) {
    if (values[field] === undefined) continue;
    const { part, usual, isLeftOut } = settingOf(field);
    const holder = part === undefined ? changed : parts[part];
    if (isLeftOut === true && values[field] === usual) delete holder[field];
    else holder[field] = values[field];
  }
  return changed as unknown as MachineFile;
}
