import { spawn } from "node:child_process";
import { rm, unlink } from "node:fs/promises";
import { createConnection } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import writeFileAtomic from "write-file-atomic";
import type { CableRecord } from "../../contract/lan/weather.ts";
import { ownBundle } from "../own-install/bundle.ts";
import { ownRuntime } from "../own-install/runtime.ts";
import { outliving } from "../process/close-inherited-files.ts";
import { connectionEnd } from "../process/on-connection-end.ts";
import type { CableFiles } from "./cable-files.ts";

/** The time limit until a started weather process listens, on a busy computer, in ms. */
const startMs = 10_000;
/** The pause between two checks for changes without an event, in ms. */
const pauseMs = 20;
/** A process that no frame can pass is busy; longer than it takes to read its record again. */
const answerMs = 5000;

/** Writes down what is to be done to a machine's cable; null: nothing. */
export async function writeCableRecord(
  { record: path }: CableFiles,
  record: CableRecord | null,
): Promise<void> {
  if (record === null) await unlink(path).catch(() => {});
  else await writeFileAtomic(path, JSON.stringify(record), { mode: 0o600, fsync: false });
}

/** Returns whether a weather process carries the cable, or waits for QEMU to plug in. */
export function isCarried({ control }: CableFiles): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(control, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });
}

/** Resolves once the weather process has ended, or with `signal`; false if there was none. */
export function carrierEnded({ control }: CableFiles, signal: AbortSignal): Promise<boolean> {
  return connectionEnd(control, signal);
}

/** Resolves once no weather process carries the cable, for which QEMU must have pulled it. */
export async function carrierGone(files: CableFiles): Promise<void> {
  await carrierEnded(files, AbortSignal.timeout(answerMs));
}

/**
 * Starts the process that carries the frames between QEMU's cable and the switch. It outlives this
 * program, and ends once QEMU's cable is pulled. Returns false if it does not come up.
 */
export async function startCarrier(
  files: CableFiles,
  folder: string,
  switchFolder: string,
): Promise<boolean> {
  await Promise.all(
    [files.socket, files.control, files.plug].map((path) => rm(path, { force: true })),
  );
  const runtime = await ownRuntime(ownBundle("weather"));
  const words = ["--max-semi-space-size=4", runtime.script, folder, switchFolder];
  const [program, args] = outliving(runtime.program, words);
  const child = spawn(program, args, {
    ...{ detached: true, stdio: "ignore", cwd: "/" },
    env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" },
  });
  let ended = false;
  const end = () => {
    ended = true;
  };
  child.once("error", end).once("exit", end);
  child.unref();
  const deadline = Date.now() + startMs;
  while (!ended && Date.now() < deadline) {
    if (await isCarried(files)) return true;
    await delay(pauseMs);
  }
  return false;
}

/** Has the weather process read its record again; false if no such process runs. */
export function tellCarrier({ control }: CableFiles): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(control, () => socket.write("read\n"));
    const end = (isDone: boolean) => {
      socket.destroy();
      resolve(isDone);
    };
    socket.setTimeout(answerMs, () => end(false));
    socket.once("data", () => end(true));
    socket.on("error", () => end(false)).once("close", () => end(false));
  });
}
