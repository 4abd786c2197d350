import { spawn } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { appError, ok, type Result } from "../../contract/errors/app-error.ts";
import type { ProcessIdentity } from "../../system/process-identity.ts";
import { lockHolder, withLock } from "../files/file-lock.ts";
import { makeRuntime, type Paths, socketPath } from "../files/paths.ts";
import { ownBundle } from "../own-install/bundle.ts";
import { ownRuntime } from "../own-install/runtime.ts";
import { outliving } from "../process/close-inherited-files.ts";
import { connectionEnd } from "../process/on-connection-end.ts";
import { signalProcess } from "../process/process-identity.ts";
import { isSupervisorNeeded } from "./watch.ts";

/**
 * The supervisor is a process of the user's that lives as long as the LAN is on or machines run, also
 * while no app does. It holds a lock, whose name is that of earlier versions, so that a supervisor of
 * theirs and one of ours never run at the same time.
 */
const supervisorLock = ({ runtime }: Paths) => join(runtime, "keeper.lock");
/** The supervisor listens there, so that others notice its end. */
const supervisorSocket = ({ runtime }: Paths) => join(runtime, "keeper.sock");
/** Held by an app for as long as it runs. */
const appLock = ({ runtime }: Paths) => join(runtime, "app.lock");

/** The time limit until a started supervisor holds its lock, on a busy computer, in ms. */
const startMs = 5000;
/** The pause between two checks for changes without an event, in ms. */
const pauseMs = 20;

/** The starts under way in this process, by the runtime folder: twenty machines ask for one supervisor. */
const underWay = new Map<string, Promise<void>>();

/**
 * Starts the supervisor unless one runs; call it once the LAN or a machine is there. It outlives
 * this program; resolves once it is there, or could not be started.
 */
export function startSupervisor(paths: Paths): Promise<void> {
  const before = underWay.get(paths.runtime) ?? Promise.resolve();
  const started = before.then(() => startUnlessThere(paths)).catch(() => {});
  underWay.set(paths.runtime, started);
  return started;
}

async function startUnlessThere(paths: Paths): Promise<void> {
  if ((await findSupervisor(paths)) !== null) return;
  const runtime = await ownRuntime(ownBundle("supervisor"));
  // A small heap is enough: it is idle most of the time.
  const [program, args] = outliving(runtime.program, ["--max-semi-space-size=1", runtime.script]);
  const child = spawn(program, args, {
    ...{ detached: true, stdio: "ignore", cwd: "/" },
    env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" },
  });
  let ended = false;
  // Without it LAN and machines still work; the doctor reports that it is missing.
  child.on("error", () => {
    ended = true;
  });
  child.once("exit", () => {
    ended = true;
  });
  child.unref();
  const deadline = Date.now() + startMs;
  while (!ended && Date.now() < deadline && (await findSupervisor(paths)) === null) {
    // This program may end in between.
    await delay(pauseMs, undefined, { ref: false });
  }
}

/**
 * The time limits for the supervisor to end by itself once it is not needed, and by a signal, in
 * ms.
 */
const endMs = 2000;

/**
 * Resolves once the supervisor, if it is not needed any more, has ended; one that does not react is
 * ended. It stays if it is still needed.
 */
export async function releaseSupervisor(paths: Paths): Promise<void> {
  for (const signal of [null, "SIGTERM", "SIGKILL"] as const) {
    const deadline = Date.now() + endMs;
    do {
      const holder = await findSupervisor(paths);
      if (holder === null || (await isSupervisorNeeded(paths))) return;
      if (signal !== null) await signalProcess(holder, signal);
      await delay(pauseMs);
    } while (Date.now() < deadline);
  }
}

/** Returns the supervisor; null if none runs. */
export function findSupervisor(paths: Paths): Promise<ProcessIdentity | null> {
  return lockHolder(supervisorLock(paths));
}

/** Holds the supervisor lock while `work` runs; returns an error if another supervisor has it. */
export function holdSupervisorLock(paths: Paths, work: () => Promise<void>): Promise<Result<void>> {
  return hold(supervisorLock(paths), "supervisor", async () => {
    const socket = await listenForApps(supervisorSocket(paths));
    try {
      await work();
    } finally {
      socket?.close();
    }
  });
}

/** Resolves once the living supervisor has ended, or with `signal`; false if none listens. */
export function supervisorEnded(paths: Paths, signal: AbortSignal): Promise<boolean> {
  return connectionEnd(supervisorSocket(paths), signal);
}

/**
 * Accepts connections, on which no bytes are sent; null if that fails, so that no app sees its end.
 */
async function listenForApps(path: string): Promise<Server | null> {
  if (!socketPath(path).ok) return null;
  // Left by one that was killed: the lock is ours.
  await rm(path, { force: true });
  const server = createServer((connection) => {
    connection.on("error", () => {}).resume();
    // An open connection does not keep it from ending.
    connection.unref();
  });
  server.unref().listen(path);
  return once(server, "listening").then(
    () => server,
    () => null,
  );
}

/**
 * Tells the supervisor, while this process lives, that an app runs and handles the host's power.
 */
export function tellOfApp(paths: Paths): void {
  // Where it cannot be made, its later use says why.
  makeRuntime(paths, process.getuid?.() ?? 0);
  void hold(appLock(paths), "app", () => new Promise(() => {}));
}

/** Returns whether an app runs. */
export async function isAppRunning(paths: Paths): Promise<boolean> {
  return (await lockHolder(appLock(paths))) !== null;
}

function hold(lock: string, purpose: string, work: () => Promise<void>): Promise<Result<void>> {
  return withLock<void>(
    lock,
    purpose,
    0,
    (holder) => appError("file-locked", { path: lock, by: `process ${holder?.pid ?? "?"}` }),
    async () => ok(await work()),
  );
}
