import { readLoggedSetup, readSetupVerdict } from "../../../adapters/qemu/guest-setup.ts";
import type { MachineRuntime } from "../../../adapters/qemu/runtime.ts";
import { type AppError, appError } from "../../../contract/errors/app-error.ts";
import type { MachineFile } from "../../../contract/machine/machine.ts";
import type { GuestSetup } from "../../../contract/machine/setup.ts";
import { isShut } from "../../../contract/uplink/choice.ts";
import type { ProcessIdentity } from "../../../system/process-identity.ts";

/** A guest that has not answered for so long (ms) is told as silent, not as booting. */
const bootingMs = 10 * 60_000;
/** A step that takes longer (ms) without a way out is likely to wait for one. */
const patienceMs = 60_000;

/** The facts of a running machine before its set-up is checked. */
interface Running {
  readonly process: ProcessIdentity;
  /** Whether it booted, instead of going on with saved memory. */
  readonly boots: boolean;
  /** Milliseconds since the epoch; null if not known. */
  readonly startedAt: number | null;
  readonly reachable: boolean | null;
}

/** The clock of a guest may be ahead by this much, in ms: its hardware clock counts whole seconds. */
const aheadMs = 60_000;

/** Judges since when something goes on in a machine that started at `from`: the guest's clock is its own word. */
export function sinceWhen(told: number | null, from: number, now: number): number {
  return told === null || told < from || told > now + aheadMs ? from : Math.min(told, now);
}

/**
 * Returns how far the set-up of a running machine is, by its serial log and by what cloud-init itself
 * said; null for a machine without a seed, and where nothing is known.
 */
export async function observeSetup(
  machine: MachineFile,
  runtime: MachineRuntime,
  { process, boots, startedAt, reachable }: Running,
): Promise<GuestSetup | null> {
  if (machine.seed === undefined) return null;
  const [logged, verdict] = await Promise.all([
    readLoggedSetup(runtime),
    readSetupVerdict(runtime, process),
  ]);
  const now = Date.now();
  if (logged?.stage === "setting-up") {
    return { ...logged, since: sinceWhen(logged.since, startedAt ?? now, now) };
  }
  if (logged?.stage === "failed" && verdict?.stage !== "ready") return logged;
  if (verdict?.stage === "none") return null;
  if (verdict !== null || logged !== null) return verdict ?? logged;
  const isNew = startedAt !== null && now - startedAt < bootingMs;
  return boots && reachable === false && isNew ? { stage: "booting" } : null;
}

/** Returns the problem of a machine whose set-up failed, or waits for a network; null if all is well. */
export async function setupProblem(
  { name, network }: MachineFile,
  setup: GuestSetup | null,
  hasWayOut: () => Promise<boolean>,
): Promise<AppError | null> {
  if (setup?.stage === "failed") return appError("setup-failed", { name, line: setup.line });
  if (setup?.stage !== "setting-up" || Date.now() - setup.since < patienceMs) return null;
  const isCutOff =
    network.cablePulled === true || (network.uplink !== undefined && isShut(network.uplink));
  return isCutOff || !(await hasWayOut()) ? appError("setup-no-way-out", { name }) : null;
}
