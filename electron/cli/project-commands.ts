import { homedir } from "node:os";
import { dirname, resolve } from "node:path";
import schema from "../../assets/virtray.schema.json" with { type: "json" };
import type { ProjectMachineJson } from "../contract/cli.ts";
import type { Result } from "../contract/errors.ts";
import type { ProjectEntry } from "../core/project-file.ts";
import type { FollowOptions, MachinesService, TemplatesService } from "../services/interfaces.ts";
import {
  type ProjectOutcome,
  type ProjectParts,
  projectDestroy,
  projectDown,
  projectUp,
  readProject,
} from "../services/project.ts";
import { complain, errorJson, finish, say, sayJson, type Voice } from "./output.ts";
import { follow } from "./progress.ts";

/** What the commands of a project are told. */
export interface ProjectOptions {
  readonly file: string;
  readonly timeout: number;
  readonly yes?: boolean;
}

interface Tools {
  readonly machines: MachinesService;
  readonly templates: TemplatesService;
}

async function open(
  tools: Tools,
  { file }: ProjectOptions,
): Promise<Result<{ readonly parts: ProjectParts; readonly entries: readonly ProjectEntry[] }>> {
  const path = resolve(file);
  const read = await readProject(path);
  if (!read.ok) return read;
  const parts = { ...tools, home: homedir(), folder: dirname(path) };
  return { ok: true, value: { parts, entries: read.value } };
}

/** `virtray up` */
export function upCommand(tools: Tools, voice: Voice, options: ProjectOptions): Promise<number> {
  return act(tools, voice, options, (parts, entries, following) =>
    projectUp(parts, entries, options.timeout, following),
  );
}

/** `virtray down` */
export function downCommand(tools: Tools, voice: Voice, options: ProjectOptions): Promise<number> {
  return act(tools, voice, options, (parts, entries) =>
    projectDown(parts, entries, options.timeout),
  );
}

/** `virtray destroy`: what is deleted can be taken back from the trash, so `--yes` is all it asks. */
export async function destroyCommand(
  tools: Tools,
  voice: Voice,
  options: ProjectOptions,
): Promise<number> {
  if (options.yes === true) return act(tools, voice, options, projectDestroy);
  const opened = await open(tools, options);
  return finish(voice, opened, ({ entries }) => {
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

async function act(
  tools: Tools,
  voice: Voice,
  options: ProjectOptions,
  work: (
    parts: ProjectParts,
    entries: readonly ProjectEntry[],
    following: FollowOptions,
  ) => Promise<readonly ProjectOutcome[]>,
): Promise<number> {
  const opened = await open(tools, options);
  if (!opened.ok) return finish(voice, opened, () => {});
  const { parts, entries } = opened.value;
  const outcomes = await follow(voice, (following) => work(parts, entries, following));
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
    process.stderr.write(`${voice.cli.warning} ${project.differs(name, difference)}\n`);
  }
  if (outcome.warning !== null) complain(voice, outcome.warning, `${voice.cli.warning} `);
  if (outcome.error !== null) complain(voice, outcome.error);
}

function outcomeJson(voice: Voice, outcome: ProjectOutcome): ProjectMachineJson {
  const { error, warning } = outcome;
  return {
    ...outcome,
    warning: warning === null ? null : errorJson(voice, warning),
    error: error === null ? null : errorJson(voice, error),
  };
}
