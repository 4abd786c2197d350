import { join } from "node:path";
import type { Paths } from "../../adapters/files/paths.ts";
import { checkBase } from "../../adapters/image/base-image.ts";
import { findImageSource, type ImageSource, ownDisk } from "../../adapters/image/image-source.ts";
import { readMachines, type StoredMachines } from "../../adapters/store/machine-store.ts";
import { basePath, readTemplate } from "../../adapters/store/template-store.ts";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import type { MachineFile } from "../../contract/machine/machine.ts";
import type { MachineDisk } from "../../core/machine/disks.ts";

/** Returns the disk of a machine that was made from a template, in the machine's folder. */
export const ownDiskName = "disk.qcow2";

/**
 * Returns the machines that depend on a template, sorted. If a machine's file cannot be read, its
 * disk is read instead, so that it does not lose its base image.
 */
export async function clonesOf(
  paths: Paths,
  stored: StoredMachines,
  template: string,
): Promise<readonly string[]> {
  const names = stored.machines
    .filter((machine) => machine.template?.id === template)
    .map((machine) => machine.name);
  // A machine in the trash may be restored.
  const trash = await readMachines(paths.trash);
  if (trash.ok) {
    for (const machine of trash.value.machines) {
      if (machine.template?.id === template) names.push(`${machine.name} (trash)`);
    }
  }
  for (const { id } of stored.broken) {
    const disk = await findImageSource(join(paths.machines, id, ownDiskName));
    const backing =
      !disk.ok && disk.error.code === "image-reaches-out" ? disk.error.params.detail : "";
    if (backing.includes(`/${template}/`)) names.push(id);
  }
  return names.sort();
}

/**
 * Returns a machine's disk for QEMU. The machine's definition names the base image: the name in the
 * disk itself is not trusted.
 */
export function diskSource(
  { templates }: Paths,
  { disk, template }: MachineFile,
  { path, format }: Pick<MachineDisk, "path" | "format">,
): Promise<Result<ImageSource>> {
  const isLinked = template !== undefined && path === disk.path;
  return ownDisk(path, format, isLinked ? basePath(templates, template.id) : null);
}

/** Checks, before a linked clone starts, that its base image is unchanged since it was cloned. */
export async function checkLinkedBase(paths: Paths, machine: MachineFile): Promise<Result<void>> {
  if (machine.template === undefined) return ok(undefined);
  const { id } = machine.template;
  const stored = await readMachines(paths.machines);
  const clones = stored.ok ? await clonesOf(paths, stored.value, id) : [machine.name];
  const template = await readTemplate(paths.templates, id);
  if (template.ok) return checkBase(basePath(paths.templates, id), template.value.base, clones);
  return template.error.code === "template-unknown"
    ? fail("template-missing", {
        path: basePath(paths.templates, id),
        machines: clones.join(", "),
      })
    : template;
}
