import schema from "../../../assets/virtray.schema.json" with { type: "json" };
import { fromHere, ownHome } from "../../adapters/process/this-user.ts";
import type { AgreedProjectsStore } from "../../adapters/store/agreed-projects.ts";
import type { FailureJson } from "../../contract/app/cli.ts";
import type { ProjectMachineJson } from "../../contract/app/cli-care.ts";
import { type AppError, appError } from "../../contract/errors/app-error.ts";
import type { ReadyStage } from "../../contract/machine/machine.ts";
import type { ProjectEntry } from "../../core/project/project-file.ts";
import type { FollowOptions } from "../../services/base/interfaces.ts";
import { projectProvision, projectUp } from "../../services/project/apply.ts";
import { findObstacles, type ProjectObstacle } from "../../services/project/check.ts";
import type { ProjectOutcome, ProjectParts } from "../../services/project/outcome.ts";
import { type ProjectPlan, planProject, readProject } from "../../services/project/plan.ts";
import { projectDestroy, projectDown } from "../../services/project/take-down.ts";
import {
  complain,
  errorJson,
  finish,
  note,
  say,
  sayJson,
  type Voice,
  warn,
} from "../base/output.ts";
import { follow } from "../base/progress.ts";
import { consentTo } from "./consent.ts";

/** The options of the commands of a project. */
export interface ProjectOptions {
  readonly file: string;
  readonly timeout: number;
  readonly yes?: boolean;
  /** How far the machines are waited for, besides their ports. */
  readonly wait?: ReadyStage;
  readonly recreate?: readonly string[];
  readonly again?: true;
}

/** `virtray up`: what the user has not agreed to yet is asked about first. */
export async function upCommand(
  parts: ProjectParts,
  agreed: AgreedProjectsStore,
  voice: Voice,
  options: ProjectOptions,
): Promise<number> {
  const plan = await planProject(fromHere(options.file), ownHome());
  if (!plan.ok) return finish(voice, plan, () => {});
  const { recreate = [] } = options;
  const strange = strangerIn(plan.value, recreate);
  if (strange !== null) return finish(voice, { ok: false, error: strange }, () => {});
  const obstacles = await findObstacles(parts, plan.value.machines);
  if (obstacles.length > 0) return refuse(voice, obstacles);
  if (!(await consentTo(agreed, voice, plan.value, options.yes === true))) return 1;
  const outcomes = await follow(voice, (following) =>
    projectUp(parts, plan.value.machines, {
      ...following,
      ...{ timeoutSeconds: options.timeout, until: options.wait ?? null, recreate },
      onLine: tellLine,
    }),
  );
  return tellAll(voice, outcomes);
}

/** `virtray provision [NAME…]`: what the user has not agreed to yet is asked about first, too. */
export async function provisionCommand(
  parts: ProjectParts,
  agreed: AgreedProjectsStore,
  voice: Voice,
  names: readonly string[],
  options: ProjectOptions,
): Promise<number> {
  const plan = await planProject(fromHere(options.file), ownHome());
  if (!plan.ok) return finish(voice, plan, () => {});
  const strange = strangerIn(plan.value, names);
  if (strange !== null) return finish(voice, { ok: false, error: strange }, () => {});
  if (!(await consentTo(agreed, voice, plan.value, options.yes === true))) return 1;
  const chosen = plan.value.machines.filter(
    ({ entry, steps }) => steps.length > 0 && (names.length === 0 || names.includes(entry.name)),
  );
  const outcomes = await follow(voice, ({ signal }) =>
    projectProvision(parts, chosen, {
      ...{ timeoutSeconds: options.timeout, isAgain: options.again === true, signal },
      onLine: tellLine,
    }),
  );
  return tellAll(voice, outcomes);
}

/** Returns the error of the first name that no machine of the project has; null if all are known. */
function strangerIn({ machines }: ProjectPlan, names: readonly string[]): AppError | null {
  const name = names.find((each) => machines.every(({ entry }) => entry.name !== each));
  return name === undefined ? null : appError("project-machine-unknown", { name });
}

/** The output of a step goes to standard error, also with `--json`. */
function tellLine(name: string, line: string): void {
  note(`${name}: ${line}`);
}

/** Tells why nothing is done, of each machine; programs get the first reason. */
function refuse(voice: Voice, obstacles: readonly ProjectObstacle[]): number {
  for (const { name, error } of obstacles) {
    complain(voice, error, name === null ? "" : `${name}: `);
  }
  const [first] = obstacles;
  if (voice.json && first !== undefined) {
    sayJson({ error: errorJson(voice, first.error) } satisfies FailureJson);
  }
  return 1;
}

/** `virtray down` */
export function downCommand(
  parts: ProjectParts,
  voice: Voice,
  options: ProjectOptions,
): Promise<number> {
  return act(voice, options, (entries, following) =>
    projectDown(parts, entries, options.timeout, following),
  );
}

/** `virtray destroy`: what is deleted can be taken back from the trash, so `--yes` is all it asks. */
export async function destroyCommand(
  parts: ProjectParts,
  voice: Voice,
  options: ProjectOptions,
): Promise<number> {
  if (options.yes === true) {
    return act(voice, options, (entries, following) => projectDestroy(parts, entries, following));
  }
  const read = await readProject(fromHere(options.file));
  return finish(voice, read, (entries) => {
    const names = entries.map(({ name }) => name);
    if (voice.json) sayJson([]);
    else say(voice.cli.project.sure(names.join(", ")));
  });
}

/** `virtray schema`: for editors that complete and check YAML. */
export function schemaCommand(): number {
  sayJson(schema);
  return 0;
}

/** Does something to the machines that a project names; no other file of it is read. */
async function act(
  voice: Voice,
  options: ProjectOptions,
  work: (
    entries: readonly ProjectEntry[],
    following: FollowOptions,
  ) => Promise<readonly ProjectOutcome[]>,
): Promise<number> {
  const read = await readProject(fromHere(options.file));
  if (!read.ok) return finish(voice, read, () => {});
  return tellAll(voice, await follow(voice, (following) => work(read.value, following)));
}

function tellAll(voice: Voice, outcomes: readonly ProjectOutcome[]): number {
  for (const outcome of outcomes) tell(voice, outcome);
  if (voice.json) sayJson(outcomes.map((outcome) => outcomeJson(voice, outcome)));
  return outcomes.every(({ error }) => error === null) ? 0 : 1;
}

function tell(voice: Voice, { name, address, changes, differs, ...outcome }: ProjectOutcome): void {
  const { project } = voice.cli;
  if (!voice.json && (changes.length > 0 || outcome.error === null)) {
    const done = changes.map((change) => project.changes[change]).join(", ") || project.unchanged;
    say(`${name}: ${done}${address === null ? "" : ` (${address})`}`);
  }
  for (const difference of differs) {
    warn(voice, project.differs(name, difference));
  }
  if (outcome.warning !== null) complain(voice, outcome.warning, `${voice.cli.warning} `);
  const { error } = outcome;
  if (error !== null) complain(voice, error, error.code === "cancelled" ? `${name}: ` : "");
}

function outcomeJson(voice: Voice, outcome: ProjectOutcome): ProjectMachineJson {
  const { error, warning } = outcome;
  return {
    ...outcome,
    warning: warning === null ? null : errorJson(voice, warning),
    error: error === null ? null : errorJson(voice, error),
  };
}
