import * as v from "valibot";
import { processorSeconds, residentBytes } from "../../../adapters/process/process-identity.ts";
import { askQmp } from "../../../adapters/qemu/qmp-client.ts";
import type { VdeSwitch } from "../../../adapters/switch/vde-switch.ts";
import { fail, ok, type Result } from "../../../contract/errors/app-error.ts";
import type { MachineUsage } from "../../../contract/machine/usage.ts";
import { portOfProcess } from "../../../core/lan/switch-ports.ts";
import { type MachinesParts, requireRunning } from "../../registry/parts.ts";

/** `query-blockstats` (qapi/block-core.json) as far as it is used. */
const blockStatsSchema = v.array(
  v.object({ stats: v.object({ rd_bytes: v.number(), wr_bytes: v.number() }) }),
);

/** Reads a running machine's usage from /proc, from QEMU, and from the switch's port. */
export async function readUsage(
  { paths }: Pick<MachinesParts, "paths">,
  { ports }: Pick<VdeSwitch, "ports">,
  id: string,
): Promise<Result<MachineUsage>> {
  const observed = await requireRunning(paths, id);
  if (!observed.ok) return observed;
  const { machine, runtime, process } = observed.value;
  const at = performance.now();
  const [processor, memory, blocks, plugged] = await Promise.all([
    processorSeconds(process.pid),
    residentBytes(process.pid),
    askQmp(runtime.qemu.commandQmp, "query-blockstats"),
    ports(),
  ]);
  const stats = blocks.ok ? v.safeParse(blockStatsSchema, blocks.value) : null;
  if (processor === null || memory === null || stats?.success !== true) {
    return fail("machine-not-answering", { name: machine.name });
  }
  const sum = (key: "rd_bytes" | "wr_bytes") =>
    stats.output.reduce((total, disk) => total + disk.stats[key], 0);
  const port = portOfProcess(plugged ?? [], process.pid);
  return ok({
    at,
    processorSeconds: processor,
    memoryBytes: memory,
    diskReadBytes: sum("rd_bytes"),
    diskWrittenBytes: sum("wr_bytes"),
    netReceivedBytes: port?.outBytes ?? null,
    netSentBytes: port?.inBytes ?? null,
  });
}
