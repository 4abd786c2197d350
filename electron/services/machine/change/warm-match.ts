import { createHash } from "node:crypto";
import { join } from "node:path";
import { identifyComputer } from "../../../adapters/qemu/accel-probe.ts";
import { recordWaking } from "../../../adapters/store/waking-record.ts";
import {
  giveUpWarm,
  isWarmIntact,
  readWarm,
  takeWarm,
} from "../../../adapters/store/warm-store.ts";
import { type AppError, appError, ok, type Result } from "../../../contract/errors/app-error.ts";
import type { MachineFile } from "../../../contract/machine/machine.ts";
import type { TemplateFile } from "../../../contract/template/template.ts";
import { type WarmRecord, whyOther } from "../../../contract/template/warm.ts";
import { fileError } from "../../../core/base/file-error.ts";
import type { QemuProcessor } from "../../../core/machine/qemu-parts.ts";
import { wakeHelper } from "../../../core/template/wake-helper.ts";
import { warmShape } from "../../../core/template/warm-fit.ts";
import { ownDiskName } from "../../registry/linked-disk.ts";
import { type MachinesParts, withRegistry } from "../../registry/parts.ts";
import { chooseProcessor } from "../power/launch.ts";

/**
 * Returns the checksum of QEMU's options, without what is a machine's own, and of the helper: the one in the
 * guest must understand what this program tells it.
 */
export function shapeOf(machine: MachineFile, processor: QemuProcessor): string {
  const hash = createHash("sha256").update(warmShape(machine, processor)).update(wakeHelper);
  return hash.digest("hex");
}

/** Returns a machine's definition with the hardware of a warmed state. */
export function warmed(machine: MachineFile, { machineType }: WarmRecord): MachineFile {
  return { ...machine, machineType, layout: "warmed" };
}

/** The warmed state from which a new machine goes on, or why it cannot; neither: there is none. */
interface Match {
  readonly record: WarmRecord | null;
  readonly why: AppError | null;
}

/**
 * Finds out whether a new machine can go on from its template's warmed state. One that is of no use any
 * more is removed, so that it is told once. The registry's lock is held.
 */
export async function matchWarm(
  { paths }: MachinesParts,
  { id, name }: TemplateFile,
  machine: MachineFile,
  diskBytes: number,
): Promise<Match> {
  const record = await readWarm(paths.templates, id);
  if (record === null) return { record, why: null };
  const no = (why: AppError | null): Match => ({ record: null, why });
  const chosen = await chooseProcessor(machine, paths.cache);
  if (!chosen.ok) return no(null);
  const { processor, accelerator } = chosen.value;
  const { memoryMiB, cpus } = machine;
  const other = whyOther({ diskBytes, name, memoryMiB, cpus }, record);
  if (other !== null) return no(other);
  const [computer, isIntact] = await Promise.all([
    identifyComputer(accelerator.kind),
    isWarmIntact(paths.templates, id, record),
  ]);
  const isSame =
    accelerator.kind === record.accelerator &&
    computer === record.computer &&
    shapeOf(warmed(machine, record), processor) === record.shape;
  if (isSame && isIntact) return { record, why: null };
  await giveUpWarm(paths.templates, id, record).catch(() => {});
  return no(appError("template-warm-stale", { name, what: isIntact ? "computer" : "files" }));
}

/** Gives up a template's warmed state from which a machine did not go on. */
export async function giveUpState(
  parts: MachinesParts,
  template: string,
  machine: MachineFile,
): Promise<void> {
  // If that fails, the next machine finds the same state, and tells of it again.
  await withRegistry(parts, async () => {
    await giveUpWarm(parts.paths.templates, template, machine).catch(() => {});
    return ok(undefined);
  });
}

/** Puts the files of a warmed state into the folder of a new machine. */
export async function takeWarmFiles(
  { paths }: MachinesParts,
  template: string,
  draft: string,
): Promise<Result<void>> {
  const disk = join(draft, ownDiskName);
  try {
    await recordWaking(draft);
    await takeWarm(paths.templates, template, disk, draft);
    return ok(undefined);
  } catch (error) {
    return { ok: false, error: fileError(disk, error) };
  }
}
