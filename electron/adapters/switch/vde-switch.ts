import { constants } from "node:fs";
import { access, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { type AppError, appError, fail, ok, type Result } from "../../contract/errors/app-error.ts";
import {
  type HeardCard,
  parseHeardCards,
  parsePorts,
  portOfProcess,
  type SwitchPort,
} from "../../core/lan/switch-ports.ts";
import { identifyProcess, type ProcessIdentity } from "../../system/process-identity.ts";
import { withLock } from "../files/file-lock.ts";
import { makePrivateFolder, socketPath } from "../files/paths.ts";
import { isAlive, readArguments, signalProcess } from "../process/process-identity.ts";
import { runProgram } from "../process/run-program.ts";
import { whereTheLanIs } from "../root/own-network.ts";
import type { SwitchTalk } from "./management-console.ts";
import { makeShare, removeShare } from "./switch-share.ts";

/** The LAN's switch, which runs as the user and outlives the program that started it. */
export interface VdeSwitch {
  /** Starts it on a tap, and makes sure that it has the tap. Repeatable. */
  start(tap: string): Promise<Result<void>>;
  /** Restarts it even if it seems to work, after its tap was recreated. */
  restart(tap: string): Promise<Result<void>>;
  stop(): Promise<Result<void>>;
  /** Returns its ports that are in use; null if no switch lives. */
  ports(): Promise<readonly SwitchPort[] | null>;
  /** Returns the cards that it has heard within the last minutes; none without a living switch. */
  heardCards(): Promise<readonly HeardCard[]>;
  /** Returns whether a switch was started here and not stopped; it may have died since. */
  wasStarted(): Promise<boolean>;
  /** Resolves once the living switch has ended, or with `signal`; false if none lives. */
  ended(signal: AbortSignal): Promise<boolean>;
  /**
   * Runs work that moves plugs. `letGo` resolves once the switch has freed a process's former port: an
   * end that it finds while another plug comes confuses it (see `SwitchTalk.close`).
   */
  movePlugs<T>(work: (letGo: (pid: number) => Promise<void>) => Promise<T>): Promise<T>;
  /** The folder for QEMU's `-netdev vde,sock=`. */
  readonly socketFolder: string;
}

/** One port each for 254 machines and the tap: a /24. With the default of 32 the 31st machine hangs. */
const switchPorts = 256;

/** A switch begins and ends within milliseconds; one that is stopped never does. */
const changeMs = 2_000;
/** The switch frees a port in its next turn, if it does. */
const letGoMs = 500;
const lockWait = 15_000;

/** The files of one switch, and with whom it is shared. */
interface SwitchPlace {
  readonly folder: string;
  readonly uid: number;
  readonly shareWith: () => Promise<string | null>;
  readonly socketFolder: string;
  readonly management: string;
  readonly pidFile: string;
}

/**
 * Creates the handle of the switch whose sockets live in a folder. `shareWith` names the group whose
 * members may plug in at the next start; null: only the user may.
 */
export function createVdeSwitch(
  folder: string,
  uid: number,
  shareWith: () => Promise<string | null> = async () => null,
): VdeSwitch {
  const place: SwitchPlace = {
    ...{ folder, uid, shareWith },
    socketFolder: join(folder, "lan.ctl"),
    management: join(folder, "lan.mgmt"),
    pidFile: join(folder, "switch.pid"),
  };
  const { management } = place;
  return {
    socketFolder: place.socketFolder,
    ports: () => readPorts(place),
    wasStarted: () =>
      access(place.pidFile).then(
        () => true,
        () => false,
      ),
    movePlugs: (work) => movePlugs(place, work),
    heardCards: async () => parseHeardCards((await command(management, "hash/print")) ?? ""),
    async ended(signal) {
      const { connectionEnd } = await import("../process/on-connection-end.ts");
      return connectionEnd(management, signal);
    },
    start: (tap) => exclusively(place, () => startNow(place, tap)),
    restart: (tap) =>
      exclusively(place, async () => {
        const stopped = await stopNow(place);
        return stopped.ok ? startNow(place, tap) : stopped;
      }),
    stop: () => exclusively(place, () => stopNow(place)),
  };
}

async function readPorts({ management }: SwitchPlace): Promise<readonly SwitchPort[] | null> {
  const answer = await command(management, "port/print");
  return answer === null ? null : parsePorts(answer);
}

/** Finds the living switch of the pid file, proven by its command line. */
async function holder({ pidFile, management }: SwitchPlace): Promise<ProcessIdentity | null> {
  const text = await readFile(pidFile, "utf8").catch(() => "");
  const pid = Number.parseInt(text, 10);
  if (!Number.isSafeInteger(pid) || pid <= 0) return null;
  const identity = await identifyProcess(pid);
  return (await readArguments(pid)).includes(management) ? identity : null;
}

/** Runs work while no other program of the user's starts or ends the switch. */
async function exclusively<T>(
  { folder, uid, management }: SwitchPlace,
  work: () => Promise<Result<T>>,
): Promise<Result<T>> {
  const made = makePrivateFolder(folder, uid);
  if (!made.ok) return made;
  const fits = socketPath(management);
  if (!fits.ok) return fits;
  return withLock(
    join(folder, "lock"),
    "switch",
    lockWait,
    (other) => appError("file-locked", { path: folder, by: `process ${other?.pid ?? "?"}` }),
    work,
  );
}

async function stopNow(place: SwitchPlace): Promise<Result<void>> {
  const { pidFile, management, socketFolder } = place;
  const identity = await holder(place);
  await command(management, "shutdown");
  if (identity !== null) {
    for (const signal of [null, "SIGTERM", "SIGKILL"] as const) {
      if (signal !== null) await signalProcess(identity, signal);
      if (await hasEnded(identity)) break;
    }
    if (await isAlive(identity)) return fail("switch-failed", { detail: "does-not-end" });
  }
  // Only now is it proven that no switch uses the files.
  if ((await command(management, "port/print")) !== null) {
    return fail("switch-foreign", { path: management });
  }
  await removeShare(socketFolder);
  await Promise.all(
    [pidFile, management, socketFolder].map((path) => rm(path, { recursive: true, force: true })),
  );
  return ok(undefined);
}

async function startNow(place: SwitchPlace, tap: string): Promise<Result<void>> {
  const { socketFolder, management, pidFile, uid } = place;
  const present = await readPorts(place);
  if (present?.some((port) => port.tap === tap)) return ok(undefined);
  // Files of an earlier switch make the next start fail, with exit code 0.
  const cleared = await stopNow(place);
  if (!cleared.ok) return cleared;
  const group = await place.shareWith();
  const share = group === null ? ok(null) : await makeShare(socketFolder, uid, group);
  if (!share.ok) return share;
  const access =
    group === null || share.value === null
      ? ["-s", socketFolder, "-m", "600"]
      : ["-s", share.value, "-m", "660", "-g", group];
  const args = [
    ...[...access, "-M", management, "--mgmtmode", "600"],
    ...["-n", String(switchPorts), "-tap", tap, "-daemon", "-p", pidFile],
  ];
  const [program = "vde_switch", ...words] = [...whereTheLanIs(), "vde_switch", ...args];
  const run = await runProgram(program, words, { leavesDaemon: true });
  if (!run.ok) return run.error.code === "program-missing" ? run : failed(run.error);
  const deadline = Date.now() + changeMs;
  do {
    const now = await readPorts(place);
    if (now?.some((port) => port.tap === tap)) return ok(undefined);
    // It serves, but without the tap: waiting would not help.
    if (now !== null) break;
    await pause();
  } while (Date.now() < deadline);
  await stopNow(place);
  return { ok: false, error: await whyNoTap(tap, run.value.stderr) };
}

async function movePlugs<T>(
  { management }: SwitchPlace,
  work: (letGo: (pid: number) => Promise<void>) => Promise<T>,
): Promise<T> {
  // One connection for all: the end of one of ours could meet a plug that comes, too.
  const talk = await talkTo(management);
  try {
    return await work(async (pid) => {
      const deadline = Date.now() + letGoMs;
      do {
        const ports = parsePorts((await talk.ask("port/print")) ?? "");
        if (portOfProcess(ports, pid) === undefined) return;
        await pause();
      } while (Date.now() < deadline);
    });
  } finally {
    await talk.close();
  }
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 20));

async function hasEnded(identity: ProcessIdentity): Promise<boolean> {
  const deadline = Date.now() + changeMs;
  while (Date.now() < deadline) {
    if (!(await isAlive(identity))) return true;
    await pause();
  }
  return false;
}

function failed(error: AppError): Result<never> {
  const detail = error.code === "program-failed" ? error.params.detail : error.code;
  return fail("switch-failed", { detail }, error.cause);
}

/** Finds out why the switch has no tap, because the switch does not report it. */
async function whyNoTap(tap: string, stderr: string): Promise<AppError> {
  try {
    await access("/dev/net/tun", constants.R_OK | constants.W_OK);
  } catch (error) {
    return appError("lan-tun-denied", { detail: String(error) }, stderr);
  }
  return appError("switch-failed", { detail: `tap-not-opened:${tap}` }, stderr);
}

/** Connects to a management socket. What it takes is loaded late: most lists of machines ask no switch. */
async function talkTo(path: string): Promise<SwitchTalk> {
  const { talkToSwitch } = await import("./management-console.ts");
  return talkToSwitch(path);
}

/** Sends one command to a management socket; null if no switch answers. */
async function command(path: string, text: string): Promise<string | null> {
  const talk = await talkTo(path);
  const answer = await talk.ask(text);
  await talk.close();
  return answer;
}
