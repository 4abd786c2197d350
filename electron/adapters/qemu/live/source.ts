import { setTimeout as delay } from "node:timers/promises";
import * as v from "valibot";
import {
  type AppError,
  appError,
  fail,
  ok,
  type Result,
} from "../../../contract/errors/app-error.ts";
import { machineError, qemuProgram } from "../process.ts";
import { askQmp } from "../qmp-client.ts";
import type { MachineRuntime } from "../runtime.ts";

/**
 * The QEMU of a machine that moves while it runs: its disks are mirrored to the other side, then its
 * memory is sent, and the guest stands still once little of that is left. Each command has a connection of
 * its own, as other programs ask this QEMU meanwhile.
 */

/** The interval between two looks at how far it is, in ms. */
const lookMs = 100;
/** The guest stands still while what is left is sent, for about so long at most, in ms. */
const downtimeMs = 400;
/** Without a limit of QEMU's own: the connection is the limit. */
const bytesPerSecond = 2 ** 40;
/** The time limit of a command that waits for the other side, in ms. */
const farMs = 15_000;

const nodesSchema = v.array(
  v.object({
    "node-name": v.optional(v.string()),
    image: v.object({
      "virtual-size": v.number(),
      "actual-size": v.optional(v.number()),
      snapshots: v.optional(v.array(v.unknown()), []),
    }),
  }),
);
const versionSchema = v.object({ qemu: v.object({ major: v.number(), minor: v.number() }) });
const jobsSchema = v.array(
  v.object({
    device: v.string(),
    len: v.number(),
    offset: v.number(),
    ready: v.boolean(),
  }),
);
const endedSchema = v.array(v.object({ id: v.string(), error: v.optional(v.string()) }));
const migrationSchema = v.object({
  status: v.optional(v.string(), "none"),
  "error-desc": v.optional(v.string()),
  ram: v.optional(v.object({ transferred: v.number(), remaining: v.number(), total: v.number() })),
});
const statusSchema = v.object({ status: v.string() });

/** The name of a disk's node here, and of its export at the other side. */
export const diskExport = (place: number) => `disk${place}`;
const farNode = (place: number) => `move${place}`;
const places = (count: number) => Array.from({ length: count }, (_each, place) => place);

/** A disk of a running machine. */
export interface LiveDisk {
  readonly virtualBytes: number;
  /** The room that it takes, without what is beneath it. */
  readonly usedBytes: number;
  readonly hasSnapshots: boolean;
}

/** Asks QEMU one thing, and parses the answer. */
async function ask<S extends v.GenericSchema>(
  { qemu }: MachineRuntime,
  name: string,
  schema: S,
  command: string,
  args: Readonly<Record<string, unknown>> = {},
  timeoutMs = farMs,
): Promise<Result<v.InferOutput<S>>> {
  const answer = await askQmp(qemu.commandQmp, command, args, timeoutMs);
  if (!answer.ok) return { ok: false, error: machineError(name, answer.error) };
  const parsed = v.safeParse(schema, answer.value);
  return parsed.success
    ? ok(parsed.output)
    : fail("program-failed", { program: qemuProgram, detail: "unexpected-output" });
}

const command = (
  runtime: MachineRuntime,
  name: string,
  what: string,
  args: Readonly<Record<string, unknown>> = {},
) => ask(runtime, name, v.unknown(), what, args);

/** Returns the version of a running machine's QEMU, such as 7.2. */
export async function askQemuVersion(
  runtime: MachineRuntime,
  name: string,
): Promise<Result<string>> {
  const asked = await ask(runtime, name, versionSchema, "query-version");
  return asked.ok ? ok(`${asked.value.qemu.major}.${asked.value.qemu.minor}`) : asked;
}

/** Returns the disks of a running machine, in order. */
export async function askLiveDisks(
  runtime: MachineRuntime,
  name: string,
  count: number,
): Promise<Result<readonly LiveDisk[]>> {
  const asked = await ask(runtime, name, nodesSchema, "query-named-block-nodes", { flat: true });
  if (!asked.ok) return asked;
  return ok(
    places(count).map((place) => {
      const node = asked.value.find((each) => each["node-name"] === diskExport(place));
      const { "virtual-size": virtualBytes = 0, snapshots = [] } = node?.image ?? {};
      const usedBytes = node?.image["actual-size"] ?? 0;
      return { virtualBytes, usedBytes, hasSnapshots: snapshots.length > 0 };
    }),
  );
}

interface Follow {
  /** Told how many bytes have been sent, and how many there are. */
  readonly onBytes: (done: number, total: number) => void;
  /** Why it is over, as far as that is known here; null: it goes on. */
  readonly over: () => AppError | null;
}

/** Mirrors the disks to exports behind a socket; ends once they are the same, and then keeps them so. */
export async function mirrorDisks(
  runtime: MachineRuntime,
  name: string,
  count: number,
  { onBytes, over }: Follow,
): Promise<Result<void>> {
  for (const place of places(count)) {
    const server = { type: "unix", path: runtime.live.disks };
    const node = {
      ...{ driver: "nbd", "node-name": farNode(place), server, export: diskExport(place) },
    };
    const added = await command(runtime, name, "blockdev-add", node);
    if (!added.ok) return { ok: false, error: over() ?? added.error };
    // Only what differs from the layer beneath: the other side has that.
    const job = { "job-id": farNode(place), device: diskExport(place), target: farNode(place) };
    const options = { sync: "top", "auto-dismiss": false };
    const begun = await command(runtime, name, "blockdev-mirror", { ...job, ...options });
    if (!begun.ok) return begun;
  }
  for (;;) {
    const ended = over();
    if (ended !== null) return { ok: false, error: ended };
    const jobs = await ask(runtime, name, jobsSchema, "query-block-jobs");
    if (!jobs.ok) return jobs;
    const ours = jobs.value.filter(({ device }) => device.startsWith("move"));
    const failed = await failedMirror(runtime, name);
    if (failed !== null) return { ok: false, error: over() ?? failed };
    onBytes(
      ours.reduce((sum, { offset }) => sum + offset, 0),
      ours.reduce((sum, { len }) => sum + len, 0),
    );
    if (ours.length === count && ours.every(({ ready }) => ready)) return ok(undefined);
    await delay(lookMs);
  }
}

async function failedMirror(runtime: MachineRuntime, name: string): Promise<AppError | null> {
  const jobs = await ask(runtime, name, endedSchema, "query-jobs");
  if (!jobs.ok) return jobs.error;
  const detail = jobs.value.find(({ id, error }) => id.startsWith("move") && error !== undefined);
  return detail === undefined ? null : appError("move-live-failed", failure(name, detail.error));
}

const failure = (name: string, detail: string | undefined) => ({ name, detail: detail ?? "?" });

/**
 * Sends the memory to a socket; ends once the guest stands still, and what is left of its memory waits for
 * `finishMemory`. The disks are still mirrored.
 */
export async function sendMemory(
  runtime: MachineRuntime,
  name: string,
  { onBytes, over }: Follow,
): Promise<Result<void>> {
  const capabilities = [
    { capability: "pause-before-switchover", state: true },
    { capability: "auto-converge", state: true },
  ];
  const limits = { "max-bandwidth": bytesPerSecond, "downtime-limit": downtimeMs };
  for (const [what, args] of [
    ["migrate-set-capabilities", { capabilities }],
    ["migrate-set-parameters", limits],
    ["migrate", { uri: `unix:${runtime.live.memory}` }],
  ] as const) {
    const done = await command(runtime, name, what, args);
    if (!done.ok) return done;
  }
  return awaitMigration(runtime, name, "pre-switchover", { onBytes, over });
}

/** Ends the mirroring and sends the rest; the guest stands still, and its disks are whole on both sides. */
export async function finishMemory(
  runtime: MachineRuntime,
  name: string,
  count: number,
  over: Follow["over"],
): Promise<Result<void>> {
  const apart = await endMirrors(runtime, name, count, over, false);
  if (!apart.ok) return apart;
  const going = await command(runtime, name, "migrate-continue", { state: "pre-switchover" });
  if (!going.ok) return going;
  return awaitMigration(runtime, name, "completed", { onBytes: () => {}, over });
}

async function awaitMigration(
  runtime: MachineRuntime,
  name: string,
  wanted: string,
  { onBytes, over }: Follow,
): Promise<Result<void>> {
  for (;;) {
    const asked = await ask(runtime, name, migrationSchema, "query-migrate");
    if (!asked.ok) return asked;
    const { status, ram, "error-desc": detail } = asked.value;
    if (ram !== undefined) onBytes(ram.transferred, ram.transferred + ram.remaining);
    if (status === wanted) return ok(undefined);
    const ended = over();
    if (ended !== null) return { ok: false, error: ended };
    if (!["setup", "active", "device", "pre-switchover"].includes(status)) {
      return fail("move-live-failed", failure(name, detail ?? status), detail ?? status);
    }
    await delay(wanted === "completed" ? lookMs / 10 : lookMs);
  }
}

/** Ends the mirrors. Unless they are forced, what was mirrored is the same as the disk by then. */
async function endMirrors(
  runtime: MachineRuntime,
  name: string,
  count: number,
  over: Follow["over"],
  force: boolean,
): Promise<Result<void>> {
  for (const place of places(count)) {
    await command(runtime, name, "block-job-cancel", { device: farNode(place), force });
  }
  for (;;) {
    const jobs = await ask(
      runtime,
      name,
      v.array(v.object({ id: v.string(), status: v.string(), error: v.optional(v.string()) })),
      "query-jobs",
    );
    if (!jobs.ok) return jobs;
    const ours = jobs.value.filter(({ id }) => id.startsWith("move"));
    const failed = ours.find(({ error }) => error !== undefined);
    if (failed !== undefined && !force) {
      return fail("move-live-failed", failure(name, failed.error), failed.error);
    }
    for (const { id, status } of ours) {
      if (status === "concluded") await command(runtime, name, "job-dismiss", { id });
    }
    if (ours.length === 0) break;
    const ended = over();
    if (ended !== null && !force) return { ok: false, error: ended };
    await delay(lookMs / 10);
  }
  for (const place of places(count)) {
    await command(runtime, name, "blockdev-del", { "node-name": farNode(place) });
  }
  return ok(undefined);
}

/**
 * Has a machine be as if it had not been about to move: what goes on is ended, and a guest that stands
 * still because of it goes on. Does nothing to any other machine.
 */
export async function undoLive(
  runtime: MachineRuntime,
  name: string,
  count: number,
  isPaused: boolean,
): Promise<Result<void>> {
  await command(runtime, name, "migrate_cancel");
  for (;;) {
    const asked = await ask(runtime, name, migrationSchema, "query-migrate");
    if (!asked.ok) return asked;
    if (!["setup", "active", "device", "pre-switchover", "cancelling"].includes(asked.value.status))
      break;
    await delay(lookMs / 10);
  }
  const apart = await endMirrors(runtime, name, count, () => null, true);
  if (!apart.ok) return apart;
  const capabilities = [
    { capability: "pause-before-switchover", state: false },
    { capability: "auto-converge", state: false },
  ];
  // A later saving of its memory would wait for the other side.
  await command(runtime, name, "migrate-set-capabilities", { capabilities });
  const status = await ask(runtime, name, statusSchema, "query-status");
  if (!status.ok) return status;
  if (isPaused || !stoppedByMove.has(status.value.status)) return ok(undefined);
  const gone = await command(runtime, name, "cont");
  if (!gone.ok) return gone;
  // The switch may have learnt that the card is at the other side.
  return announce(runtime, name);
}

const stoppedByMove: ReadonlySet<string> = new Set(["postmigrate", "finish-migrate", "paused"]);

/** QEMU sends frames of the card's several times, as their like may be lost (in ms). */
const announcing = { initial: 20, max: 500, rounds: 6, step: 80 } as const;

/** Has the LAN's switches learn where the card of a machine is. */
export async function announce(runtime: MachineRuntime, name: string): Promise<Result<void>> {
  const done = await command(runtime, name, "announce-self", announcing);
  return done.ok ? ok(undefined) : done;
}
