import { spawn } from "node:child_process";
import { closeSync, constants, openSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { type AppError, appError, ok, type Result } from "../../contract/errors/app-error.ts";
import { fileError } from "../../core/base/file-error.ts";
import { identifyProcess, type ProcessIdentity } from "../../system/process-identity.ts";
import { awaitChanges } from "../files/folder-watch.ts";
import { notFound, outliving } from "../process/close-inherited-files.ts";
import { isAlive } from "../process/process-identity.ts";
import { askStatus } from "./ask-status.ts";
import { connectQmp, type QmpClient, type QmpError } from "./qmp-client.ts";
import type { MachineRuntime } from "./runtime.ts";

/** The program that runs machines. */
export const qemuProgram = "qemu-system-x86_64";

/**
 * The time limit until QMP answers. QEMU takes some 60 ms; a loaded computer that starts twenty at
 * once needs seconds.
 */
export const startTimeoutMs = 30_000;

/** Why a start did not lead to a running machine. */
export type LaunchFailure =
  /** QEMU ended; its log says why. */
  | { readonly kind: "ended" }
  /** QEMU does not answer in time, and was ended. */
  | { readonly kind: "silent" }
  /** QEMU could not be run at all. */
  | { readonly kind: "error"; readonly error: AppError };

/** Closes a file, of which an error tells nothing any more. */
function letGo(file: number): void {
  try {
    closeSync(file);
  } catch {
    // It is closed all the same (close(2)).
  }
}

/**
 * Starts the logs anew, and opens the one of QEMU's own. They are appended to, so that they can be cut
 * while they are written.
 */
function openLogs({ qemuLog, qemu }: MachineRuntime): Result<number> {
  const { O_WRONLY, O_CREAT, O_TRUNC, O_APPEND } = constants;
  const flags = O_WRONLY | O_CREAT | O_TRUNC | O_APPEND;
  try {
    closeSync(openSync(qemu.serialLog, flags, 0o600));
    return ok(openSync(qemuLog, flags, 0o600));
  } catch (error) {
    return { ok: false, error: fileError(qemuLog, error) };
  }
}

/** After so long (ms) a change without an event is seen all the same. */
const unseenMs = 10;

/** The ways of a start that differ from an ordinary one. */
interface LaunchWay {
  readonly timeoutMs?: number;
  /** QEMU ends with this program, however that ends. */
  readonly isMortal?: boolean;
  /** Others go first; only together with `isMortal`. */
  readonly isPatient?: boolean;
  /** The start ends when QEMU waits for saved memory. */
  readonly isIncoming?: boolean;
}

/**
 * Starts QEMU in a session of its own, so that it outlives this program and its terminal, and
 * ends when QMP says that the guest runs, or is loaded. Its logs start empty. `held` is a file that it
 * is to have as its standard input; it is closed here.
 */
export async function launchQemu(
  args: readonly string[],
  runtime: MachineRuntime,
  held: number | null = null,
  {
    timeoutMs = startTimeoutMs,
    isMortal = false,
    isPatient = false,
    isIncoming = false,
  }: LaunchWay = {},
): Promise<
  | { readonly ok: true; readonly process: ProcessIdentity }
  | { readonly ok: false; readonly failure: LaunchFailure }
> {
  const sockets = awaitChanges(unseenMs);
  sockets.follow([runtime.folder]);
  const opened = openLogs(runtime);
  if (!opened.ok) {
    sockets.close();
    if (held !== null) letGo(held);
    return { ok: false, failure: { kind: "error", error: opened.error } };
  }
  const log = opened.value;
  const patient = isPatient ? ["nice", "-n", "10"] : [];
  const tied = ["--pdeathsig", "KILL", ...patient, qemuProgram, ...args];
  const [program, words] = isMortal ? outliving("setpriv", tied) : outliving(qemuProgram, args);
  const child = spawn(program, words, {
    detached: true,
    // QEMU reads nothing there unless it is told to, so that it is a place for what it only holds.
    stdio: [held ?? "ignore", log, log],
    // No folder is kept busy, and messages are those that are known.
    cwd: "/",
    env: { ...process.env, LC_ALL: "C" },
  });
  letGo(log);
  if (held !== null) letGo(held);
  let ended: LaunchFailure | null = null;
  const missing: LaunchFailure = {
    kind: "error",
    error: appError("program-missing", { program: qemuProgram, package: "qemu-system-x86" }),
  };
  child.once("error", (error: NodeJS.ErrnoException) => {
    const failed = { program: qemuProgram, detail: error.message };
    ended =
      error.code === "ENOENT"
        ? missing
        : { kind: "error", error: appError("program-failed", failed, error.message) };
  });
  child.once("exit", (code) => {
    ended ??= code === notFound ? missing : { kind: "ended" };
  });
  child.unref();

  const deadline = Date.now() + timeoutMs;
  // The compiler does not see that the listeners above may have set it.
  const failed = () => ended as LaunchFailure | null;
  while (failed() === null && Date.now() < deadline) {
    await sockets.next();
    const status = await askStatus(runtime, 3000);
    const isReady = isIncoming ? status === "inmigrate" : status !== "inmigrate";
    if (status !== null && status !== "prelaunch" && isReady) {
      const identity = await identifyProcess(child.pid ?? 0);
      if (identity !== null) {
        sockets.close();
        return { ok: true, process: identity };
      }
    }
  }
  sockets.close();
  const failure = failed();
  if (failure !== null) return { ok: false, failure };
  // Still our child, so its number cannot have been given to another process.
  child.kill("SIGKILL");
  return { ok: false, failure: { kind: "silent" } };
}

/** Waits until a process has ended; false if it has not by the deadline (ms since the epoch). */
export async function waitForEnd(
  identity: ProcessIdentity,
  deadline: number,
  signal?: AbortSignal,
): Promise<boolean> {
  while (await isAlive(identity)) {
    if (Date.now() >= deadline || signal?.aborted === true) return false;
    await delay(Math.min(50, Math.max(1, deadline - Date.now())));
  }
  return true;
}

/** Returns a QMP error as one of a machine. */
export function machineError(name: string, error: QmpError): AppError {
  const cause = `${error.request?.command ?? "connect"}: ${error.kind}: ${error.description}`;
  return error.kind === "refused"
    ? appError("program-failed", { program: qemuProgram, detail: error.description }, cause)
    : appError("machine-not-answering", { name }, cause);
}

/** Runs commands over the socket for short ones, in order, until one fails. */
export async function commandQemu(
  runtime: MachineRuntime,
  name: string,
  work: (client: QmpClient) => Promise<QmpError | null>,
): Promise<Result<void>> {
  const client = await connectQmp(runtime.qemu.commandQmp);
  if (!client.ok) return { ok: false, error: machineError(name, client.error) };
  const failed = await work(client.value);
  client.value.close();
  return failed === null ? ok(undefined) : { ok: false, error: machineError(name, failed) };
}
