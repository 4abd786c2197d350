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
import { connectionEnd } from "../process/on-connection-end.ts";
import { isAlive, readArguments, signalProcess } from "../process/process-identity.ts";
import { runProgram } from "../process/run-program.ts";
import { answerTimeout, talkToSwitch } from "./management-console.ts";
import { makeShare, removeShare } from "./switch-share.ts";

/** The LAN's switch, which runs as the user and outlives us. */
export interface VdeSwitch {
  /** Starts it on a tap, and makes sure that it really has it. Repeatable. */
  start(tap: string): Promise<Result<void>>;
  /** Starts it anew even if it seems well: its tap was made anew underneath. */
  restart(tap: string): Promise<Result<void>>;
  stop(): Promise<Result<void>>;
  /** Its ports that are in use; null: there is no living switch. */
  ports(): Promise<readonly SwitchPort[] | null>;
  /** The cards that it has heard within the last minutes; none without a living switch. */
  heardCards(): Promise<readonly HeardCard[]>;
  /** Whether one was started here that was not ended in order: it lives, or has died. */
  wasStarted(): Promise<boolean>;
  /** Ends once the switch that lives now has ended, however that was, or with `signal`; false: none lives. */
  ended(signal: AbortSignal): Promise<boolean>;
  /**
   * Does what moves plugs. `letGo` ends once the switch has let go of a process's former plug: that it
   * finds an end while another plug comes confuses it (see `SwitchTalk.close`).
   */
  movePlugs<T>(work: (letGo: (pid: number) => Promise<void>) => Promise<T>): Promise<T>;
  /** The folder that QEMU's `-netdev vde,sock=` gets. */
  readonly socketFolder: string;
}

/** One port each for 254 machines and the tap: a /24. The default of 32 hangs the 31st machine. */
const switchPorts = 256;

/** It lets go of a plug in its next turn, if it does. */
const letGoMs = 500;
const lockWait = 15_000;

/**
 * Makes the handle of the switch whose sockets live in a folder. `shareWith` names the group whose
 * members may plug in at the next start; null: nobody but the user may.
 */
export function createVdeSwitch(
  folder: string,
  uid: number,
  shareWith: () => Promise<string | null> = async () => null,
): VdeSwitch {
  const socketFolder = join(folder, "lan.ctl");
  const management = join(folder, "lan.mgmt");
  const pidFile = join(folder, "switch.pid");

  async function ports(): Promise<readonly SwitchPort[] | null> {
    const answer = await command(management, "port/print");
    return answer === null ? null : parsePorts(answer);
  }

  /** The living switch that the pid file tells of, proven by its command line. */
  async function holder(): Promise<ProcessIdentity | null> {
    const text = await readFile(pidFile, "utf8").catch(() => "");
    const pid = Number.parseInt(text, 10);
    if (!Number.isSafeInteger(pid) || pid <= 0) return null;
    const identity = await identifyProcess(pid);
    return (await readArguments(pid)).includes(management) ? identity : null;
  }

  async function stopNow(): Promise<Result<void>> {
    const identity = await holder();
    await command(management, "shutdown");
    if (identity !== null) {
      for (const signal of [null, "SIGTERM", "SIGKILL"] as const) {
        if (signal !== null) await signalProcess(identity, signal);
        if (await hasEnded(identity)) break;
      }
      if (await isAlive(identity)) return fail("switch-failed", { detail: "it does not end" });
    }
    // Only now is it proven that nobody uses them.
    if ((await command(management, "port/print")) !== null) {
      return fail("switch-foreign", { path: management });
    }
    await removeShare(socketFolder);
    await Promise.all(
      [pidFile, management, socketFolder].map((path) => rm(path, { recursive: true, force: true })),
    );
    return ok(undefined);
  }

  async function startNow(tap: string): Promise<Result<void>> {
    const present = await ports();
    if (present?.some((port) => port.tap === tap)) return ok(undefined);
    // Whatever is left of an earlier one makes the next start fail, with exit code 0.
    const cleared = await stopNow();
    if (!cleared.ok) return cleared;
    const group = await shareWith();
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
    const run = await runProgram("vde_switch", args, { leavesDaemon: true });
    if (!run.ok) return run.error.code === "program-missing" ? run : failed(run.error);
    const deadline = Date.now() + answerTimeout;
    do {
      const now = await ports();
      if (now?.some((port) => port.tap === tap)) return ok(undefined);
      // It serves, but without the tap: waiting would not help.
      if (now !== null) break;
      await pause();
    } while (Date.now() < deadline);
    await stopNow();
    return { ok: false, error: await whyNoTap(tap, run.value.stderr) };
  }

  const exclusively = <T>(work: () => Promise<Result<T>>): Promise<Result<T>> => {
    const made = makePrivateFolder(folder, uid);
    if (!made.ok) return Promise.resolve(made);
    const fits = socketPath(management);
    if (!fits.ok) return Promise.resolve(fits);
    return withLock(
      join(folder, "lock"),
      "switch",
      lockWait,
      (who) => appError("file-locked", { path: folder, by: `process ${who?.pid ?? "?"}` }),
      work,
    );
  };

  return {
    socketFolder,
    ports,
    wasStarted: () =>
      access(pidFile).then(
        () => true,
        () => false,
      ),
    async movePlugs(work) {
      // One connection for all: that one of ours ends is such an end, too.
      const talk = talkToSwitch(management);
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
    },
    heardCards: async () => parseHeardCards((await command(management, "hash/print")) ?? ""),
    ended: (signal) => connectionEnd(management, signal),
    start: (tap) => exclusively(() => startNow(tap)),
    restart: (tap) =>
      exclusively(async () => {
        const stopped = await stopNow();
        return stopped.ok ? startNow(tap) : stopped;
      }),
    stop: () => exclusively(stopNow),
  };
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 20));

async function hasEnded(identity: ProcessIdentity): Promise<boolean> {
  const deadline = Date.now() + answerTimeout;
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

/** The switch does not say why it has no tap: find out. */
async function whyNoTap(tap: string, stderr: string): Promise<AppError> {
  try {
    await access("/dev/net/tun", constants.R_OK | constants.W_OK);
  } catch (error) {
    return appError("lan-tun-denied", { detail: String(error) }, stderr);
  }
  return appError("switch-failed", { detail: `it could not open ${tap}` }, stderr);
}

/** Gives one command to a management socket; null if nobody answers. */
async function command(path: string, text: string): Promise<string | null> {
  const talk = talkToSwitch(path);
  const answer = await talk.ask(text);
  await talk.close();
  return answer;
}
