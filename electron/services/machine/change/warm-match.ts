import { createHash } from "node:crypto";
import { join } from "node:path";
import { identifyComputer } from "../../../adapters/qemu/accel-probe.ts";
import { recordWaking } from "../../../adapters/store/waking-record.ts";
import {
  giveUpWarm,
  isWarmIntact,
  noteUse,
  readWarm,
  readWishes,
  takeWarmDisk,
  type WarmState,
  wishWarm,
} from "../../../adapters/store/warm-store.ts";
import { type AppError, appError, ok, type Result } from "../../../contract/errors/app-error.ts";
import type { MachineFile } from "../../../contract/machine/machine.ts";
import type { TemplateFile } from "../../../contract/template/template.ts";
import {
  isPair,
  mostWarmStates,
  type WarmPair,
  type WarmRecord,
  whyOther,
} from "../../../contract/template/warm.ts";
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
  readonly state: WarmState | null;
  readonly why: AppError | null;
}

/**
 * Finds out whether a new machine can go on from one of its template's warmed states. One that is of no use
 * any more is removed, so that it is told once; one that is missing is wished for, so that the app makes it.
 * The registry's lock is held.
 */
export async function matchWarm(
  { paths }: MachinesParts,
  { id, name }: TemplateFile,
  machine: MachineFile,
  diskBytes: number,
  signal?: AbortSignal,
): Promise<Match> {
  const { templates } = paths;
  const states = await readWarm(templates, id);
  if (states.length === 0) return { state: null, why: null };
  const no = (why: AppError | null): Match => ({ state: null, why });
  const { memoryMiB, cpus } = machine;
  const other = whyOther(
    { diskBytes, name, memoryMiB, cpus },
    states.map(({ record }) => record),
  );
  const state = states.find(({ record }) => isPair(record, machine));
  if (other !== null || state === undefined) {
    const isSize = other?.code === "template-warm-other" && other.params.what === "size";
    if (isSize) await wish(templates, id, { memoryMiB, cpus });
    return no(other);
  }
  const chosen = await chooseProcessor(machine, paths.cache);
  if (!chosen.ok) return no(null);
  const { processor, accelerator } = chosen.value;
  const { record } = state;
  try {
    const [computer, isIntact] = await Promise.all([
      identifyComputer(accelerator.kind),
      isWarmIntact(state, signal),
    ]);
    const isSame =
      accelerator.kind === record.accelerator &&
      computer === record.computer &&
      shapeOf(warmed(machine, record), processor) === record.shape;
    if (isSame && isIntact) return { state, why: null };
    await giveUpWarm(templates, id, record).catch(() => {});
    return no(appError("template-warm-stale", { name, what: isIntact ? "computer" : "files" }));
  } catch (error) {
    // Nothing was found out where the look was cancelled.
    if (signal?.aborted === true) return no(null);
    throw error;
  }
}

/** Has the app warm a template for such machines; of very many sizes it makes none. */
async function wish(templates: string, id: string, pair: WarmPair): Promise<void> {
  // If that fails, the next machine wishes for it again.
  try {
    const wishes = await readWishes(templates, id);
    if (wishes.length < mostWarmStates) await wishWarm(templates, id, pair);
  } catch {}
}

/** Gives up a template's warmed state from which a machine did not go on. */
export async function giveUpState(
  parts: MachinesParts,
  template: string,
  { memoryMiB, cpus }: MachineFile,
): Promise<void> {
  // If that fails, the next machine finds the same state, and tells of it again.
  await withRegistry(parts, async () => {
    await giveUpWarm(parts.paths.templates, template, { memoryMiB, cpus }).catch(() => {});
    return ok(undefined);
  });
}

/** Puts the disk of a warmed state into the folder of a new machine. */
export async function takeWarm(state: WarmState, draft: string): Promise<Result<void>> {
  const disk = join(draft, ownDiskName);
  try {
    await recordWaking(draft);
    await takeWarmDisk(state, disk);
    await noteUse(state);
    return ok(undefined);
  } catch (error) {
    return { ok: false, error: fileError(disk, error) };
  }
}
