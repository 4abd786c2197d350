import * as v from "valibot";
import {
  type FormField,
  formFieldsOn,
  type HostMost,
} from "../../../electron/contract/machine/hardware.ts";
import {
  type ChangeMachine,
  changeMachineSchema,
} from "../../../electron/contract/machine/machine.ts";
import { type HardwareDraft, readSetting, tooMuch } from "../machine/hardware-draft.ts";

/** The fields that differ from what they were. */
function differences(draft: HardwareDraft, before: HardwareDraft): readonly FormField[] {
  return formFieldsOn("set").filter((field) => draft[field].trim() !== before[field]);
}

/** Tells whether there is something to save. */
export function isChanged(draft: HardwareDraft, before: HardwareDraft): boolean {
  return differences(draft, before).length > 0;
}

/**
 * Parses the fields that differ as a change, or returns the wrong ones; unchanged fields are not
 * judged.
 */
export function readChange(
  draft: HardwareDraft,
  before: HardwareDraft,
  limits: HostMost,
): { readonly change: ChangeMachine } | { readonly wrong: ReadonlySet<FormField> } {
  const changed = differences(draft, before);
  const parsed = v.safeParse(
    changeMachineSchema,
    Object.fromEntries(changed.map((field) => [field, readSetting(field, draft[field])])),
  );
  const refused = new Set((parsed.issues ?? []).map((issue) => v.getDotPath(issue)));
  const wrong = new Set([
    ...changed.filter((field) => refused.has(field)),
    ...tooMuch(changed, draft, limits),
  ]);
  return parsed.success && wrong.size === 0 ? { change: parsed.output } : { wrong };
}
