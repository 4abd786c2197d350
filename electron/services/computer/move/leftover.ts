import { readLocks } from "../../../adapters/process/process-identity.ts";
import {
  forgetProcess,
  machineRuntime,
  observeRuntime,
  removeRuntime,
} from "../../../adapters/qemu/runtime.ts";
import { endProcess } from "../../machine/power/power.ts";
import { findMachine, type MachinesParts } from "../../registry/parts.ts";

/** Ends the QEMU of a machine that was coming here while it ran, and has not become one of this computer. */
export async function endLeftover(parts: MachinesParts, id: string): Promise<void> {
  const found = await findMachine(parts.paths, id);
  if (found.ok || found.error.code !== "machine-unknown") return;
  const runtime = machineRuntime(parts.paths, id);
  const { process } = await observeRuntime(runtime, await readLocks());
  if (process !== null && !(await endProcess(runtime, process))) return;
  await forgetProcess(runtime);
  await removeRuntime(runtime);
}
