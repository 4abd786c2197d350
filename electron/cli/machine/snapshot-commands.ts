import type { RestoredJson, SnapshotJson } from "../../contract/app/cli-storage.ts";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import type { SnapshotView } from "../../contract/machine/snapshot.ts";
import type { MachinesService } from "../../services/base/interfaces.ts";
import type { RestoreOptions, SnapshotsService } from "../../services/base/storage-interfaces.ts";
import { complain, errorJson, finish, say, sayJson, table, type Voice } from "../base/output.ts";
import { follow } from "../base/progress.ts";
import { findByName } from "./commands.ts";

function snapshotJson(snapshot: SnapshotView): SnapshotJson {
  return { ...snapshot, takenAt: new Date(snapshot.takenAt).toISOString() };
}

/** `virtray snapshot list NAME` */
export async function listSnapshotsCommand(
  snapshots: SnapshotsService,
  machines: MachinesService,
  voice: Voice,
  name: string,
): Promise<number> {
  const found = await findByName(machines, name);
  const listed = found.ok ? await snapshots.list(found.value.id) : found;
  return finish(voice, listed, (all) => {
    if (voice.json) sayJson(all.map(snapshotJson));
    else if (all.length === 0) say(voice.cli.snapshot.none(name));
    else say(tellSnapshots(voice, all, found.ok && found.value.pid !== null));
  });
}

/** Formats a table of snapshots. While the machine runs, the freed bytes are approximate. */
function tellSnapshots(
  { cli, words }: Voice,
  all: readonly SnapshotView[],
  runs: boolean,
): readonly string[] {
  const { columns, before, incomplete } = cli.snapshot;
  const frees = (bytes: number | null) =>
    bytes === null ? "?" : `${runs ? "~" : ""}${words.ui.unit.size(bytes)}`;
  return table([
    [columns.id, columns.taken, columns.memory, columns.size, columns.name],
    ...all.map(({ id, name, kind, takenAt, memoryBytes, bytes, whole }) => [
      id,
      words.ui.unit.stamp(takenAt),
      memoryBytes === 0 ? "–" : words.ui.unit.size(memoryBytes),
      frees(bytes),
      `${kind === "automatic" ? before(name) : name}${whole ? "" : ` ${incomplete}`}`,
    ]),
  ]);
}

/** Finds a machine by name and one of its snapshots by id, or by its name if that is unique. */
async function findSnapshot(
  snapshots: SnapshotsService,
  machines: MachinesService,
  name: string,
  text: string,
): Promise<Result<{ readonly machine: string; readonly snapshot: SnapshotView }>> {
  const found = await findByName(machines, name);
  if (!found.ok) return found;
  const machine = found.value.id;
  const listed = await snapshots.list(machine);
  if (!listed.ok) return listed;
  const all = listed.value;
  const snapshot =
    all.find((each) => each.kind !== "automatic" && each.name === text.trim()) ??
    all.find((each) => each.id === text);
  return snapshot === undefined
    ? fail("snapshot-unknown", { name: text })
    : ok({ machine, snapshot });
}

/** `virtray snapshot take NAME SNAPSHOT [--disk-only]` */
export async function takeSnapshotCommand(
  snapshots: SnapshotsService,
  machines: MachinesService,
  voice: Voice,
  name: string,
  { snapshot: text, diskOnly }: { readonly snapshot: string; readonly diskOnly: boolean },
): Promise<number> {
  const found = await findByName(machines, name);
  const taken = found.ok
    ? await follow(voice, (following) =>
        snapshots.take(found.value.id, text, { ...following, diskOnly }),
      )
    : found;
  return finish(voice, taken, (snapshot) => {
    if (voice.json) sayJson(snapshotJson(snapshot));
    else say(voice.cli.snapshot.taken(snapshot.name));
  });
}

/** `virtray snapshot thaw NAME` */
export async function thawCommand(
  snapshots: SnapshotsService,
  machines: MachinesService,
  voice: Voice,
  name: string,
): Promise<number> {
  const found = await findByName(machines, name);
  const thawed = found.ok ? await snapshots.thaw(found.value.id) : found;
  return finish(voice, thawed, () => {
    if (voice.json && found.ok) sayJson({ id: found.value.id, ok: true });
  });
}

/** `virtray snapshot restore NAME SNAPSHOT [--disk-only] [--no-undo]` */
export async function restoreSnapshotCommand(
  snapshots: SnapshotsService,
  machines: MachinesService,
  voice: Voice,
  name: string,
  { snapshot: text, ...options }: RestoreOptions & { readonly snapshot: string },
): Promise<number> {
  const found = await findSnapshot(snapshots, machines, name, text);
  const restored = found.ok
    ? await follow(voice, (following) =>
        snapshots.restore(found.value.machine, found.value.snapshot.id, {
          ...options,
          ...following,
        }),
      )
    : found;
  return finish(voice, restored, ({ runs, warning }) => {
    if (!found.ok) return;
    const { snapshot, machine } = found.value;
    if (warning !== null) complain(voice, warning, `${voice.cli.warning} `);
    if (voice.json) {
      const said = warning === null ? null : errorJson(voice, warning);
      sayJson({ id: machine, runs, warning: said } satisfies RestoredJson);
    } else {
      say(voice.cli.snapshot.restored(name, snapshot.name));
      if (options.keepPresent === true) say(voice.cli.snapshot.undo);
    }
  });
}

/** `virtray snapshot delete NAME SNAPSHOT` */
export async function deleteSnapshotCommand(
  snapshots: SnapshotsService,
  machines: MachinesService,
  voice: Voice,
  name: string,
  text: string,
): Promise<number> {
  const found = await findSnapshot(snapshots, machines, name, text);
  const deleted = found.ok
    ? await snapshots.delete(found.value.machine, found.value.snapshot.id)
    : found;
  return finish(voice, deleted, () => {
    if (voice.json && found.ok) sayJson({ id: found.value.snapshot.id, ok: true });
  });
}
