import { signalProcess } from "../../../adapters/process/process-identity.ts";
import type { MachineRuntime } from "../../../adapters/qemu/runtime.ts";
import { forgetShareRecords, readShareRecords } from "../../../adapters/share/share-records.ts";

/** Ends what served a machine that does not run any more. */
export async function endServers({ folder }: MachineRuntime): Promise<void> {
  const records = await readShareRecords(folder);
  if (records === null) return;
  for (const { server } of records.shares) {
    if (server !== null) await signalProcess(server, "SIGKILL");
  }
  await forgetShareRecords(folder);
}
