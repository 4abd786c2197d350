import { askMachineType } from "../../../adapters/qemu/machine-type.ts";
import type { MachineRuntime } from "../../../adapters/qemu/runtime.ts";
import { replaceMachine } from "../../../adapters/store/machine-store.ts";
import { ok, type Result } from "../../../contract/errors/app-error.ts";
import { findMachine, lockRegistry, type MachinesParts } from "../../registry/parts.ts";

/**
 * Keeps the type that a machine has just started with in its definition, so that a later QEMU runs
 * it with the same one. Failing costs nothing now: the next start tries again.
 */
export async function keepMachineType(
  parts: MachinesParts,
  id: string,
  runtime: MachineRuntime,
): Promise<void> {
  const before = await findMachine(parts.paths, id);
  if (!before.ok) return;
  const machineType = await askMachineType(runtime);
  if (machineType === null || before.value.machine.machineType === machineType) return;
  await lockRegistry<void>(parts, async (): Promise<Result<void>> => {
    // Another program may have changed the definition in between.
    const now = await findMachine(parts.paths, id);
    if (!now.ok) return now;
    const kept = { ...now.value.machine, machineType };
    const written = await replaceMachine(parts.paths.machines, kept);
    return written.ok ? ok(undefined) : written;
  });
}
