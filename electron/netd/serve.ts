import { chownSync, existsSync, rmSync } from "node:fs";
import { createConnection, type Server } from "node:net";
import { join } from "node:path";
import { fail, ok, type Result } from "../contract/errors/app-error.ts";
import type { ServeOrder } from "../contract/lan/netd.ts";
import { releaseLock, takeLock } from "../system/process-lock.ts";
import { createLog } from "./base/log.ts";
import {
  aloneInNamespace,
  findOtherLans,
  makeRunFolder,
  networkNamespace,
} from "./base/run-folder.ts";
import {
  bootId,
  readAgreed,
  readStateFile,
  removeDrafts,
  writeAgreed,
  writeStateFile,
} from "./base/state-file.ts";
import { ownListing } from "./kernel/own-listing.ts";
import { perform } from "./kernel/perform.ts";
import { countRefused, listRuleset, readAirlockTraces } from "./kernel/read-firewall.ts";
import { observe } from "./kernel/read-kernel.ts";
import { watchKernel } from "./kernel/watch.ts";
import { createLanNames } from "./names/lan-names.ts";
import { createPortHolds, leastPortOf } from "./ports/port-holds.ts";
import { portLook } from "./ports/port-look.ts";
import { createReconciler, type Reconciler } from "./reconciler/reconciler.ts";
import { createNetdServer } from "./server/server.ts";

/** A change comes as a burst of events. */
const debounce = 50;
/** More repairs than this within so many milliseconds are a fight with another program. */
const mostRepairs = 20;
const fightWindow = 10_000;
/** The pause between two repairs during a fight, which spares the processor. */
const fightDelay = 2_000;
/** The interval of checks for changes without an event. */
const slowCheck = 30_000;
/** Without a LAN and a connection for this long, root's process ends. */
const idleTimeout = 10_000;
const switchedOff = "the LAN is off";
/** The time limit in milliseconds for the holder of the lock to listen or end. */
const otherTimeout = 5_000;

/**
 * Keeps the LAN of one user in this network namespace until it is switched off. Returns once the
 * socket is ready, or once another netd that serves it already knows the agreed LAN.
 */
export async function serve(uid: number, { lan }: ServeOrder): Promise<Result<void>> {
  const namespace = networkNamespace();
  const made = await makeRunFolder(uid, namespace);
  if (!made.ok) return made;
  const folder = made.value;
  const socketPath = join(folder, "netd.sock");
  const stateFilePath = join(folder, "state.json");
  const agreedPath = join(folder, "agreed.json");
  const lockPath = join(folder, "lock");
  const boot = bootId();
  const place = await takePlace(lockPath, socketPath, () => {
    if (lan !== null) writeAgreed(agreedPath, boot, lan);
  });
  if (place === "served") return ok(undefined);
  if (place === "silent") {
    return fail("root-crashed", { detail: "netd-silent" });
  }

  removeDrafts(folder);
  const log = createLog(join(folder, "log.jsonl"));
  const note = (cause: "start" | "exit", outcome: string) => log({ cause, argv: [], outcome });
  const leave = (why: string, code: number): never => {
    note("exit", why);
    rmSync(socketPath, { force: true });
    if (!reconciler.keeps()) rmSync(agreedPath, { force: true });
    releaseLock(lockPath);
    process.exit(code);
  };
  process.on("uncaughtException", (error) => leave(`fault: ${error.stack ?? error}`, 1));
  process.on("SIGTERM", () => leave("asked to end; the LAN stays as it is", 0));
  note("start", `pid ${process.pid}, for user ${uid}`);

  const names = createLanNames(uid, namespace, (outcome) => note("start", outcome));
  const reconciler = createReconciler({
    uid,
    stateFile: readStateFile(stateFilePath, boot),
    countRefused,
    async readAirlock(address) {
      const { reached, refused } = await readAirlockTraces(address);
      const heard = names.heard(address);
      const named = (traces: typeof reached) =>
        traces.map((trace) => ({ ...trace, name: heard.nameOf(trace.address) }));
      return { reached: named(reached), refused: named(refused), names: heard.refused() };
    },
    otherLans: () => findOtherLans(uid, namespace, boot),
    saveStateFile: (stateFile) => {
      if (stateFile.wish === null && stateFile.tap === null) rmSync(stateFilePath, { force: true });
      else writeStateFile(stateFilePath, stateFile);
    },
    log,
    observe: (desired) => observe(desired, existsSync(join(folder, "firewall"))),
    agreed: () => readAgreed(agreedPath, boot),
    alone: (work) => aloneInNamespace(namespace, work),
    listRuleset,
    ownListing,
    perform,
    ports: createPortHolds(leastPortOf(uid), portLook, (outcome) => note("start", outcome)),
    names,
  });

  /**
   * Ends the process after a delay if it then has no LAN, no work and (unless switched off) no
   * connection.
   */
  const restAfter = (delay: number, why: string) => {
    setTimeout(() => {
      if (reconciler.keeps()) return;
      if (reconciler.works()) restAfter(delay, why);
      else if (why === switchedOff || connections() === 0) leave(why, 0);
    }, delay);
  };
  const { server, connections } = createNetdServer({
    async handle(request) {
      const result = await reconciler.handle(request);
      // After the answer was sent.
      if (request.verb === "down" && result.ok) restAfter(debounce, switchedOff);
      return result;
    },
    left: () => restAfter(idleTimeout, "nobody needs anything"),
  });

  await listen(server, socketPath, uid);
  followChanges(reconciler);
  setInterval(() => void reconciler.reconcile(), slowCheck);
  await reconciler.start();
  restAfter(idleTimeout, "nobody needs anything");
  return ok(undefined);
}

/** Listens at a socket of the user's: until its owner is set, only root may connect. */
async function listen(server: Server, path: string, uid: number): Promise<void> {
  process.umask(0o177);
  rmSync(path, { force: true });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, resolve);
  });
  chownSync(path, uid, -1);
  process.umask(0o022);
}

/** Repairs changes of other programs; more slowly when one undoes each repair. */
function followChanges(reconciler: Reconciler): void {
  let waiting = false;
  let repairs: readonly number[] = [];
  watchKernel(() => {
    if (waiting) return;
    waiting = true;
    repairs = repairs.filter((at) => at > Date.now() - fightWindow);
    const delay = repairs.length < mostRepairs ? debounce : fightDelay;
    setTimeout(async () => {
      waiting = false;
      if (await reconciler.reconcile()) repairs = [...repairs, Date.now()];
    }, delay);
  });
}

/**
 * Takes the lock of the netd that serves, or finds that another has it. A netd that ends deletes
 * the agreed LAN and its lock, so the LAN is written again until one of both is sure.
 */
async function takePlace(
  lockPath: string,
  socketPath: string,
  writeDown: () => void,
): Promise<"taken" | "served" | "silent"> {
  const end = Date.now() + otherTimeout;
  do {
    const isTaken = takeLock(lockPath);
    writeDown();
    if (isTaken) return "taken";
    if (await answers(socketPath)) return "served";
    await new Promise((resolve) => setTimeout(resolve, 50));
  } while (Date.now() < end);
  return "silent";
}

function answers(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(socketPath, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
