import { fromHere } from "../../adapters/process/this-user.ts";
import type { DiskJson, TrimJson } from "../../contract/app/cli-storage.ts";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import {
  changeMachineSchema,
  type FurtherDisk,
  furtherDiskSchema,
  installMachineSchema,
} from "../../contract/machine/machine.ts";
import { parseSize } from "../../core/base/parse-size.ts";
import type { MachinesService } from "../../services/base/interfaces.ts";
import type { ChangesService } from "../../services/base/storage-interfaces.ts";
import { hardwareFrom } from "../base/hardware-options.ts";
import { finish, say, sayJson, table, type Voice } from "../base/output.ts";
import { follow } from "../base/progress.ts";
import { readInput } from "../base/read-input.ts";
import { findByName, showCommand } from "../machine/commands.ts";

/** `virtray set NAME --memory MiB …` */
export async function setCommand(
  changes: ChangesService,
  machines: MachinesService,
  voice: Voice,
  name: string,
  options: object,
): Promise<number> {
  const request = readInput(changeMachineSchema, hardwareFrom("set", options));
  const found = request.ok ? await findByName(machines, name) : request;
  const changed = found.ok && request.ok ? await changes.set(found.value.id, request.value) : found;
  return changed.ok ? showCommand(machines, voice, name) : finish(voice, changed, () => {});
}

/** The options of `install` besides the machine's settings. */
export interface InstallOptions {
  readonly cdrom: string;
  readonly disk: string;
}

function readSize(text: string): Result<number> {
  const bytes = parseSize(text);
  return bytes === null ? fail("size-invalid", { size: text }) : ok(bytes);
}

/** `virtray install NAME --cdrom ISO` */
export async function installCommand(
  changes: ChangesService,
  machines: MachinesService,
  voice: Voice,
  name: string,
  options: InstallOptions,
): Promise<number> {
  const bytes = readSize(options.disk);
  if (!bytes.ok) return finish(voice, bytes, () => {});
  const request = readInput(installMachineSchema, {
    ...hardwareFrom("new", options),
    name,
    cdrom: fromHere(options.cdrom),
    diskBytes: bytes.value,
  });
  const made = request.ok
    ? await follow(voice, (following) => changes.install(request.value, following))
    : request;
  if (!made.ok) return finish(voice, made, () => {});
  if (voice.json) return showCommand(machines, voice, name);
  say(voice.cli.added(name, made.value.network.address));
  return 0;
}

/** `virtray disk list NAME` */
export async function listDisksCommand(
  changes: ChangesService,
  machines: MachinesService,
  voice: Voice,
  name: string,
): Promise<number> {
  const found = await findByName(machines, name);
  const listed = found.ok ? await changes.disks(found.value.id) : found;
  return finish(voice, listed, (disks) => {
    const { columns } = voice.cli.storage;
    const size = (bytes: number | null) => (bytes === null ? "–" : voice.words.ui.unit.size(bytes));
    if (voice.json) sayJson(disks satisfies readonly DiskJson[]);
    else {
      say(
        table([
          [columns.number, columns.size, columns.takes, columns.bus, columns.disk],
          ...disks.map(({ place, virtualBytes, bytes, bus, format, path }) => [
            String(place),
            size(virtualBytes),
            size(bytes),
            `${bus}, ${format}`,
            path,
          ]),
        ]),
      );
    }
  });
}

/** `virtray disk trim NAME` */
export async function trimCommand(
  changes: ChangesService,
  machines: MachinesService,
  voice: Voice,
  name: string,
): Promise<number> {
  const found = await findByName(machines, name);
  const trimmed = found.ok
    ? await follow(voice, (options) => changes.trim(found.value.id, options))
    : found;
  return finish(voice, trimmed, (outcome) => {
    if (voice.json) sayJson(outcome satisfies TrimJson);
    else say(voice.cli.storage.trimmed(name, voice.words.ui.unit.size(outcome.freedBytes)));
  });
}

/** `virtray disk grow NAME SIZE [--disk N]` */
export async function growDiskCommand(
  changes: ChangesService,
  machines: MachinesService,
  voice: Voice,
  name: string,
  { size, place }: { readonly size: string; readonly place: number },
): Promise<number> {
  const bytes = readSize(size);
  const found = bytes.ok ? await findByName(machines, name) : bytes;
  const grown =
    found.ok && bytes.ok ? await changes.grow(found.value.id, place, bytes.value) : found;
  if (!grown.ok) return finish(voice, grown, () => {});
  return listDisksCommand(changes, machines, voice, name);
}

function readDisk({ size, file }: { size?: string; file?: string }): Result<FurtherDisk> {
  if (file !== undefined)
    return readInput(furtherDiskSchema, { kind: "file", path: fromHere(file) });
  const bytes = readSize(size ?? "");
  return bytes.ok ? readInput(furtherDiskSchema, { kind: "new", bytes: bytes.value }) : bytes;
}

/** `virtray disk add NAME --size SIZE|--file FILE` */
export async function addDiskCommand(
  changes: ChangesService,
  machines: MachinesService,
  voice: Voice,
  name: string,
  options: { size?: string; file?: string },
): Promise<number> {
  const disk = readDisk(options);
  const found = disk.ok ? await findByName(machines, name) : disk;
  const added = found.ok && disk.ok ? await changes.addDisk(found.value.id, disk.value) : found;
  if (!added.ok) return finish(voice, added, () => {});
  return listDisksCommand(changes, machines, voice, name);
}

/** `virtray disk remove NAME N` */
export async function removeDiskCommand(
  changes: ChangesService,
  machines: MachinesService,
  voice: Voice,
  name: string,
  place: number,
): Promise<number> {
  const found = await findByName(machines, name);
  const removed = found.ok ? await changes.removeDisk(found.value.id, place) : found;
  return finish(voice, removed, ({ path }) => {
    if (voice.json) sayJson({ path });
    else say(voice.cli.storage.diskStays(path));
  });
}
