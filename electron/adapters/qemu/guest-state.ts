import { createHash } from "node:crypto";
import { once } from "node:events";
import { openSync } from "node:fs";
import { type FileHandle, open, rm } from "node:fs/promises";
import { createServer, type Server, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import * as v from "valibot";
import { type AppError, appError, fail, ok, type Result } from "../../contract/errors/app-error.ts";
import { fileError } from "../../core/base/file-error.ts";
import { queryStatus } from "./ask-status.ts";
import { launchQemu, machineError, qemuProgram, startTimeoutMs } from "./process.ts";
import { connectQmp, type QmpClient } from "./qmp-client.ts";
import type { MachineRuntime } from "./runtime.ts";

/** Without a limit: the guest stands still meanwhile, so nothing else is to get its share. */
const bytesPerSecond = 2 ** 40;
/** QEMU's greatest value, in ms (migration/options.c): it stops the guest and sends all in one go. */
const downtimeMs = 2_000_000;
/** A QEMU that sends nothing for so long counts as hung, in ms. */
const silenceMs = 30_000;
/** The pause between two looks at the end of the saving, in ms. */
const lookMs = 10;

const migrationSchema = v.object({
  status: v.string(),
  "error-desc": v.optional(v.string()),
});

/** A state that was saved. */
export interface SavedState {
  readonly bytes: number;
  /** SHA-256 of all of the file, in hex. */
  readonly sha256: string;
}

interface SaveOptions {
  readonly signal?: AbortSignal;
  /** Receives the number of bytes that were written so far. */
  readonly onBytes?: (bytes: number) => void;
}

/**
 * Saves memory and devices of a running machine to a new file, which lasts once this returns; QEMU
 * is paused then, and its disks are whole. If that fails, the file is gone and the guest runs on, also
 * if this program is killed: QEMU resumes it by itself.
 */
export async function saveState(
  runtime: MachineRuntime,
  name: string,
  path: string,
  options: SaveOptions = {},
): Promise<Result<SavedState>> {
  const connected = await connectQmp(runtime.qemu.commandQmp);
  if (!connected.ok) return { ok: false, error: machineError(name, connected.error) };
  const client = connected.value;
  const server = createServer();
  const wasRunning = (await queryStatus(client, silenceMs)) === "running";
  let file: FileHandle | null = null;
  try {
    file = await open(path, "w", 0o600);
    await listen(server, runtime.stateSocket);
    const taken = await receive(client, server, runtime, file, options);
    const ended = await conclude(client, name);
    if (!taken.ok) return await giveUp(client, wasRunning, path, taken.error);
    if (!ended.ok) return await giveUp(client, wasRunning, path, ended.error);
    await file.sync();
    return taken;
  } catch (error) {
    return await giveUp(client, wasRunning, path, fileError(path, error));
  } finally {
    server.close();
    await file?.close().catch(() => {});
    client.close();
  }
}

/** Has a guest go on that ran and whose state was not kept, and removes what there is of its file. */
async function giveUp(
  client: QmpClient,
  wasRunning: boolean,
  path: string,
  error: AppError,
): Promise<Result<never>> {
  if (wasRunning) await client.execute("cont");
  await rm(path, { force: true }).catch(() => {});
  return { ok: false, error };
}

async function listen(server: Server, path: string): Promise<void> {
  // One of a saving that was killed.
  await rm(path, { force: true });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, () => resolve());
  });
}

/** Has QEMU send its state, and writes it to the file. */
async function receive(
  client: QmpClient,
  server: Server,
  { stateSocket }: MachineRuntime,
  file: FileHandle,
  { signal, onBytes }: SaveOptions,
): Promise<Result<SavedState>> {
  const coming = once(server, "connection", { signal: AbortSignal.timeout(silenceMs) });
  // Awaited only once QEMU was asked.
  coming.catch(() => {});
  const limits = { "max-bandwidth": bytesPerSecond, "downtime-limit": downtimeMs };
  const set = await client.execute("migrate-set-parameters", limits);
  const begun = set.ok ? await client.execute("migrate", { uri: `unix:${stateSocket}` }) : set;
  if (!begun.ok) {
    const { description } = begun.error;
    return fail("program-failed", { program: qemuProgram, detail: description }, description);
  }
  const [socket] = (await coming) as [Socket];
  socket.setTimeout(silenceMs, () => socket.destroy(new Error("QEMU sends nothing")));
  const stop = () => socket.destroy();
  signal?.addEventListener("abort", stop);
  try {
    let bytes = 0;
    const hash = createHash("sha256");
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      await file.writeFile(chunk);
      hash.update(chunk);
      bytes += chunk.length;
      onBytes?.(bytes);
    }
    return ok({ bytes, sha256: hash.digest("hex") });
  } catch (error) {
    if (signal?.aborted === true) return fail("cancelled", {});
    throw error;
  } finally {
    signal?.removeEventListener("abort", stop);
    socket.destroy();
  }
}

/** Waits until QEMU has ended the saving, and returns whether that went well. */
async function conclude(client: QmpClient, name: string): Promise<Result<void>> {
  const deadline = Date.now() + silenceMs;
  for (;;) {
    const answer = await client.execute("query-migrate", {}, silenceMs);
    if (!answer.ok) return { ok: false, error: machineError(name, answer.error) };
    const { status, "error-desc": detail } = v.parse(migrationSchema, answer.value);
    if (status === "completed") return ok(undefined);
    if (status === "failed" || status === "cancelled") {
      const why = detail ?? status;
      return {
        ok: false,
        error: appError("program-failed", { program: qemuProgram, detail: why }, why),
      };
    }
    if (Date.now() > deadline) return fail("machine-not-answering", { name }, `migrate: ${status}`);
    await delay(lookMs);
  }
}

/**
 * QEMU's options for a machine that goes on with the state in the file that is its standard input. It
 * runs only when it is told to: by then nobody can load the same state again.
 */
export const stateOptions = ["-S", "-incoming", "fd:0"] as const;

/** QEMU counts as hung if it reads its state more slowly than this: 4 MiB/s, a slow USB disk. */
const slowestBytesPerMs = 4194;

/** Launches QEMU with the state in a file, by options that `stateOptions` are part of. */
export async function launchWithState(
  args: readonly string[],
  runtime: MachineRuntime,
  path: string,
  bytes: number,
): ReturnType<typeof launchQemu> {
  try {
    const timeoutMs = startTimeoutMs + bytes / slowestBytesPerMs;
    return await launchQemu(args, runtime, openSync(path, "r"), { timeoutMs });
  } catch (error) {
    return { ok: false, failure: { kind: "error", error: fileError(path, error) } };
  }
}
