import { readTextFile } from "../../adapters/files/text-file.ts";
import { fromHere } from "../../adapters/process/this-user.ts";
import { readSshKeys } from "../../adapters/ssh/keys.ts";
import type { CatalogueJson, TemplateJson } from "../../contract/app/cli-storage.ts";
import { appError, fail, ok, type Result } from "../../contract/errors/app-error.ts";
import {
  type AddTemplateInput,
  addTemplateSchema,
  createFromTemplateSchema,
  type TemplateView,
} from "../../contract/template/template.ts";
import type { HowCreated } from "../../contract/template/warm.ts";
import { typedErrorLine } from "../../contract/words/words.ts";
import { parseSize } from "../../core/base/parse-size.ts";
import type { MachinesService, TemplatesService } from "../../services/base/interfaces.ts";
import { hardwareFrom } from "../base/hardware-options.ts";
import { finish, note, say, sayJson, table, type Voice, warn } from "../base/output.ts";
import { follow } from "../base/progress.ts";
import { readInput } from "../base/read-input.ts";
import { findByName, showCommand } from "../machine/commands.ts";

function templateJson(voice: Voice, template: TemplateView): TemplateJson {
  const { id, name, virtualBytes, bytes, clones, problem, definition } = template;
  return {
    id,
    name,
    virtualBytes,
    bytes,
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
  const size = (bytes: number | null) => (bytes === null ? "–" : voice.words.ui.unit.size(bytes));
  say(
    table([
      [columns.name, columns.disk, columns.takes, columns.machines],
      ...rows.map(({ name, virtualBytes, bytes, clones }) => [
        name,
        size(virtualBytes),
        size(bytes),
        clones.join(" ") || "–",
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

/** The options of `create` besides the machine's settings. */
export interface CreateOptions {
  readonly template: string;
  readonly disk?: string;
  readonly user?: string;
  readonly key?: readonly string[];
  readonly makeKey?: boolean;
  readonly userData?: string;
}

/**
 * Returns the keys of the named files. Without any, returns all in `~/.ssh`, or a new key if there
 * are none and the user asked for one.
 */
async function collectKeys(
  templates: TemplatesService,
  { key: files = [], makeKey = false }: CreateOptions,
): Promise<Result<readonly string[]>> {
  if (files.length === 0) {
    const found = await templates.sshKeys();
    if (found.length > 0 || !makeKey) return ok(found);
    const made = await templates.makeSshKey();
    return made.ok ? ok([made.value]) : made;
  }
  const keys: string[] = [];
  for (const file of files) {
    const read = await readSshKeys(fromHere(file));
    if (!read.ok) return read;
    keys.push(...read.value);
  }
  return ok(keys);
}

async function readUserData(path: string): Promise<Result<string>> {
  const read = await readTextFile(fromHere(path));
  if (!read.ok) return read;
  return read.value === null ? fail("disk-missing", { path }) : ok(read.value);
}

async function readClone(templates: TemplatesService, name: string, options: CreateOptions) {
  const template = await findTemplate(templates, options.template);
  if (!template.ok) return template;
  const keys = await collectKeys(templates, options);
  if (!keys.ok) return keys;
  const userData = options.userData === undefined ? null : await readUserData(options.userData);
  if (userData?.ok === false) return userData;
  const bytes = options.disk === undefined ? null : parseSize(options.disk);
  if (options.disk !== undefined && bytes === null) {
    return fail("size-invalid", { size: options.disk });
  }
  const { user } = options;
  return readInput(createFromTemplateSchema, {
    name,
    template: template.value.id,
    sshKeys: keys.value,
    keyFiles: (options.key ?? []).map(fromHere),
    ...hardwareFrom("template", options),
    ...(bytes === null ? {} : { diskBytes: bytes }),
    ...(user === undefined ? {} : { user }),
    ...(userData === null ? {} : { userData: userData.value }),
  });
}

/** `virtray create NAME --template T …`: prints how to start the machine and to log in. */
export async function createCommand(
  templates: TemplatesService,
  machines: MachinesService,
  voice: Voice,
  name: string,
  options: CreateOptions,
): Promise<number> {
  const request = await readClone(templates, name, options);
  let how: HowCreated = { isAwake: false, whyCold: null };
  const made = request.ok
    ? await templates.createMachine(request.value, (told) => {
        how = told;
      })
    : request;
  if (!made.ok) return finish(voice, made, () => {});
  if (request.ok && request.value.sshKeys.length === 0 && request.value.userData === undefined) {
    const half = await templates.halfKey();
    const { noKey, halfKey } = voice.cli.template;
    warn(voice, half === null ? noKey : halfKey(half));
  }
  const { isAwake, whyCold } = how;
  if (whyCold !== null) warn(voice, typedErrorLine(voice.words, whyCold));
  if (voice.json) return showCommand(machines, voice, name);
  const { network, user } = made.value;
  const login = user === undefined ? network.address : `${user}@${network.address}`;
  const { created, awake } = voice.cli.template;
  say(isAwake ? awake(name, `ssh ${login}`) : created(name, `ssh ${login}`));
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
