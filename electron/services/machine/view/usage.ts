import * as v from "valibot";
import type { Paths } from "../../../adapters/files/paths.ts";
import { readMachineTap } from "../../../adapters/net/machine-tap.ts";
import { processorSeconds, residentBytes } from "../../../adapters/process/process-identity.ts";
import { readPlugPid } from "../../../adapters/qemu/cable-view.ts";
import { askQmp } from "../../../adapters/qemu/qmp-client.ts";
import { machineRuntime } from "../../../adapters/qemu/runtime.ts";
import type { VdeSwitch } from "../../../adapters/switch/vde-switch.ts";
import { portOfProcess, type SwitchPort } from "../../../core/lan/switch-ports.ts";
import type { UsageTotals } from "../../../core/machine/usage-points.ts";

/** `query-blockstats` (qapi/block-core.json) as far as it is used. */
const blockStatsSchema = v.array(
  v.object({ stats: v.object({ rd_bytes: v.number(), wr_bytes: v.number() }) }),
);

/** A machine with a living process. */
export interface RunningMachine {
  readonly id: string;
  readonly pid: number;
  /** The MAC address of its card. */
  readonly mac: string;
}

/** Returns the totals by the machines' IDs; one that does not answer is left out. */
export type ReadUsage = (
  machines: readonly RunningMachine[],
) => Promise<ReadonlyMap<string, UsageTotals>>;

/** Reads the usage of running machines from /proc, from QEMU, and from its port of the switch or the bridge. */
export function createUsageReader(paths: Paths, { ports }: Pick<VdeSwitch, "ports">): ReadUsage {
  return async (machines) => {
    if (machines.length === 0) return new Map();
    const plugged = (await ports()) ?? [];
    const read = await Promise.all(machines.map((machine) => readOne(paths, plugged, machine)));
    return new Map(read.flatMap((each) => (each === null ? [] : [each])));
  };
}

async function readOne(
  paths: Paths,
  plugged: readonly SwitchPort[],
  { id, pid, mac }: RunningMachine,
): Promise<readonly [id: string, totals: UsageTotals] | null> {
  const at = performance.now();
  const { qemu, cable } = machineRuntime(paths, id);
  const [processor, memory, blocks, plugPid] = await Promise.all([
    processorSeconds(pid),
    residentBytes(pid),
    askQmp(qemu.commandQmp, "query-blockstats"),
    readPlugPid(cable),
  ]);
  const stats = blocks.ok ? v.safeParse(blockStatsSchema, blocks.value) : null;
  if (processor === null || memory === null || stats?.success !== true) return null;
  const sum = (key: "rd_bytes" | "wr_bytes") =>
    stats.output.reduce((total, disk) => total + disk.stats[key], 0);
  const port = portOfProcess(plugged, plugPid ?? pid);
  const tap = port === undefined ? await readMachineTap(mac) : null;
  return [
    id,
    {
      at,
      processorSeconds: processor,
      memoryBytes: memory,
      diskReadBytes: sum("rd_bytes"),
      diskWrittenBytes: sum("wr_bytes"),
      netReceivedBytes: tap?.receivedBytes ?? port?.outBytes ?? null,
      netSentBytes: tap?.sentBytes ?? port?.inBytes ?? null,
    },
  ];
}
