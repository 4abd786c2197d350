import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import { type Airlock, spellEntry } from "../../contract/lan/airlock.ts";
import { fieldsOn, hardware } from "../../contract/machine/hardware.ts";
import { settingIn } from "../../contract/machine/hardware-values.ts";
import type { MachineView } from "../../contract/machine/machine.ts";
import { parseSize } from "../../core/base/parse-size.ts";
import { readEntry } from "../../core/lan/airlock-text.ts";
import { describeForward } from "../../core/lan/forward-text.ts";
import { autostartOf } from "../../core/machine/autostart-plan.ts";
import type { ProjectMachinePlan } from "../../core/project/grants.ts";
import type { ProjectEntry } from "../../core/project/project-file.ts";
import type { MachinesService } from "../base/interfaces.ts";
import { addShares } from "./add-shares.ts";
import {
  checkOwn,
  outcomeOf,
  type ProjectChange,
  type ProjectOutcome,
  type ProjectParts,
} from "./outcome.ts";

/** Creates and starts a machine as far as that is missing. */
export async function bringUp(
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
    if (entry.only !== undefined) changes.push("airlock");
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
  if (there !== undefined) {
    const gated = await addAirlock(parts.machines, entry, there);
    if (!gated.ok) return now({ error: gated.error });
    if (gated.value) changes.push("airlock");
  }
  const marked = await mark(parts.machines, entry, place.id, there);
  if (!marked.ok) return now({ error: marked.error });
  if (marked.value) changes.push("marked");
  const shared = await addShares(parts.machines, plan, place.id, there);
  if (shared.changed) changes.push("shares");
  const { warning } = shared;
  if (shared.error !== null) return now({ error: shared.error });
  if (there !== undefined && there.pid !== null) return now({ warning });
  const started = await parts.machines.start(place.id);
  // One from a warmed template runs as soon as it is created.
  const isAwake = there === undefined && !started.ok && started.error.code === "machine-running";
  if (!started.ok && !isAwake) return now({ error: started.error });
  changes.push("started");
  return now({ warning: (started.ok ? started.value.warning : null) ?? warning });
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

/** Returns the airlock of the file; null without one. */
function airlockIn({ only }: ProjectEntry): Airlock | null {
  return only === undefined ? null : { only: only.flatMap((text) => readEntry(text) ?? []) };
}

/** Gives a machine that was there without an airlock the one of the file; another one stays. */
async function addAirlock(
  machines: MachinesService,
  entry: ProjectEntry,
  { id, definition }: MachineView,
): Promise<Result<boolean>> {
  const airlock = airlockIn(entry);
  if (airlock === null || definition.network.airlock !== undefined) return ok(false);
  const set = await machines.setAirlock(id, airlock);
  return set.ok ? ok(true) : set;
}

/** Sets tags, note and protection that the file has otherwise; further tags stay. */
async function mark(
  machines: MachinesService,
  { tags = [], note, protected: isProtected }: ProjectEntry,
  id: string,
  there: MachineView | undefined,
): Promise<Result<boolean>> {
  const known = there?.definition;
  const addTags = tags.filter((tag) => known?.tags?.includes(tag) !== true);
  const isOther = note !== undefined && note !== known?.note;
  const guards = isProtected !== undefined && isProtected !== (known?.protected === true);
  if (addTags.length === 0 && !isOther && !guards) return ok(false);
  const change = { addTags, removeTags: [] };
  const marked = await machines.mark(id, {
    ...change,
    ...(isOther ? { note } : {}),
    ...(guards ? { isProtected } : {}),
  });
  return marked.ok ? ok(true) : marked;
}

async function create(
  { templates }: ProjectParts,
  { entry, keys, userData, certificates }: ProjectMachinePlan,
): Promise<Result<{ readonly id: string; readonly address: string }>> {
  const { templates: known } = await templates.list();
  const template = known.find(({ name }) => name === entry.template);
  if (template === undefined) return fail("template-unknown", { name: entry.template });
  const size = entry.disk === undefined ? null : parseSize(entry.disk);
  // Not later: one from a warmed template sends as soon as it is created.
  const airlock = airlockIn(entry);
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
    ...(entry.proxy === undefined ? {} : { proxy: entry.proxy }),
    ...(entry.agent === undefined ? {} : { agent: entry.agent }),
    certificates: certificates.flatMap((each) => each.certificates),
    ...(airlock === null ? {} : { airlock }),
  });
  return made.ok ? ok({ id: made.value.id, address: made.value.network.address }) : made;
}

/** Returns the airlock of the file and that of the machine, if both have one, as texts to compare. */
function airlocksOf({ only }: ProjectEntry, { network }: MachineView["definition"]) {
  const wanted = only?.map((text) => spellEntry(readEntry(text) ?? { to: text }));
  const text = (list: readonly string[] | undefined) => list && [...list].sort().join(", ");
  // A permission for a time does not count.
  const lasting = network.airlock?.only.filter(({ until }) => until === undefined);
  return network.airlock === undefined
    ? [undefined, undefined]
    : [text(wanted), text(lasting?.map(spellEntry))];
}

/** Lists the differences between file and machine, for people. */
function differences(entry: ProjectEntry, { definition }: MachineView): readonly string[] {
  const pairs = [
    ...fieldsOn("template").map((field) => {
      const { flag } = hardware[field];
      return [flag, entry[flag], settingIn(definition, field)] as const;
    }),
    ["user", entry.user, definition.user] as const,
    ["only", ...airlocksOf(entry, definition)] as const,
  ];
  return pairs
    .filter(([, wanted, is]) => wanted !== undefined && wanted !== is)
    .map(([name, wanted, is]) => `${name}: ${String(is)} ≠ ${String(wanted)}`);
}
