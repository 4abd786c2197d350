import * as v from "valibot";
import { machineNameSchema } from "../../../electron/contract/base/primitives.ts";
import { useAppState, useWords } from "../../app-state.ts";

/** Returns the fault of a machine's new name; undefined if it has none. `own` is its present name. */
export function useNameFault(name: string, own?: string): string | undefined {
  const { machines } = useAppState();
  const { create } = useWords().ui;
  if (name === own) return undefined;
  if (!v.is(machineNameSchema, name)) return create.nameWrong;
  return machines.some((machine) => machine.name === name) ? create.nameTaken : undefined;
}
