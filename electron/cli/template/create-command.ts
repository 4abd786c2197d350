import { readCertificates } from "../../adapters/files/certificates.ts";
import { readTextFile } from "../../adapters/files/text-file.ts";
import { fromHere } from "../../adapters/process/this-user.ts";
import { readSshKeys } from "../../adapters/ssh/keys.ts";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import { createFromTemplateSchema } from "../../contract/template/template.ts";
import type { HowCreated } from "../../contract/template/warm.ts";
import { typedErrorLine } from "../../contract/words/words.ts";
import { parseSize } from "../../core/base/parse-size.ts";
import type { MachinesService } from "../../services/base/interfaces.ts";
import type { TemplatesService } from "../../services/base/template-interfaces.ts";
import { hardwareFrom } from "../base/hardware-options.ts";
import { complain, finish, say, type Voice, warn } from "../base/output.ts";
import { follow } from "../base/progress.ts";
import { readInput } from "../base/read-input.ts";
import type { WaitOptions } from "../base/wait-options.ts";
import { showCommand } from "../machine/commands.ts";
import { startAndWait } from "../machine/power-commands.ts";
import { findTemplate } from "./commands.ts";

/** The options of `create` besides the machine's settings. */
export interface CreateOptions extends Partial<WaitOptions> {
  readonly template: string;
  readonly disk?: string;
  readonly user?: string;
  readonly key?: readonly string[];
  /** Public keys themselves, as another computer of the user's gives them. */
  readonly publicKey?: readonly string[];
  readonly makeKey?: boolean;
  readonly userData?: string;
  readonly proxy?: string;
  readonly certificate?: readonly string[];
  /** False if it was switched off. */
  readonly agent?: boolean;
}

/**
 * Returns the keys of the named files. Without any, returns all in `~/.ssh`, or a new key if there
 * are none and the user asked for one.
 */
async function collectKeys(
  templates: TemplatesService,
  { key: files = [], publicKey: given = [], makeKey = false }: CreateOptions,
): Promise<Result<readonly string[]>> {
  if (files.length === 0) {
    const found = [...new Set([...(await templates.sshKeys()), ...given])];
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

/** Reads the request for a machine of a template. */
export async function readClone(templates: TemplatesService, name: string, options: CreateOptions) {
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
  const certificates: string[] = [];
  for (const file of options.certificate ?? []) {
    const read = await readCertificates(fromHere(file));
    if (!read.ok) return read;
    certificates.push(...read.value);
  }
  const { user, proxy, agent } = options;
  return readInput(createFromTemplateSchema, {
    name,
    template: template.value.id,
    sshKeys: keys.value,
    keyFiles: (options.key ?? []).map(fromHere),
    ...hardwareFrom("template", options),
    ...(bytes === null ? {} : { diskBytes: bytes }),
    ...(user === undefined ? {} : { user }),
    ...(userData === null ? {} : { userData: userData.value }),
    ...(proxy === undefined ? {} : { proxy }),
    ...(agent === undefined ? {} : { agent }),
    certificates,
  });
}

/** `virtray create NAME --template T …`: prints how to start the machine and to log in. */
export function createCommand(
  templates: TemplatesService,
  machines: MachinesService,
  voice: Voice,
  name: string,
  options: CreateOptions,
): Promise<number> {
  // From the first look on, so that no moment of it is one at which a signal ends it without a word.
  return follow(voice, ({ signal }) => create(templates, machines, voice, name, options, signal));
}

async function create(
  templates: TemplatesService,
  machines: MachinesService,
  voice: Voice,
  name: string,
  options: CreateOptions,
  signal: AbortSignal | undefined,
): Promise<number> {
  const request = await readClone(templates, name, options);
  let how: HowCreated = { isAwake: false, whyCold: null };
  const onCreated = (told: HowCreated) => {
    how = told;
  };
  const made = request.ok
    ? await templates.createMachine(request.value, { onCreated, signal })
    : request;
  if (!made.ok) return finish(voice, made, () => {});
  if (request.ok && request.value.sshKeys.length === 0 && request.value.userData === undefined) {
    const half = await templates.halfKey();
    const { noKey, halfKey } = voice.cli.template;
    warn(voice, half === null ? noKey : halfKey(half));
  }
  const { isAwake, whyCold } = how;
  const isCancelled = whyCold?.code === "cancelled";
  if (whyCold !== null && !isCancelled) warn(voice, typedErrorLine(voice.words, whyCold));
  const ready = await waitFor(machines, made.value.id, options, signal);
  if (voice.json) {
    if (!ready.ok) return finish(voice, ready, () => {});
    return Math.max(await showCommand(machines, voice, name), Number(isCancelled));
  }
  const { network, user } = made.value;
  const login = user === undefined ? network.address : `${user}@${network.address}`;
  const { created, awake } = voice.cli.template;
  say(isAwake ? awake(name, `ssh ${login}`) : created(name, `ssh ${login}`));
  if (isCancelled) complain(voice, whyCold);
  return isCancelled ? 1 : finish(voice, ready, () => {});
}

/** Starts the new machine and waits for it, if that was asked for. */
async function waitFor(
  machines: MachinesService,
  id: string,
  { wait, timeout }: CreateOptions,
  signal: AbortSignal | undefined,
): Promise<Result<void>> {
  if (wait === undefined) return ok(undefined);
  return startAndWait(machines, id, { until: wait, timeoutSeconds: timeout ?? 300, signal });
}
