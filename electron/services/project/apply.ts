import { portAnswers } from "../../adapters/net/wait-for-port.ts";
import { type AppError, appError, fail, ok, type Result } from "../../contract/errors/app-error.ts";
import { fieldsOn, hardware } from "../../contract/machine/hardware.ts";
import { settingIn } from "../../contract/machine/hardware-values.ts";
import type { MachineView, ReadyStage } from "../../contract/machine/machine.ts";
import { parseSize } from "../../core/base/parse-size.ts";
import { describeForward } from "../../core/lan/forward-text.ts";
import { autostartOf } from "../../core/machine/autostart-plan.ts";
import type { ProjectMachinePlan } from "../../core/project/grants.ts";
import type { ProjectEntry } from "../../core/project/project-file.ts";
import type { FollowOptions, MachinesService, TemplatesService } from "../base/interfaces.ts";
import { createPace, type PaceParts } from "../machine/power/pace.ts";

/** A change that was made to a machine of a project. */
export type ProjectChange =
  | "created"
  | "started"
  | "stopped"
  | "deleted"
  | "autostart"
  | "forwards";

/** The outcome for one machine of a project. */
export interface ProjectOutcome {
  readonly name: string;
  readonly id: string | null;
  readonly address: string | null;
  readonly changes: readonly ProjectChange[];
  /** Settings that differ between the file and an existing machine: they are left unchanged. */
  readonly differs: readonly string[];
  readonly warning: AppError | null;
  readonly error: AppError | null;
}

export interface ProjectParts extends PaceParts {
  readonly machines: MachinesService;
  readonly templates: TemplatesService;
}

/** How far `projectUp` waits for machines, besides their ports; null: no further. */
export interface ProjectWait {
  readonly timeoutSeconds: number;
  readonly until: ReadyStage | null;
}

/**
 * Creates the machines that are missing and starts all that do not run, each once the computer has room
 * for it, and waits for their ports, all at once. One that fails does not keep the others from their
 * turn; the signal does.
 */
export async function projectUp(
  parts: ProjectParts,
  plans: readonly ProjectMachinePlan[],
  wait: ProjectWait,
  { signal, onProgress }: FollowOptions = {},
): Promise<readonly ProjectOutcome[]> {
  const there = await machinesByName(parts);
  const pace = createPace(parts);
  const begun: { readonly entry: ProjectEntry; readonly outcome: ProjectOutcome }[] = [];
  for (const plan of plans) {
    const { entry } = plan;
    const machine = there.get(entry.name);
    onProgress?.({ step: "start", fraction: begun.length / plans.length });
    if (machine === undefined || machine.pid === null) {
      const memory = machine?.definition.memoryMiB ?? entry.memory ?? hardware.memoryMiB.usual;
      await pace.room(memory, signal);
    }
    const outcome = isCancelled(signal)
      ? outcomeOf(entry, machine, { error: appError("cancelled", {}) })
      : await bringUp(parts, plan, machine);
    if (outcome.id !== null && outcome.changes.includes("started")) pace.began(outcome.id);
    begun.push({ entry, outcome });
  }
  return Promise.all(
    begun.map(({ entry, outcome }) => waitFor(parts.machines, entry, outcome, wait, signal)),
  );
}

/** Powers the machines of a project down, all at once, and waits for it, unless the signal comes. */
export async function projectDown(
  parts: ProjectParts,
  entries: readonly ProjectEntry[],
  timeoutSeconds: number,
  { signal }: FollowOptions = {},
): Promise<readonly ProjectOutcome[]> {
  const there = await machinesByName(parts);
  return Promise.all(
    entries.map(async (entry) => {
      const machine = there.get(entry.name);
      if (machine === undefined || machine.pid === null) return outcomeOf(entry, machine);
      const own = checkOwn(entry, machine);
      const stopped = own.ok
        ? await parts.machines.stop(machine.id, {
            timeoutSeconds,
            ...(signal === undefined ? {} : { signal }),
          })
        : own;
      return stopped.ok
        ? outcomeOf(entry, machine, { changes: ["stopped"] })
        : outcomeOf(entry, machine, { error: stopped.error });
    }),
  );
}

/** Ends the machines of a project and deletes them, as `delete` does, until the signal comes. */
export async function projectDestroy(
  parts: ProjectParts,
  entries: readonly ProjectEntry[],
  { signal }: FollowOptions = {},
): Promise<readonly ProjectOutcome[]> {
  const there = await machinesByName(parts);
  const outcomes: ProjectOutcome[] = [];
  for (const entry of entries) {
    const machine = there.get(entry.name);
    if (machine === undefined) outcomes.push(outcomeOf(entry, machine));
    else if (isCancelled(signal))
      outcomes.push(outcomeOf(entry, machine, { error: appError("cancelled", {}) }));
    else outcomes.push(await destroy(parts, entry, machine));
  }
  return outcomes;
}

/** Read again at each step, because it may change at any moment. */
function isCancelled(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

async function destroy(
  { machines }: ProjectParts,
  entry: ProjectEntry,
  machine: MachineView,
): Promise<ProjectOutcome> {
  const own = checkOwn(entry, machine);
  if (!own.ok) return outcomeOf(entry, machine, { error: own.error });
  const changes: ProjectChange[] = [];
  if (machine.pid !== null) {
    const ended = await machines.kill(machine.id);
    if (!ended.ok) return outcomeOf(entry, machine, { error: ended.error });
    changes.push("stopped");
  }
  const deleted = await machines.delete(machine.id);
  return deleted.ok
    ? outcomeOf(entry, machine, { changes: [...changes, "deleted"] })
    : outcomeOf(entry, machine, { changes, error: deleted.error });
}

async function bringUp(
  parts: ProjectParts,
  plan: ProjectMachinePlan,
  there: MachineView | undefined,
): Promise<ProjectOutcome> {
  const { entry } = plan;
  const own = there === undefined ? ok(undefined) : checkOwn(entry, there);
  if (!own.ok) return outcomeOf(entry, there, { error: own.error });
  const changes: ProjectChange[] = [];
  let place = there === undefined ? null : { id: there.id, address: there.address };
  if (place === null) {
    const made = await create(parts, plan);
    if (!made.ok) return outcomeOf(entry, undefined, { error: made.error });
    place = made.value;
    changes.push("created");
  }
  const differs = there === undefined ? [] : differences(entry, there);
  const now = (more: Partial<ProjectOutcome>) =>
    outcomeOf(entry, place, { changes, differs, ...more });
  const was = there === undefined ? "never" : autostartOf(there.definition).when;
  if (entry.autostart !== undefined && entry.autostart !== was) {
    const order = there === undefined ? 0 : autostartOf(there.definition).order;
    const set = await parts.machines.setAutostart(place.id, { when: entry.autostart, order });
    if (!set.ok) return now({ error: set.error });
    changes.push("autostart");
  }
  const forwarded = await addForwards(parts.machines, plan, place.id, there);
  if (!forwarded.ok) return now({ error: forwarded.error });
  if (forwarded.value) changes.push("forwards");
  if (there !== undefined && there.pid !== null) return now({});
  const started = await parts.machines.start(place.id);
  // One from a warmed template runs as soon as it is created.
  const isAwake = there === undefined && !started.ok && started.error.code === "machine-running";
  if (!started.ok && !isAwake) return now({ error: started.error });
  changes.push("started");
  return now({ warning: started.ok ? started.value.warning : null });
}

/** Adds the forwards of the file that a machine has not; tells whether there were any. */
async function addForwards(
  machines: MachinesService,
  { forwards }: ProjectMachinePlan,
  id: string,
  there: MachineView | undefined,
): Promise<Result<boolean>> {
  const known = (there?.definition.network.forwards ?? []).map(describeForward);
  const missing = forwards.filter((forward) => !known.includes(describeForward(forward)));
  for (const forward of missing) {
    const added = await machines.addForward(id, forward);
    if (!added.ok) return added;
  }
  return ok(missing.length > 0);
}

async function create(
  { templates }: ProjectParts,
  { entry, keys, userData }: ProjectMachinePlan,
): Promise<Result<{ readonly id: string; readonly address: string }>> {
  const { templates: known } = await templates.list();
  const template = known.find(({ name }) => name === entry.template);
  if (template === undefined) return fail("template-unknown", { name: entry.template });
  const size = entry.disk === undefined ? null : parseSize(entry.disk);
  const made = await templates.createMachine({
    name: entry.name,
    template: template.id,
    sshKeys: keys === null ? [...(await templates.sshKeys())] : keys.flatMap(({ lines }) => lines),
    ...Object.fromEntries(
      fieldsOn("template").flatMap((field) => {
        const value = entry[hardware[field].flag];
        return value === undefined ? [] : [[field, value]];
      }),
    ),
    ...(size === null ? {} : { diskBytes: size }),
    ...(entry.user === undefined ? {} : { user: entry.user }),
    ...(userData === null ? {} : { userData: userData.text }),
  });
  return made.ok ? ok({ id: made.value.id, address: made.value.network.address }) : made;
}

/** Waits for a machine's ports, and as far as was asked for. */
async function waitFor(
  machines: MachinesService,
  entry: ProjectEntry,
  outcome: ProjectOutcome,
  { timeoutSeconds, until }: ProjectWait,
  signal?: AbortSignal,
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

async function machinesByName({
  machines,
}: ProjectParts): Promise<ReadonlyMap<string, MachineView>> {
  const { machines: views } = await machines.list();
  return new Map(views.map((view) => [view.name, view]));
}

/**
 * Checks that a machine may be the project's: made from the template that the file names, or made
 * independent of one since. Another of the same name is somebody else's, and is not touched.
 */
function checkOwn({ name, template }: ProjectEntry, { definition }: MachineView): Result<void> {
  const made = definition.template?.name ?? (definition.seed === undefined ? null : template);
  return made === template ? ok(undefined) : fail("project-foreign", { name, template });
}

/** Lists the differences between file and machine, for people. */
function differences(entry: ProjectEntry, { definition }: MachineView): readonly string[] {
  const pairs = [
    ...fieldsOn("template").map((field) => {
      const { flag } = hardware[field];
      return [flag, entry[flag], settingIn(definition, field)] as const;
    }),
    ["user", entry.user, definition.user] as const,
  ];
  return pairs
    .filter(([, wanted, is]) => wanted !== undefined && wanted !== is)
    .map(([name, wanted, is]) => `${name}: ${String(is)} ≠ ${String(wanted)}`);
}

function outcomeOf(
  { name }: ProjectEntry,
  machine: { readonly id: string; readonly address: string } | undefined,
  more: Partial<ProjectOutcome> = {},
): ProjectOutcome {
  return {
    name,
    id: machine?.id ?? null,
    address: machine?.address ?? null,
    changes: [],
    differs: [],
    warning: null,
    error: null,
    ...more,
  };
}
