import { join } from "node:path";
import { readLocks } from "../../../adapters/process/process-identity.ts";
import { resumeLive } from "../../../adapters/qemu/live/target.ts";
import { machineRuntime, observeRuntime, recordProcess } from "../../../adapters/qemu/runtime.ts";
import { noteWanted } from "../../../adapters/store/keep-running-record.ts";
import { readArrived, recordArrived } from "../../../adapters/store/move-records.ts";
import { fail, ok, type Result } from "../../../contract/errors/app-error.ts";
import { findMachine, type MachinesParts } from "../../registry/parts.ts";

/** Has the guest of a machine that came while it ran go on, unless it was done or the guest was paused. */
export async function resumeArrived(parts: MachinesParts, id: string): Promise<Result<void>> {
  const { paths } = parts;
  const folder = join(paths.machines, id);
  const found = await findMachine(paths, id);
  if (!found.ok) return found;
  const { name } = found.value.machine;
  const runtime = machineRuntime(paths, id);
  const { process } = await observeRuntime(runtime, await readLocks());
  if (process === null) return fail("machine-not-running", { name });
  await recordProcess(runtime, process);
  await noteWanted(paths.machines, id);
  const arrived = await readArrived(folder);
  if (arrived?.isStill === true) {
    const resumed = await resumeLive(runtime, name);
    if (!resumed.ok) return resumed;
    await recordArrived(folder, { ...arrived, isStill: false });
  }
  parts.keep();
  return ok(undefined);
}
