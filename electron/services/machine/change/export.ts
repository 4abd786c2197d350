import { join, parse } from "node:path";
import * as v from "valibot";
import {
  createDraft,
  type Draft,
  liesWithin,
  planDraft,
  publishDrafts,
  removeFiles,
  whatIsAt,
} from "../../../adapters/files/draft-files.ts";
import type { Paths } from "../../../adapters/files/paths.ts";
import { forgetUnfinished, noteUnfinished } from "../../../adapters/files/unfinished-files.ts";
import { convertImage } from "../../../adapters/image/convert-image.ts";
import { fileIdentity } from "../../../adapters/image/disk-image.ts";
import { probeKvm } from "../../../adapters/qemu/accel-probe.ts";
import { basePath, readTemplates } from "../../../adapters/store/template-store.ts";
import { absolutePathSchema } from "../../../contract/base/primitives.ts";
import { fail, ok, type Result } from "../../../contract/errors/app-error.ts";
import type { DiskFormat, MachineFile } from "../../../contract/machine/machine.ts";
import { fileError } from "../../../core/base/file-error.ts";
import { nameAnew } from "../../../core/base/name-anew.ts";
import { machineDisks } from "../../../core/machine/disks.ts";
import { buildLibvirtDomain, fitsXml } from "../../../core/machine/libvirt-domain.ts";
import type { ExportedMachine, ExportOptions } from "../../base/storage-interfaces.ts";
import { checkLinkedBase, diskSource } from "../../registry/linked-disk.ts";
import { findMachine, type MachinesParts, withStoppedMachine } from "../../registry/parts.ts";

/** An image that is exported. */
interface Part {
  readonly from: { readonly path: string; readonly format: DiskFormat };
  readonly bus: "virtio" | "ide";
  readonly isSeed: boolean;
  readonly draft: Draft;
}

/**
 * Writes the disks of a stopped machine as images that hang on nothing, at `target` and beside it,
 * and a definition for libvirt if asked for. Names appear when all is written; nothing is left of
 * an export that fails. What is there already is refused unless told otherwise, and what belongs
 * to a machine always. Takes as long as the disks are large.
 */
export async function exportMachine(
  parts: MachinesParts,
  id: string,
  target: string,
  options: ExportOptions = {},
): Promise<Result<ExportedMachine>> {
  if (!v.is(absolutePathSchema, target)) return fail("disk-path-invalid", { path: target });
  const found = await findMachine(parts.paths, id);
  if (!found.ok) return found;
  const { machine, all } = found.value;
  if (machine.disk.device !== undefined) {
    return fail("export-device", { name: machine.name, path: machine.disk.path });
  }
  const withDomain = options.libvirt === true;
  const images = partsOf(machine, target, withDomain);
  const domain = withDomain ? planDraft(domainPath(target)) : null;
  // The definition last, so that the files that it names are there when it appears.
  const drafts = [...images.map(({ draft }) => draft), ...(domain === null ? [] : [domain])];
  const targets = drafts.map(({ to }) => to);
  const unfit = [...targets, machine.cdrom ?? ""].find((path) => !fitsXml(path));
  if (withDomain && unfit !== undefined) return fail("export-path-unfit", { path: unfit });
  const { replace, signal } = options;
  const checkTargets = () => checkFree(parts.paths, all.machines, targets, replace);
  return withStoppedMachine<ExportedMachine>(parts, machine, "export", async () => {
    const free = await checkTargets();
    if (!free.ok) return free;
    const finish = async () => {
      if (signal?.aborted === true) return fail("cancelled", {});
      // Once more: it may have taken an hour.
      const stillFree = await checkTargets();
      return stillFree.ok ? publishDrafts(drafts, replace !== undefined) : stillFree;
    };
    const done = await withNote(parts.paths, drafts, async () => {
      const written = await writeDrafts(parts.paths, machine, images, domain, options);
      return written.ok ? finish() : written;
    });
    if (!done.ok) return done;
    return ok({
      disks: images.filter(({ isSeed }) => !isSeed).map(({ draft }) => draft.to),
      seed: images.find(({ isSeed }) => isSeed)?.draft.to ?? null,
      domain: domain?.to ?? null,
    });
  });
}

/** The drafts and their targets. The seed is left out unless a definition names it. */
function partsOf(machine: MachineFile, target: string, withSeed: boolean): readonly Part[] {
  const { dir, name, ext } = parse(target);
  const buses = [machine.disk, ...(machine.disks ?? [])].map(({ bus }) => bus);
  const disks = machineDisks(machine).map(({ path, format }, place) => ({
    from: { path, format },
    bus: buses[place] ?? "virtio",
    isSeed: false,
    draft: planDraft(place === 0 ? target : join(dir, `${name}-disk${place + 1}${ext}`)),
  }));
  if (!withSeed || machine.seed === undefined) return disks;
  const from = { path: machine.seed, format: "raw" } as const;
  const draft = planDraft(join(dir, `${name}-seed${ext}`));
  return [...disks, { from, bus: "virtio", isSeed: true, draft }];
}

function domainPath(target: string): string {
  const { dir, name, base, ext } = parse(target);
  return join(dir, `${ext === ".xml" ? base : name}.xml`);
}

/**
 * Checks that files may be written: each is free, or may be replaced and does not belong to a
 * machine. The error names all existing files, so that the user is asked once.
 */
async function checkFree(
  paths: Paths,
  machines: readonly MachineFile[],
  targets: readonly string[],
  replace: ExportOptions["replace"],
): Promise<Result<void>> {
  const [first = ""] = targets;
  if (await liesWithin(first, [paths.machines, paths.templates, paths.trash])) {
    return fail("export-target-own", { path: first, by: "Virtray" });
  }
  const inTheWay: string[] = [];
  for (const path of targets) {
    const there = await whatIsAt(path);
    if (!there.ok) return there;
    if (there.value === "nothing") continue;
    const mayReplace = replace === "all" || (replace === "target" && path === first);
    if (!mayReplace) inTheWay.push(path);
    else if (there.value !== "file") return fail("disk-path-invalid", { path });
    const owner = await ownerOf(paths, machines, await fileIdentity(path));
    if (owner !== undefined) return fail("export-target-own", { path, by: owner });
  }
  return inTheWay.length === 0
    ? ok(undefined)
    : fail("export-exists", { path: inTheWay.join(", ") });
}

/** Returns the name of the machine that a file belongs to, or of the template whose image it is. */
async function ownerOf(
  paths: Paths,
  machines: readonly MachineFile[],
  identity: string | null,
): Promise<string | undefined> {
  for (const machine of machines) {
    const own = [...machineDisks(machine).map(({ path }) => path), machine.cdrom, machine.seed];
    for (const path of own) {
      if (path !== undefined && (await fileIdentity(path)) === identity) return machine.name;
    }
  }
  // Images of templates may be kept anywhere.
  const templates = await readTemplates(paths.templates);
  for (const { id, name } of templates.ok ? templates.value.templates : []) {
    if ((await fileIdentity(basePath(paths.templates, id))) === identity) return name;
  }
  return undefined;
}

/** Turns drafts into files; if that fails, or is killed, none of the drafts stays. */
async function withNote(
  { unfinished }: Paths,
  drafts: readonly Draft[],
  work: () => Promise<Result<void>>,
): Promise<Result<void>> {
  const paths = drafts.map(({ path }) => path);
  try {
    const note = await noteUnfinished(unfinished, paths);
    const done = await work();
    if (!done.ok) await removeFiles(paths);
    await forgetUnfinished(note);
    return done;
  } catch (error) {
    return { ok: false, error: fileError(unfinished, error) };
  }
}

/** Writes all files, under names of their own. */
async function writeDrafts(
  paths: Paths,
  machine: MachineFile,
  images: readonly Part[],
  domain: Draft | null,
  { signal, onProgress }: ExportOptions,
): Promise<Result<void>> {
  const base = await checkLinkedBase(paths, machine);
  if (!base.ok) return base;
  for (const [place, { from, draft }] of images.entries()) {
    const disk = await diskSource(paths, machine, from);
    if (!disk.ok) return disk;
    // Other users must not read it: it holds keys and passwords.
    const begun = await createDraft(draft);
    if (!begun.ok) return begun;
    const converted = await convertImage(disk.value, draft.path, {
      signal,
      onProgress: (fraction) =>
        onProgress?.({
          step: "convert",
          fraction: fraction === null ? null : (place + fraction) / images.length,
        }),
    });
    if (!converted.ok) {
      return { ok: false, error: nameAnew(converted.error, draft.path, draft.to) };
    }
  }
  if (domain === null) return ok(undefined);
  const disks = images.map(({ draft, bus, isSeed }) => ({
    path: draft.to,
    format: "qcow2" as const,
    bus,
    isReadOnly: isSeed,
  }));
  const isEmulated = await isToBeEmulated(machine, paths.cache);
  return createDraft(domain, buildLibvirtDomain(machine, disks, isEmulated));
}

/**
 * Whether libvirt is told to emulate: as the machine is set, and else if KVM runs no guests here.
 * Where only this user may not use it, libvirt may.
 */
async function isToBeEmulated({ acceleration }: MachineFile, cacheFolder: string) {
  if (acceleration !== "auto") return acceleration === "tcg";
  const verdict = await probeKvm(cacheFolder);
  return !verdict.works && verdict.reason.code !== "kvm-denied";
}
