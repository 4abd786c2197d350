import { openSync } from "node:fs";
import { type FileHandle, rm } from "node:fs/promises";
import { connect } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { type AppError, appError, ok, type Result } from "../../contract/errors/app-error.ts";
import { fileError } from "../../core/base/file-error.ts";
import type { WarmMemory } from "../../core/machine/qemu-parts.ts";
import { queryStatus } from "./ask-status.ts";
import { saveState } from "./guest-state.ts";
import { commandQemu, launchQemu, machineError } from "./process.ts";
import type { QmpClient, QmpError } from "./qmp-client.ts";
import type { MachineRuntime } from "./runtime.ts";

/** A QEMU that has not loaded its devices by then counts as hung, in ms; it takes some 50. */
const loadMs = 30_000;
/** The pause between two looks at QEMU, in ms. */
const lookMs = 5;

/**
 * The memory of a QEMU that has it as its standard input: it needs no name on the disk, and stays that of
 * one moment also while its template is warmed anew.
 */
export const heldMemory: WarmMemory = { path: "/proc/self/fd/0", isShared: false };

/** Launches QEMU with memory that is open here, by options that name it as `heldMemory`. */
export async function launchWithMemory(
  args: readonly string[],
  runtime: MachineRuntime,
  ram: FileHandle,
): ReturnType<typeof launchQemu> {
  const path = `/proc/self/fd/${ram.fd}`;
  try {
    return await launchQemu(args, runtime, openSync(path, "r+"), { isIncoming: true });
  } catch (error) {
    return { ok: false, failure: { kind: "error", error: fileError(path, error) } };
  }
}

/** Has QEMU leave memory in shared files out of what it saves and loads, or not. */
async function ignoreShared(client: QmpClient, state: boolean): Promise<QmpError | null> {
  const capabilities = [{ capability: "x-ignore-shared", state }];
  const done = await client.execute("migrate-set-capabilities", { capabilities });
  return done.ok ? null : done.error;
}

/**
 * Stops a machine whose memory is in a shared file, and saves the rest of its state to another one; its
 * disks are whole then.
 */
export async function saveWarmState(
  runtime: MachineRuntime,
  name: string,
  path: string,
): Promise<Result<void>> {
  const stopped = await commandQemu(runtime, name, async (client) => {
    const done = await client.execute("stop");
    return done.ok ? ignoreShared(client, true) : done.error;
  });
  if (!stopped.ok) return stopped;
  const saved = await saveState(runtime, name, path);
  return saved.ok ? ok(undefined) : saved;
}

/** Gives such a state to a QEMU that waits for one; the guest stands still afterwards. */
export async function loadWarmState(
  client: QmpClient,
  { stateSocket }: MachineRuntime,
  name: string,
  state: Buffer,
): Promise<Result<void>> {
  const uri = `unix:${stateSocket}`;
  const failed =
    (await ignoreShared(client, true)) ??
    refusalOf(await client.execute("migrate-incoming", { uri }));
  if (failed !== null) return { ok: false, error: machineError(name, failed) };
  const sender = connect(stateSocket);
  // QEMU closes it as soon as it has read all, or refuses: its own state tells which.
  sender.on("error", () => {});
  try {
    sender.end(state);
    const unloaded = await awaitLoaded(client, name);
    if (unloaded !== null) return { ok: false, error: unloaded };
    // Snapshots keep the setting, and would load nowhere else.
    const kept = await ignoreShared(client, false);
    return kept === null ? ok(undefined) : { ok: false, error: machineError(name, kept) };
  } finally {
    sender.destroy();
    await rm(stateSocket, { force: true }).catch(() => {});
  }
}

const refusalOf = (done: Awaited<ReturnType<QmpClient["execute"]>>) =>
  done.ok ? null : done.error;

async function awaitLoaded(client: QmpClient, name: string): Promise<AppError | null> {
  const deadline = Date.now() + loadMs;
  while (Date.now() < deadline) {
    const status = await queryStatus(client, loadMs);
    // A QEMU that refuses the state ends.
    if (status === null) break;
    if (status !== "inmigrate") return null;
    await delay(lookMs);
  }
  return appError("machine-not-answering", { name });
}
