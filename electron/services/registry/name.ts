import * as v from "valibot";
import { readMachines } from "../../adapters/store/machine-store.ts";
import { machineNameSchema } from "../../contract/base/primitives.ts";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import type { MachinesParts } from "./parts.ts";

/** Checks that a machine can have this name. */
export async function checkName(parts: MachinesParts, name: string): Promise<Result<void>> {
  if (!v.is(machineNameSchema, name)) return fail("machine-name-invalid", { name });
  const stored = await readMachines(parts.paths.machines);
  if (!stored.ok) return stored;
  return stored.value.machines.some((each) => each.name === name)
    ? fail("machine-name-taken", { name })
    : ok(undefined);
}
