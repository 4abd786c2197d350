import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { appError, ok, type Result } from "../contract/errors.ts";
import { lockHolder, withLock } from "./file-lock.ts";
import { outliving } from "./outlive.ts";
import type { Paths } from "./paths.ts";
import { isAlive, type ProcessIdentity, signalProcess } from "./process-identity.ts";
import { sourcesNode } from "./root-part.ts";

/**
 * The keeper is a process of the user's that lives as long as the LAN's switch, also while no app
 * runs. Only one does: it holds a lock, which is free once it has ended, however that was.
 */
const keeperLock = ({ runtime }: Paths) => join(runtime, "keeper.lock");
/** Held by an app for as long as it runs. */
const appLock = ({ runtime }: Paths) => join(runtime, "app.lock");

function keeperBundle(): string {
  const here = import.meta.dirname;
  const places = [join(here, "keeper.js"), join(here, "../keeper.js")];
  return places.find(existsSync) ?? join(here, "../../out/main/keeper.js");
}

/** Starts the keeper unless there is one. It outlives this program, and is not waited for. */
export async function startKeeper(paths: Paths): Promise<void> {
  if ((await findKeeper(paths)) !== null) return;
  const node = sourcesNode(process.env) ?? process.execPath;
  // What it keeps in memory stays small: it does next to nothing.
  const [program, args] = outliving(node, ["--max-semi-space-size=1", keeperBundle()]);
  const child = spawn(program, args, {
    ...{ detached: true, stdio: "ignore", cwd: "/" },
    env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" },
  });
  // Without it the LAN works as well; the doctor says that it is missing.
  child.on("error", () => {});
  child.unref();
}

/** How long the keeper may take to end, in ms; it ends by the signal itself, at whatever it is. */
const endMs = 2000;

/** Ends the keeper if there is one: nothing is mended from here on. */
export async function endKeeper(paths: Paths): Promise<void> {
  const holder = await findKeeper(paths);
  if (holder === null) return;
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    await signalProcess(holder, signal);
    const deadline = Date.now() + endMs;
    while (Date.now() < deadline) {
      if (!(await isAlive(holder))) return;
      await delay(5);
    }
  }
}

/** The keeper, if there is one. */
export function findKeeper(paths: Paths): Promise<ProcessIdentity | null> {
  return lockHolder(keeperLock(paths));
}

/** Is the keeper while the work lasts; an error if there is one already. */
export function beKeeper(paths: Paths, work: () => Promise<void>): Promise<Result<void>> {
  return hold(keeperLock(paths), "keeper", work);
}

/** Tells the keeper, for as long as this process lives, that an app runs and cares for the host's power. */
export function tellOfApp(paths: Paths): void {
  void hold(appLock(paths), "app", () => new Promise(() => {}));
}

/** Whether an app runs. */
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
