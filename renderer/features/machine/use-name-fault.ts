import * as v from "valibot";
import { machineNameSchema } from "../../../electron/contract/base/primitives.ts";
import { useAppState, useWords } from "../../app-state.ts";

/** What is wrong with a name for a machine; `own` is the one that it has already. */
export function useNameFault(name: string, own?: string): string | undefined {
  const { machines } = useAppState();
  const { create } = useWords().ui;
  if (name === own) return undefined;
  if (!v.is(machineNameSchema, name)) return create.nameWrong;
  return machines.some((machine) => machine.name === name) ? create.nameTaken : undefined;
}
