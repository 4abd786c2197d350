import { fromHere } from "../../adapters/process/this-user.ts";
import type { ExportJson, TrashedJson } from "../../contract/app/cli-storage.ts";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import type { TrashedMachine } from "../../contract/machine/trash.ts";
import type { MachinesService } from "../../services/base/interfaces.ts";
import type {
  ChangesService,
  ExportOptions,
  TrashService,
} from "../../services/base/storage-interfaces.ts";
import { finish, say, sayJson, table, type Voice } from "../base/output.ts";
import { follow } from "../base/progress.ts";
import { findByName, showCommand } from "../machine/commands.ts";

/** `virtray rename OLD NEW` */
export async function renameCommand(
  changes: ChangesService,
  machines: MachinesService,
  voice: Voice,
  old: string,
  name: string,
): Promise<number> {
  const found = await findByName(machines, old);
  const renamed = found.ok ? await changes.rename(found.value.id, name) : found;
  if (!renamed.ok) return finish(voice, renamed, () => {});
  if (voice.json) return showCommand(machines, voice, name);
  say(voice.cli.storage.renamed(old, name));
  return 0;
}

/** `virtray clone NAME NEW` */
export async function cloneCommand(
  changes: ChangesService,
  machines: MachinesService,
  voice: Voice,
  name: string,
  copy: string,
): Promise<number> {
  const found = await findByName(machines, name);
  const made = found.ok
    ? await follow(voice, (following) => changes.clone(found.value.id, copy, following))
    : found;
  if (!made.ok) return finish(voice, made, () => {});
  if (voice.json) return showCommand(machines, voice, copy);
  const { network, seed } = made.value;
  say(voice.cli.added(copy, network.address));
  if (seed === undefined) say(voice.cli.storage.sameInside(copy, name));
  const hasForwards = found.ok && found.value.definition.network.forwards !== undefined;
  if (hasForwards) say(voice.cli.storage.forwardsStay(name));
  return 0;
}

/** `virtray export NAME --to FILE [--libvirt] [--force]`; a relative path counts from the working folder. */
export async function exportCommand(
  changes: ChangesService,
  machines: MachinesService,
  voice: Voice,
  name: string,
  { file, ...how }: Pick<ExportOptions, "libvirt" | "replace"> & { readonly file: string },
): Promise<number> {
  const found = await findByName(machines, name);
  const done = found.ok
    ? await follow(voice, (following) =>
        changes.export(found.value.id, fromHere(file), { ...how, ...following }),
      )
    : found;
  return finish(voice, done, ({ disks, seed, domain }) => {
    if (voice.json) return sayJson({ disks, seed, domain } satisfies ExportJson);
    const files = [...disks, ...(seed === null ? [] : [seed])];
    say(voice.cli.storage.exported(name, files));
    if (domain !== null) say(voice.cli.storage.define(domain));
  });
}

function trashedJson(machine: TrashedMachine): TrashedJson {
  return {
    ...machine,
    deletedAt: new Date(machine.deletedAt).toISOString(),
    expiresAt: new Date(machine.expiresAt).toISOString(),
  };
}

/** `virtray trash list` */
export async function listTrashCommand(trash: TrashService, voice: Voice): Promise<number> {
  return finish(voice, await trash.list(), (all) => {
    const { columns, trashEmpty } = voice.cli.storage;
    if (voice.json) sayJson(all.map(trashedJson));
    else if (all.length === 0) say(trashEmpty);
    else {
      say(
        table([
          [columns.name, columns.deleted, columns.until, columns.frees, columns.disk],
          ...all.map(({ name, deletedAt, expiresAt, bytes, disk }) => [
            name,
            voice.words.ui.unit.stamp(deletedAt),
            voice.words.ui.unit.stamp(expiresAt),
            voice.words.ui.unit.size(bytes),
            disk,
          ]),
        ]),
      );
    }
  });
}

/** Finds the last deleted machine of a name, or the one with an id. */
async function findTrashed(trash: TrashService, name: string): Promise<Result<TrashedMachine>> {
  const all = await trash.list();
  if (!all.ok) return all;
  const found =
    all.value.find((each) => each.name === name) ?? all.value.find((each) => each.id === name);
  return found === undefined ? fail("trash-unknown", { name }) : ok(found);
}

/** `virtray trash restore NAME [--as NEW]` */
export async function restoreCommand(
  trash: TrashService,
  machines: MachinesService,
  voice: Voice,
  name: string,
  as: string | undefined,
): Promise<number> {
  const found = await findTrashed(trash, name);
  const restored = found.ok ? await trash.restore(found.value.id, as) : found;
  if (!restored.ok) return finish(voice, restored, () => {});
  if (voice.json) return showCommand(machines, voice, restored.value.name);
  say(voice.cli.storage.restored(restored.value.name, restored.value.network.address));
  return 0;
}

/** `virtray trash empty [NAME…]` */
export async function emptyTrashCommand(
  trash: TrashService,
  voice: Voice,
  names: readonly string[],
): Promise<number> {
  const ids: string[] = [];
  for (const name of names) {
    const found = await findTrashed(trash, name);
    if (!found.ok) return finish(voice, found, () => {});
    ids.push(found.value.id);
  }
  return finish(voice, await trash.empty(names.length === 0 ? undefined : ids), () => {
    if (voice.json) sayJson({ ok: true });
  });
}
