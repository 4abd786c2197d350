import { fromHere } from "../../adapters/process/this-user.ts";
import type { CatalogueJson, TemplateJson, WarmedJson } from "../../contract/app/cli-storage.ts";
import { appError, ok, type Result } from "../../contract/errors/app-error.ts";
import {
  type AddTemplateInput,
  addTemplateSchema,
  type TemplateView,
} from "../../contract/template/template.ts";
import { typedErrorLine } from "../../contract/words/words.ts";
import type { MachinesService } from "../../services/base/interfaces.ts";
import type { TemplatesService } from "../../services/base/template-interfaces.ts";
import { finish, note, say, sayJson, table, type Voice, warn } from "../base/output.ts";
import { follow } from "../base/progress.ts";
import { readInput } from "../base/read-input.ts";
import { findByName, showCommand } from "../machine/commands.ts";

function templateJson(voice: Voice, template: TemplateView): TemplateJson {
  const { id, name, virtualBytes, bytes, clones, problem, definition, warm } = template;
  return {
    id,
    name,
    virtualBytes,
    bytes,
    warmed: warm.map(({ memoryMiB, cpus, takenBytes, usedAt }) => ({
      ...{ memoryMiB, cpus, usedAt },
      bytes: takenBytes,
    })),
    clones,
    user: definition.user,
    createdAt: definition.createdAt,
    problem: problem === null ? null : typedErrorLine(voice.words, problem),
    problemCode: problem?.code ?? null,
  };
}

/** `virtray template list` */
export async function listTemplatesCommand(
  templates: TemplatesService,
  voice: Voice,
): Promise<number> {
  const { templates: views, broken } = await templates.list();
  const rows = [
    ...views.map((view) => templateJson(voice, view)),
    ...broken.map(
      ({ id, problem }): TemplateJson => ({
        id,
        name: id,
        virtualBytes: null,
        bytes: null,
        warmed: [],
        clones: [],
        user: null,
        createdAt: null,
        problem: typedErrorLine(voice.words, problem),
        problemCode: problem.code,
      }),
    ),
  ];
  if (voice.json) sayJson(rows);
  else if (rows.length === 0) say(voice.cli.template.none);
  else tellTemplates(voice, rows);
  return 0;
}

function tellTemplates(voice: Voice, rows: readonly TemplateJson[]): void {
  const { columns } = voice.cli.template;
  const { unit, detail } = voice.words.ui;
  const size = (bytes: number | null) => (bytes === null ? "–" : unit.size(bytes));
  const state = ({ memoryMiB, cpus, bytes }: WarmedJson) =>
    `${size(memoryMiB * 2 ** 20)}, ${detail.processors(cpus)} (${size(bytes)})`;
  say(
    table([
      [columns.name, columns.disk, columns.takes, columns.machines, columns.warmed],
      ...rows.map(({ name, virtualBytes, bytes, clones, warmed }) => [
        name,
        size(virtualBytes),
        size(bytes),
        clones.join(" ") || "–",
        warmed.map(state).join("; ") || "–",
      ]),
    ]),
  );
  for (const { name, problem } of rows) {
    if (problem !== null) note(`${name}: ${problem}`);
  }
}

/** Finds a template by name or id. */
export async function findTemplate(
  templates: TemplatesService,
  name: string,
): Promise<Result<{ readonly id: string }>> {
  const { templates: views, broken } = await templates.list();
  const view = views.find((each) => each.name === name) ?? views.find((each) => each.id === name);
  if (view !== undefined) return ok(view);
  const problem = broken.find((each) => each.id === name)?.problem;
  return { ok: false, error: problem ?? appError("template-unknown", { name }) };
}

/** The options of `template add`. */
export interface AddTemplateOptions {
  readonly from?: string;
  readonly machine?: string;
  readonly catalogue?: string;
  readonly url?: string;
  readonly sha256?: string;
  readonly sha512?: string;
  readonly user?: string;
}

async function readOrigin(
  machines: MachinesService,
  { from, machine, catalogue, url, sha256, sha512 }: AddTemplateOptions,
): Promise<Result<AddTemplateInput["from"]>> {
  if (url !== undefined) {
    const checksum =
      sha256 === undefined
        ? ({ algorithm: "sha512", sum: sha512 ?? "" } as const)
        : ({ algorithm: "sha256", sum: sha256 } as const);
    const hasSum = sha256 !== undefined || sha512 !== undefined;
    return ok({ kind: "url", url, ...(hasSum ? { checksum } : {}) });
  }
  if (from !== undefined) return ok({ kind: "file", path: fromHere(from) });
  if (catalogue !== undefined) return ok({ kind: "catalogue", id: catalogue });
  const found = await findByName(machines, machine ?? "");
  return found.ok ? ok({ kind: "machine", id: found.value.id }) : found;
}

/** `virtray template add NAME --from FILE|--machine NAME|--catalogue ID|--url URL` */
export async function addTemplateCommand(
  templates: TemplatesService,
  machines: MachinesService,
  voice: Voice,
  name: string,
  options: AddTemplateOptions,
): Promise<number> {
  const origin = await readOrigin(machines, options);
  if (!origin.ok) return finish(voice, origin, () => {});
  const request = readInput(addTemplateSchema, {
    name,
    from: origin.value,
    ...(options.user === undefined ? {} : { user: options.user }),
  });
  const added = request.ok
    ? await follow(voice, (following) => templates.add(request.value, following))
    : request;
  return finish(voice, added, ({ id, base, source }) => {
    if (voice.json) sayJson({ id, name, virtualBytes: base.virtualBytes, bytes: base.bytes });
    else say(voice.cli.template.added(name));
    if (source.kind === "download" && source.unverified === true) {
      warn(voice, voice.cli.template.unverified);
    }
  });
}

/** `virtray template delete NAME` */
export async function deleteTemplateCommand(
  templates: TemplatesService,
  voice: Voice,
  name: string,
): Promise<number> {
  const found = await findTemplate(templates, name);
  const deleted = found.ok ? await templates.delete(found.value.id) : found;
  return finish(voice, deleted, () => {
    if (voice.json) sayJson({ name, ok: true });
  });
}

/** `virtray template catalogue` */
export function catalogueCommand(templates: TemplatesService, voice: Voice): number {
  const images = templates
    .catalogue()
    .map(({ id, name, url, user, minimumMemoryMiB }): CatalogueJson => {
      return { id, name, url, user, minimumMemoryMiB };
    });
  const { columns } = voice.cli.template;
  if (voice.json) sayJson(images);
  else {
    say(
      table([
        [columns.id, columns.name, columns.user],
        ...images.map(({ id, name, user }) => [id, name, user]),
      ]),
    );
  }
  return 0;
}

/** `virtray flatten NAME` */
export async function flattenCommand(
  templates: TemplatesService,
  machines: MachinesService,
  voice: Voice,
  name: string,
): Promise<number> {
  const found = await findByName(machines, name);
  const done = found.ok
    ? await follow(voice, (following) => templates.flatten(found.value.id, following))
    : found;
  if (!done.ok) return finish(voice, done, () => {});
  if (voice.json) return showCommand(machines, voice, name);
  say(voice.cli.template.flattened(name));
  return 0;
}
