import * as v from "valibot";
import { freeMiB } from "../../../adapters/files/free-space.ts";
import { askQmp } from "../../../adapters/qemu/qmp-client.ts";
import type { MachineRuntime } from "../../../adapters/qemu/runtime.ts";
import { type AppError, appError } from "../../../contract/errors/app-error.ts";
import type { MachineFile } from "../../../contract/machine/machine.ts";
import { lowSpaceMiB, roundSpace } from "../../../core/disk/free-space.ts";

/** One device of `query-block`, as far as its last error goes (qapi/block-core.json). */
const devicesSchema = v.array(v.object({ "io-status": v.optional(v.string()) }));

/**
 * Why a machine in the state `io-error` stands still, if a full disk is why; null if not. QEMU keeps
 * it until the machine goes on, also when there is room again.
 */
export async function whyNoSpace(
  machine: MachineFile,
  runtime: MachineRuntime,
  timeoutMs: number,
): Promise<AppError | null> {
  const asked = await askQmp(runtime.qemu.commandQmp, "query-block", {}, timeoutMs);
  const found = v.safeParse(devicesSchema, asked.ok ? asked.value : null);
  if (!found.success || !found.output.some((each) => each["io-status"] === "nospace")) return null;
  return appError("machine-disk-full", {
    name: machine.name,
    path: machine.disk.path,
    freeMiB: roundSpace((await freeMiB(machine.disk.path)) ?? 0),
  });
}

/** The early warning of a running machine: little is left where its disk lies; null: enough. */
export async function warnOfSpace(machine: MachineFile): Promise<AppError | null> {
  const { path } = machine.disk;
  const free = await freeMiB(path);
  return free === null || free >= lowSpaceMiB
    ? null
    : appError("space-low", { path, freeMiB: roundSpace(free) });
}
