import { dirname } from "node:path";
import * as v from "valibot";
import { ownHome } from "../../../adapters/process/this-user.ts";
import type { MachineRuntime } from "../../../adapters/qemu/runtime.ts";
import { readShareRecords, type ShareRecord } from "../../../adapters/share/share-records.ts";
import { isFull, isReadable, resolveFolder } from "../../../adapters/share/shared-folder.ts";
import {
  type AppError,
  appError,
  fail,
  ok,
  type Result,
} from "../../../contract/errors/app-error.ts";
import type { MachineFile } from "../../../contract/machine/machine.ts";
import {
  type AddShare,
  addShareSchema,
  mostShares,
  type Share,
  type ShareView,
} from "../../../contract/machine/share.ts";
import { refuseInput } from "../../../core/base/explain-issue.ts";
import { whyRisky } from "../../../core/machine/share/risky-folder.ts";
import type { MachinesParts } from "../../registry/parts.ts";
import { changeMachineIf } from "../../registry/registry.ts";
import { bringShares, serves } from "./bring.ts";

/**
 * Shares a folder with a machine, now and after each start. What keeps it from being mounted now is an
 * error, but the share stays, and is mounted once that is possible.
 */
export async function addShare(
  parts: MachinesParts,
  id: string,
  wanted: AddShare,
): Promise<Result<void>> {
  const parsed = v.safeParse(addShareSchema, wanted);
  if (!parsed.success) return refuseInput(parsed, "share");
  const { yesReally, ...share } = parsed.output;
  const written = await changeMachineIf(parts, id, async (machine) => {
    const fit = await checkFolder(parts, machine.name, share, yesReally === true);
    if (!fit.ok) return fit;
    const before = machine.shares ?? [];
    const others = before.filter((each) => each.guestFolder !== share.guestFolder);
    const { name } = machine;
    const { guestFolder } = share;
    const taken = before.find((each) => each.guestFolder === guestFolder);
    if (taken !== undefined && taken.folder !== fit.value) {
      return fail("share-taken", { name, guestFolder });
    }
    if (others.length >= mostShares) return fail("shares-too-many", { most: mostShares });
    return ok({ ...machine, shares: [...others, { ...share, folder: fit.value }] });
  });
  return written.ok ? bringShares(parts, id) : written;
}

/** Returns the folder itself behind links, if it is one that may be shared. */
async function checkFolder(
  { paths }: Pick<MachinesParts, "paths">,
  name: string,
  { folder }: Share,
  yesReally: boolean,
): Promise<Result<string>> {
  const real = await resolveFolder(folder);
  if (real === null) return fail("share-folder-missing", { name, folder });
  const resolved = async (path: string) => (await resolveFolder(path)) ?? path;
  const own = await Promise.all(
    [dirname(paths.machines), dirname(paths.settingsFile), paths.runtime, paths.cache].map(
      resolved,
    ),
  );
  const what = whyRisky(real, { home: await resolved(ownHome()), own });
  return what === null || yesReally ? ok(real) : fail("share-risky", { folder, what });
}

/** Takes a shared folder away from a machine, now and for good. */
export async function removeShare(
  parts: MachinesParts,
  id: string,
  guestFolder: string,
): Promise<Result<void>> {
  const written = await changeMachineIf(parts, id, (machine) => {
    const { shares = [], ...rest } = machine;
    const kept = shares.filter((each) => each.guestFolder !== guestFolder);
    if (kept.length === shares.length) {
      return fail("share-unknown", { name: machine.name, guestFolder });
    }
    return ok(kept.length === 0 ? rest : { ...rest, shares: kept });
  });
  if (!written.ok) return written;
  const brought = await bringShares(parts, id);
  // Faults of the others were told when they came.
  return brought.ok || brought.error.code.startsWith("share-") ? ok(undefined) : brought;
}

/** Mounts again what is not mounted as it should be. */
export function repairShares(parts: MachinesParts, id: string): Promise<Result<void>> {
  return bringShares(parts, id, { again: true });
}

/** Returns a machine's shares as they are now; undefined if it has none. */
export async function viewShares(
  { name, shares }: MachineFile,
  runtime: MachineRuntime,
  isRunning: boolean,
): Promise<readonly ShareView[] | undefined> {
  if (shares === undefined) return undefined;
  const records = isRunning ? await readShareRecords(runtime.folder) : null;
  return Promise.all(
    shares.map(async (share) => {
      const { folder, guestFolder, readOnly } = share;
      const about = { folder, guestFolder, readOnly: readOnly === true };
      const record = records?.shares.find((each) => each.share.guestFolder === guestFolder);
      const wrong = await whatIsWrong(name, folder);
      if (!isRunning) return { ...about, way: null, state: "off", problem: wrong } as const;
      const { state, problem } = await standOf(name, record);
      return { ...about, way: record?.way ?? null, state, problem: problem ?? wrong };
    }),
  );
}

async function standOf(
  name: string,
  record: ShareRecord | undefined,
): Promise<Pick<ShareView, "state" | "problem">> {
  if (record === undefined) return { state: "waiting", problem: null };
  const { problem, isMounted, share } = record;
  if (problem?.code === "share-guest-silent") return { state: "waiting", problem };
  if (problem !== null) return { state: "failed", problem };
  if (!isMounted) return { state: "waiting", problem: null };
  if (await serves(record)) return { state: "mounted", problem: null };
  const { guestFolder } = share;
  return { state: "failed", problem: appError("share-ended", { name, guestFolder }) };
}

/** Returns what is wrong with a folder here, whether it is mounted or not; null: nothing. */
async function whatIsWrong(name: string, folder: string): Promise<AppError | null> {
  if ((await resolveFolder(folder)) === null) {
    return appError("share-folder-missing", { name, folder });
  }
  if (!(await isReadable(folder))) return appError("share-folder-unreadable", { name, folder });
  return (await isFull(folder)) ? appError("share-folder-full", { folder }) : null;
}
