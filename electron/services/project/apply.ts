import { portAnswers } from "../../adapters/net/wait-for-port.ts";
import { type AppError, appError } from "../../contract/errors/app-error.ts";
import { hardware } from "../../contract/machine/hardware.ts";
import type { MachineView, ReadyStage } from "../../contract/machine/machine.ts";
import type { ProjectMachinePlan } from "../../core/project/grants.ts";
import { afterOf } from "../../core/project/order.ts";
import type { ProjectEntry } from "../../core/project/project-file.ts";
import type { FollowOptions, MachinesService } from "../base/interfaces.ts";
import { createPace } from "../machine/power/pace.ts";
import { bringUp } from "./bring-up.ts";
import {
  checkOwn,
  isCancelled,
  machinesByName,
  outcomeOf,
  type ProjectOutcome,
  type ProjectParts,
} from "./outcome.ts";
import { provision } from "./provision.ts";
import { destroyMachine } from "./take-down.ts";

/** How far a project’s machines are brought. */
export interface UpOptions extends FollowOptions {
  readonly timeoutSeconds: number;
  /** How far they are waited for, besides their ports; null: no further. */
  readonly until: ReadyStage | null;
  /** The names of those that are made anew. */
  readonly recreate: readonly string[];
  /** Told of each line that a provisioning writes, with the machine's name. */
  readonly onLine: (name: string, line: string) => void;
}

/** A machine on its way: as it was started, and as it is in the end. */
interface Begun {
  readonly started: ProjectOutcome;
  readonly ended: Promise<ProjectOutcome>;
}

/**
 * Creates the machines that are missing and starts all that do not run, each once the computer has room
 * for it and those are ready that come first. Then it waits for their ports and provisions them, all at
 * once. One that fails keeps only those from their turn that come after it; the signal keeps all.
 */
export async function projectUp(
  parts: ProjectParts,
  plans: readonly ProjectMachinePlan[],
  options: UpOptions,
): Promise<readonly ProjectOutcome[]> {
  const { signal, onProgress } = options;
  const there = await machinesByName(parts);
  const pace = createPace(parts);
  const begun = new Map<string, Begun>();
  const awaited = new Set(
    plans.flatMap(({ entry }) =>
      afterOf(entry).flatMap(({ name, until }) => (until === "ready" ? name : [])),
    ),
  );
  for (const plan of plans) {
    const { entry } = plan;
    const first = await comesFirst(entry, begun);
    onProgress?.({ step: "start", fraction: begun.size / plans.length });
    const old = there.get(entry.name);
    const isAnew = old !== undefined && options.recreate.includes(entry.name);
    const gone = isAnew && first === null ? await destroyMachine(parts, entry, old) : null;
    const machine = isAnew ? undefined : old;
    if (first === null && (machine === undefined || machine.pid === null)) {
      const memory = machine?.definition.memoryMiB ?? entry.memory ?? hardware.memoryMiB.usual;
      await pace.room(memory, signal);
    }
    const why = first ?? gone?.error ?? (isCancelled(signal) ? appError("cancelled", {}) : null);
    const started =
      why === null ? await bringUp(parts, plan, machine) : outcomeOf(entry, old, { error: why });
    if (started.id !== null && started.changes.includes("started")) pace.began(started.id);
    const until = options.until ?? (awaited.has(entry.name) ? "ready" : null);
    begun.set(entry.name, { started, ended: finish(parts, plan, started, { ...options, until }) });
  }
  return Promise.all([...begun.values()].map(({ ended }) => ended));
}

/** Waits for the machines that come before one; returns why it cannot come after them. */
async function comesFirst(
  entry: ProjectEntry,
  begun: ReadonlyMap<string, Begun>,
): Promise<AppError | null> {
  for (const { name, until } of afterOf(entry)) {
    const other = begun.get(name);
    const outcome = until === "started" ? other?.started : await other?.ended;
    if (outcome !== undefined && outcome.error === null) continue;
    const isCancelledThere = outcome?.error?.code === "cancelled";
    return isCancelledThere
      ? appError("cancelled", {})
      : appError("project-after-failed", { name: entry.name, after: name });
  }
  return null;
}

/** Waits for a started machine, and provisions it. */
async function finish(
  parts: ProjectParts,
  { entry, steps }: ProjectMachinePlan,
  started: ProjectOutcome,
  options: UpOptions,
): Promise<ProjectOutcome> {
  const outcome = await waitFor(parts.machines, entry, started, options);
  if (outcome.error !== null || outcome.id === null || steps.length === 0) return outcome;
  const machine = (await machinesByName(parts)).get(entry.name);
  if (machine === undefined) return outcome;
  return provisionMachine(parts, { entry, steps }, machine, outcome, {
    ...options,
    isAgain: false,
  });
}

/** How a provisioning goes. */
type ProvisionOptions = Pick<UpOptions, "timeoutSeconds" | "signal" | "onLine"> & {
  readonly isAgain: boolean;
};

async function provisionMachine(
  parts: ProjectParts,
  { entry, steps }: Pick<ProjectMachinePlan, "entry" | "steps">,
  { definition }: MachineView,
  outcome: ProjectOutcome,
  { timeoutSeconds, signal, onLine, isAgain }: ProvisionOptions,
): Promise<ProjectOutcome> {
  const provisioned = await provision(
    parts,
    { machine: definition, steps, env: entry.env ?? {} },
    { timeoutSeconds, isAgain, signal, onLine: (line) => onLine(entry.name, line) },
  );
  if (!provisioned.ok) return { ...outcome, error: provisioned.error };
  return provisioned.value ? { ...outcome, changes: [...outcome.changes, "provisioned"] } : outcome;
}

/** Provisions running machines of a project, all at once. */
export async function projectProvision(
  parts: ProjectParts,
  plans: readonly ProjectMachinePlan[],
  options: ProvisionOptions,
): Promise<readonly ProjectOutcome[]> {
  const there = await machinesByName(parts);
  return Promise.all(
    plans.map(async (plan) => {
      const { entry } = plan;
      const machine = there.get(entry.name);
      if (machine === undefined || machine.pid === null) {
        const error = appError("machine-not-running", { name: entry.name });
        return outcomeOf(entry, machine, { error });
      }
      const own = checkOwn(entry, machine);
      return own.ok
        ? provisionMachine(parts, plan, machine, outcomeOf(entry, machine), options)
        : outcomeOf(entry, machine, { error: own.error });
    }),
  );
}

/** Waits for a machine's ports, and as far as was asked for. */
async function waitFor(
  machines: MachinesService,
  entry: ProjectEntry,
  outcome: ProjectOutcome,
  { timeoutSeconds, until, signal }: UpOptions,
): Promise<ProjectOutcome> {
  const { address, id } = outcome;
  const ports = entry.wait ?? [];
  const isAwaited = ports.length > 0 || until !== null;
  if (outcome.error !== null || address === null || id === null || !isAwaited) return outcome;
  // Without the LAN no machine can answer: the LAN's error says what to do.
  if (outcome.warning !== null) return { ...outcome, warning: null, error: outcome.warning };
  const deadline = Date.now() + timeoutSeconds * 1000;
  for (const port of ports) {
    if (await portAnswers(address, port, Math.max(0, deadline - Date.now()), signal)) continue;
    const error =
      signal?.aborted === true
        ? appError("cancelled", {})
        : appError("port-silent", { name: entry.name, address, port, seconds: timeoutSeconds });
    return { ...outcome, error };
  }
  if (until === null) return outcome;
  const left = Math.max(0, Math.round((deadline - Date.now()) / 1000));
  const ready = await machines.awaitReady(id, { until, timeoutSeconds: left, signal });
  return ready.ok ? outcome : { ...outcome, error: ready.error };
}
