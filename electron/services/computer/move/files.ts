import { dirname, join } from "node:path";
import type { Paths } from "../../../adapters/files/paths.ts";
import { lookAtFile, namesIn } from "../../../adapters/files/read-chunks.ts";
import { basePath, readTemplate } from "../../../adapters/store/template-store.ts";
import { type LeftBehind, type MoveFile, moveBaseName } from "../../../contract/computer/move.ts";
import { fail, ok, type Result } from "../../../contract/errors/app-error.ts";
import type { MachineFile } from "../../../contract/machine/machine.ts";
import type { TemplateFile } from "../../../contract/template/template.ts";
import { diskFileError } from "../../../core/base/file-error.ts";
import { machineDisks } from "../../../core/machine/disks.ts";

/** A file that is sent, with its place here. */
export interface OwnFile extends MoveFile {
  readonly path: string;
}

/** All that makes up a machine. */
export interface Parcel {
  readonly template: TemplateFile | null;
  readonly files: readonly OwnFile[];
}

/** Returns the name that a disk has on its way, and in the folder of a machine that came. */
export function diskName(place: number, { format }: Pick<MachineFile["disk"], "format">): string {
  return `disk${place === 0 ? "" : place}.${format}`;
}

/** Refuses a machine that needs something which only its present computer has. */
export function requireMovable({ name, disk }: MachineFile): Result<void> {
  return disk.device === undefined ? ok(undefined) : fail("move-device", { name });
}

/** Returns a machine as it moves, and what it does not take along: files and folders of this computer. */
export function withoutLocal(machine: MachineFile): {
  readonly machine: MachineFile;
  readonly left: LeftBehind;
} {
  const { cdrom = null, shares = [], ...rest } = machine;
  const boot = cdrom === null ? rest.boot : "disk";
  return {
    machine: { ...rest, boot },
    left: { cdrom, shares: shares.map(({ folder }) => folder) },
  };
}

/** Collects the files of a machine whose lock is held; of one that runs, without its disks. */
export async function packParcel(
  paths: Paths,
  machine: MachineFile,
  isLive: boolean,
): Promise<Result<Parcel>> {
  const template =
    machine.template === undefined
      ? ok(null)
      : await readTemplate(paths.templates, machine.template.id);
  if (!template.ok) return template;
  const folder = join(paths.machines, machine.id);
  const disks = machineDisks(machine).map(({ path, format }, place) => ({
    path,
    name: diskName(place, { format }),
  }));
  const base =
    template.value === null
      ? []
      : [{ path: basePath(paths.templates, template.value.id), name: moveBaseName }];
  const seed = machine.seed === undefined ? [] : [{ path: machine.seed, name: "seed.img" }];
  const files: OwnFile[] = [];
  for (const each of [...base, ...(isLive ? [] : disks), ...seed]) {
    const file = await describe(each);
    if (!file.ok) return file;
    files.push(file.value);
  }
  const records = (await namesIn(folder)).filter(isSnapshotRecord);
  for (const name of ["known_hosts", "provisioned.json", "waking", ...records]) {
    const file = await describe({ path: join(folder, name), name });
    if (file.ok) files.push(file.value);
  }
  return ok({ template: template.value, files });
}

/** Returns whether a file is the record of a snapshot with memory. */
export function isSnapshotRecord(name: string): boolean {
  return /^snapshot-[0-9a-f]{8}\.json$/.test(name);
}

async function describe({ path, name }: Pick<OwnFile, "path" | "name">): Promise<Result<OwnFile>> {
  try {
    return ok({ path, name, ...(await lookAtFile(path)) });
  } catch (error) {
    return { ok: false, error: diskFileError(path, error as NodeJS.ErrnoException) };
  }
}

/** Returns the disks that stay here as files when a machine leaves: they were there before it. */
export function disksOutside(
  paths: Pick<Paths, "machines">,
  machine: MachineFile,
): readonly string[] {
  const folder = join(paths.machines, machine.id);
  return machineDisks(machine)
    .map(({ path }) => path)
    .filter((path) => dirname(path) !== folder);
}
