import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { removeFiles } from "../../adapters/files/draft-files.ts";
import { withLock } from "../../adapters/files/file-lock.ts";
import { reserveFile } from "../../adapters/files/reserve-file.ts";
import { checkBase, createLinkedDisk } from "../../adapters/image/base-image.ts";
import { freeBytes } from "../../adapters/image/disk-snapshots.ts";
import { renewGuest } from "../../adapters/image/guest-identity.ts";
import { writeSeedImage } from "../../adapters/image/seed-image.ts";
import { identifyComputer } from "../../adapters/qemu/accel-probe.ts";
import {
  type MachineRuntime,
  machineRuntime,
  prepareRuntime,
} from "../../adapters/qemu/runtime.ts";
import { basePath, readTemplate } from "../../adapters/store/template-store.ts";
import {
  beginWarm,
  forgetWish,
  knowDraft,
  publishWarm,
  readWarm,
  removeDrafts,
  removeWarm,
} from "../../adapters/store/warm-store.ts";
import { appError, fail, ok, type Result } from "../../contract/errors/app-error.ts";
import { lanDomain } from "../../contract/lan/network.ts";
import type { MachineFile } from "../../contract/machine/machine.ts";
import type { TemplateFile } from "../../contract/template/template.ts";
import {
  isPair,
  usualPair,
  type WarmPair,
  type WarmRecord,
  type WarmTemplate,
  warmBytes,
} from "../../contract/template/warm.ts";
import { fileError } from "../../core/base/file-error.ts";
import { machineIdOf } from "../../core/disk/guest-identity.ts";
import { checkSizes, macOf } from "../../core/machine/checks.ts";
import { newDefinition } from "../../core/machine/new-definition.ts";
import { neededDisk, statesInTheWay, statesTooMany } from "../../core/template/warm-room.ts";
import { buildWarmSeed } from "../../core/template/warm-seed.ts";
import type { WarmWay } from "../base/template-interfaces.ts";
import { shapeOf } from "../machine/change/warm-match.ts";
import { chooseProcessor } from "../machine/power/launch.ts";
import { withRegistry } from "../registry/parts.ts";
import type { TemplatesParts } from "./parts.ts";
import { warmGuest } from "./warm-guest.ts";

/**
 * Boots a guest of a template once, and keeps what it is when it has settled, so that machines go on from
 * there instead of booting. The state appears whole or not at all; the template itself is not touched.
 */
export async function warmTemplate(
  parts: TemplatesParts,
  request: WarmTemplate,
  options: WarmWay = {},
): Promise<Result<WarmRecord>> {
  const template = await readTemplate(parts.paths.templates, request.id);
  if (!template.ok) return template;
  return withWarming(parts, template.value, (runtime) =>
    makeWarm(parts, template.value, request, runtime, options),
  );
}

/** Removes a template's warmed states; returns the bytes that they took. */
export async function coolTemplate(parts: TemplatesParts, id: string): Promise<Result<number>> {
  const { templates } = parts.paths;
  const template = await readTemplate(templates, id);
  if (!template.ok) return template;
  return withWarming(parts, template.value, async () => {
    const states = await readWarm(templates, id);
    if (states.length === 0) return fail("template-not-warm", { name: template.value.name });
    return withRegistry(parts, async () => {
      try {
        await removeWarm(templates, id, null);
        await forgetWish(templates, id, null);
        return ok(warmBytes(states.map(({ record }) => record)));
      } catch (error) {
        return { ok: false, error: fileError(templates, error) };
      }
    });
  });
}

/** Holds the lock under which a template is warmed, by one program at a time. */
function withWarming<T>(
  { paths, uid }: TemplatesParts,
  { id, name }: TemplateFile,
  work: (runtime: MachineRuntime) => Promise<Result<T>>,
): Promise<Result<T>> {
  // The guest's files lie where a machine's would that had the template's id.
  const runtime = machineRuntime(paths, id);
  const prepared = prepareRuntime(paths, runtime, uid);
  if (!prepared.ok) return Promise.resolve(prepared);
  const busy = () => appError("template-busy", { name });
  return withLock(runtime.lock, "warm", 0, busy, () => work(runtime));
}

async function makeWarm(
  parts: TemplatesParts,
  template: TemplateFile,
  request: WarmTemplate,
  runtime: MachineRuntime,
  options: WarmWay,
): Promise<Result<WarmRecord>> {
  const { id, base } = template;
  const { templates } = parts.paths;
  const pair: WarmPair = { ...usualPair(template), ...sizeOf(request) };
  const { memoryMiB, cpus } = pair;
  const sizes = checkSizes(pair, parts.host);
  if (!sizes.ok) return sizes;
  const intact = await checkBase(basePath(templates, id), base, []);
  if (!intact.ok) return intact;
  const chosen = await chooseProcessor({ acceleration: "auto" }, parts.paths.cache);
  if (!chosen.ok) return chosen;
  const begun = await beginWarm(templates, id);
  if (!begun.ok) return begun;
  // It is tried once, however that ends.
  await forgetWish(templates, id, pair).catch(() => {});
  const draft = begun.value;
  try {
    await makeRoom(parts, id, pair, options.isUnasked === true);
    const instance = randomUUID();
    const user = template.user ?? parts.loginName;
    const disk = { path: join(draft, "disk.qcow2"), format: "qcow2" } as const;
    const given = { id, name: template.name, createdAt: new Date(), address: "0.0.0.0", disk };
    const machine: MachineFile = {
      ...newDefinition(given, { memoryMiB, cpus }),
      ...{ layout: "warmed", seed: join(draft, "seed.img") },
    };
    const made = await makeFiles(parts, template, machine, { instance, user, draft });
    if (!made.ok) return made;
    const { processor, accelerator } = chosen.value;
    const state = { ram: join(draft, "ram"), state: join(draft, "state") };
    const warmed = await warmGuest(
      { machine, base: basePath(templates, id), processor, runtime, ...state },
      options,
    );
    if (!warmed.ok) return warmed;
    await removeFiles([join(draft, "seed.img")]);
    const machineType = warmed.value;
    const facts = {
      ...({ version: 1, instance, createdAt: machine.createdAt, memoryMiB, cpus } as const),
      ...{ diskBytes: base.virtualBytes, user, machineType, accelerator: accelerator.kind },
      shape: shapeOf({ ...machine, machineType }, processor),
      computer: await identifyComputer(accelerator.kind),
      files: await knowDraft(draft),
    };
    const publish = async () => {
      // It may have been deleted meanwhile.
      const still = await readTemplate(templates, id);
      if (!still.ok) return still;
      const published = await publishWarm(templates, id, draft, facts);
      if (published.ok) await drop(parts, id, statesTooMany(await otherStates(parts, id, pair)));
      return published;
    };
    return await withRegistry(parts, publish, options.signal);
  } catch (error) {
    return { ok: false, error: fileError(draft, error) };
  } finally {
    await removeDrafts(join(templates, id)).catch(() => {});
  }
}

/** The memory and processors that a request names. */
function sizeOf({ memoryMiB, cpus }: WarmTemplate): Partial<WarmPair> {
  return {
    ...(memoryMiB === undefined ? {} : { memoryMiB }),
    ...(cpus === undefined ? {} : { cpus }),
  };
}

/** Returns a template's states for other machines, the last used first. */
async function otherStates({ paths }: TemplatesParts, id: string, pair: WarmPair) {
  const states = await readWarm(paths.templates, id);
  return states.map(({ record }) => record).filter((record) => !isPair(record, pair));
}

/** Removes those that were not used for longest where there is too little space for another one. */
async function makeRoom(
  parts: TemplatesParts,
  id: string,
  pair: WarmPair,
  isUnasked: boolean,
): Promise<void> {
  const free = await freeBytes(join(parts.paths.templates, id));
  const missing = neededDisk(pair.memoryMiB, isUnasked) - free;
  const doomed = statesInTheWay(await otherStates(parts, id, pair), missing);
  if (doomed.length === 0) return;
  await withRegistry(parts, async () => ok(await drop(parts, id, doomed)));
}

async function drop(
  { paths }: TemplatesParts,
  id: string,
  doomed: readonly WarmPair[],
): Promise<void> {
  for (const pair of doomed) await removeWarm(paths.templates, id, pair);
}

/** Makes the disk, the seed and the memory of the guest that is warmed. */
async function makeFiles(
  parts: TemplatesParts,
  { id, base }: TemplateFile,
  { memoryMiB, disk }: MachineFile,
  { instance, user, draft }: { readonly [name in "instance" | "user" | "draft"]: string },
): Promise<Result<void>> {
  const lan = await parts.lanSettings();
  const seed = buildWarmSeed({
    ...{ instanceId: instance, hostname: "warmed", domain: lanDomain, user, mac: macOf(id) },
    ...{ address: lan.address, prefixLength: lan.prefixLength, gateway: lan.address },
    nameservers: [],
  });
  if (!seed.ok) return seed;
  const basis = basePath(parts.paths.templates, id);
  const reserved = await reserveFile(join(draft, "ram"), memoryMiB * 1024 ** 2);
  if (!reserved.ok) return reserved;
  const linked = await createLinkedDisk(basis, disk.path, base.virtualBytes);
  if (!linked.ok) return linked;
  const written = await writeSeedImage(join(draft, "seed.img"), seed.value);
  if (!written.ok) return written;
  return renewGuest({ path: disk.path, base: basis }, machineIdOf(instance));
}
