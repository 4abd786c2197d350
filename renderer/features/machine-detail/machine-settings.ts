import * as v from "valibot";
import type { ErrorCode } from "../../../electron/contract/errors/app-error.ts";
import {
  type ChangeMachine,
  changeMachineSchema,
  type MachineFile,
} from "../../../electron/contract/machine/machine.ts";
import { fieldOfError, type Limits, toNumber } from "../machine/hardware-draft.ts";

/** What can be changed about a stopped machine, as it stands in the form. */
export interface SettingsDraft {
  readonly address: string;
  readonly memoryMiB: string;
  readonly cpus: string;
  readonly bus: string;
  readonly nic: string;
  readonly acceleration: string;
  readonly vncDisplay: string;
}
export type SettingsField = keyof SettingsDraft;

/** How a definition stands in the form. */
export function draftOf(definition: MachineFile): SettingsDraft {
  const { network, memoryMiB, cpus, disk, acceleration, vncDisplay } = definition;
  return {
    address: network.address,
    memoryMiB: String(memoryMiB),
    cpus: String(cpus),
    bus: disk.bus,
    nic: network.nic,
    acceleration,
    vncDisplay: vncDisplay === null ? "" : String(vncDisplay),
  };
}

/** The fields that differ from what they were. */
function differences(draft: SettingsDraft, before: SettingsDraft): readonly SettingsField[] {
  const fields = Object.keys(before).filter((field) => isField(field, before));
  return fields.filter((field) => draft[field].trim() !== before[field]);
}

/** Whether there is something to save. */
export function isChanged(draft: SettingsDraft, before: SettingsDraft): boolean {
  return differences(draft, before).length > 0;
}

/** Reads what differs as a change, or says which fields are wrong; what was there before is not. */
export function readChange(
  draft: SettingsDraft,
  before: SettingsDraft,
  limits: Limits,
): { readonly change: ChangeMachine } | { readonly wrong: ReadonlySet<SettingsField> } {
  const vncDisplay = draft.vncDisplay.trim();
  const values: Readonly<Record<SettingsField, unknown>> = {
    address: draft.address.trim(),
    memoryMiB: toNumber(draft.memoryMiB),
    cpus: toNumber(draft.cpus),
    bus: draft.bus,
    nic: draft.nic,
    acceleration: draft.acceleration,
    vncDisplay: vncDisplay === "" ? null : toNumber(vncDisplay),
  };
  const changed = differences(draft, before);
  const parsed = v.safeParse(
    changeMachineSchema,
    Object.fromEntries(changed.map((field) => [field, values[field]])),
  );
  const wrong = new Set<SettingsField>();
  for (const issue of parsed.issues ?? []) {
    const field = v.getDotPath(issue);
    if (field !== null && isField(field, before)) wrong.add(field);
  }
  const isTooMuch = (field: "memoryMiB" | "cpus", most: number) =>
    changed.includes(field) && toNumber(draft[field]) > most;
  if (isTooMuch("memoryMiB", limits.mostMemoryMiB)) wrong.add("memoryMiB");
  if (isTooMuch("cpus", limits.mostCpus)) wrong.add("cpus");
  return parsed.success && wrong.size === 0 ? { change: parsed.output } : { wrong };
}

function isField(text: string, draft: SettingsDraft): text is SettingsField {
  return Object.hasOwn(draft, text);
}

/** The field that an error belongs to; null: the form as a whole. */
export function settingOfError(code: ErrorCode): SettingsField | null {
  const field = fieldOfError(code);
  switch (field) {
    case "name":
    case "disk":
    case "cdrom":
    case "diskBytes":
      return null;
    default:
      return field;
  }
}
