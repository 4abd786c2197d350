import { readFile } from "node:fs/promises";
import { createConnection } from "node:net";
import { join } from "node:path";
import * as v from "valibot";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import { airlockLogSchema } from "../../contract/lan/airlock.ts";
import { forwardedPortSchema } from "../../contract/lan/forward.ts";
import {
  desiredLanSchema,
  firewallFactsSchema,
  type NetdCommand,
  type NetdLogEntry,
  type NetdStatus,
  netdCauseSchema,
} from "../../contract/lan/netd.ts";
import { type LanIdentity, lanIdentitySchema } from "../../contract/lan/network.ts";
import type { RootTask } from "../../contract/root/root.ts";
import { isSameLan } from "../../core/lan/plan/plan.ts";
import { type LanStateFile, lanStateFileSchema } from "../../core/lan/plan/state-file.ts";
import { appErrorSchema } from "../files/app-error-schema.ts";
import { readRecord } from "../files/small-record.ts";
import type { StartNetd } from "./elevate.ts";
import { findOwnNetwork, ownRuntimeFolder, refusedFile } from "./own-network.ts";

/** The connection to a netd that runs already. */
export interface NetdTalk {
  /** Asks a living netd for its status, within a time limit; null if none lives. */
  status(timeoutMs?: number): Promise<Result<NetdStatus | null>>;
  /** Makes a desired state hold if a netd lives; null if none lives. */
  tell(request: NetdCommand): Promise<Result<NetdStatus | null>>;
  /** Reads netd's state file, which outlives it; null if it lists nothing to take back. */
  stateFile(): Promise<LanStateFile | null>;
}

/** The connection to netd, the process that runs as root. */
export interface NetdClient extends NetdTalk {
  /** Makes a desired state hold; starts netd if needed, for which it may ask for root. */
  apply(command: NetdCommand): Promise<Result<NetdStatus>>;
  /** Asks for root for a LAN, unless netd may hold it already. */
  agree(lan: LanIdentity): Promise<Result<void>>;
  /** netd's log, oldest first. */
  log(): Promise<readonly NetdLogEntry[]>;
  /** The folder that netd's files are in. */
  readonly folder: string;
}

const socketName = "netd.sock";

/** The folder of netd's files, or what finds it, as it changes with the LAN's kind. */
type NetdPlace = string | (() => string);

const folderAt = (place: NetdPlace) => (typeof place === "string" ? place : place());

const refusedForwardSchema = v.object({ ...forwardedPortSchema.entries, error: appErrorSchema });
const statusSchema = v.object({
  wish: v.nullable(desiredLanSchema),
  active: v.nullable(v.string()),
  problem: v.nullable(appErrorSchema),
  // These four are left out by a netd of an earlier version, which takes any LAN.
  problems: v.optional(v.array(appErrorSchema)),
  agreed: v.optional(v.nullable(lanIdentitySchema)),
  firewall: v.optional(v.nullable(firewallFactsSchema), null),
  refusedForwards: v.optional(v.array(refusedForwardSchema), []),
  refusedFrames: v.optional(v.array(v.object({ mac: v.string(), frames: v.number() }))),
  airlock: v.optional(airlockLogSchema),
  pid: v.number(),
  startedAt: v.number(),
});
const replySchema = v.variant("ok", [
  v.object({ id: v.nullable(v.number()), ok: v.literal(true), status: statusSchema }),
  v.object({ id: v.nullable(v.number()), ok: v.literal(false), error: appErrorSchema }),
]);
const logEntrySchema = v.object({
  at: v.string(),
  cause: netdCauseSchema,
  argv: v.array(v.string()),
  outcome: v.string(),
});

/** Long enough for all steps on a loaded machine; netd ends a step that hangs before that. */
const answerTimeout = 60_000;

/** No socket, no netd behind it, or another file in its place, which netd's start will report. */
const absent = new Set(["ENOENT", "ECONNREFUSED", "ENOTDIR"]);

type Answer = Result<NetdStatus> | "nobody";

/** The kernel queues only so many connections (unix(7), EAGAIN), so connect again. */
const queueTimeout = 5_000;
const queuePause = 20;

/** One question, one line, one answer. */
async function ask(
  socketPath: string,
  request: NetdCommand,
  timeoutMs: number = answerTimeout,
): Promise<Answer> {
  const deadline = Date.now() + queueTimeout;
  for (;;) {
    const answer = await askOnce(socketPath, request, timeoutMs);
    if (answer !== "queue full") return answer;
    if (Date.now() > deadline) return fail("netd-refused", { detail: "too-many-callers" });
    await new Promise((resolve) => setTimeout(resolve, queuePause));
  }
}

/** netd may end between our connection and our question; each desired state can be repeated. */
async function askAgain(
  socketPath: string,
  request: NetdCommand,
  timeoutMs?: number,
): Promise<Answer> {
  const answer = await ask(socketPath, request, timeoutMs);
  const wasLost = answer !== "nobody" && !answer.ok && answer.error.code === "netd-lost";
  return wasLost ? ask(socketPath, request, timeoutMs) : answer;
}

function askOnce(
  socketPath: string,
  request: NetdCommand,
  timeoutMs: number,
): Promise<Answer | "queue full"> {
  return new Promise((resolve) => {
    const socket = createConnection(socketPath);
    let connected = false;
    let received = "";
    const end = (answer: Answer | "queue full") => {
      resolve(answer);
      socket.destroy();
    };
    socket.setEncoding("utf8").setTimeout(timeoutMs, () => end(fail("netd-lost", {})));
    socket.once("connect", () => {
      connected = true;
      socket.write(`${JSON.stringify({ id: 1, ...request })}\n`);
    });
    socket.on("data", (text: string) => {
      received += text;
      if (received.includes("\n")) end(readReply(received));
    });
    socket.once("error", (error: NodeJS.ErrnoException) => {
      if (connected) end(fail("netd-lost", {}, String(error)));
      else if (error.code === "EAGAIN") end("queue full");
      else if (absent.has(error.code ?? "")) end("nobody");
      else end(fail("netd-refused", { detail: error.message }));
    });
    socket.once("close", () => end(fail("netd-lost", {})));
  });
}

function readReply(line: string): Result<NetdStatus> {
  try {
    const parsed = v.safeParse(replySchema, JSON.parse(line));
    if (!parsed.success) return fail("netd-refused", { detail: "answer-unknown" });
    return parsed.output.ok ? ok(parsed.output.status) : { ok: false, error: parsed.output.error };
  } catch (error) {
    return fail("netd-refused", { detail: "answer-not-json" }, String(error));
  }
}

/**
 * Returns the meaning of a LAN for the user whose password it needs, when another one is on or
 * none.
 */
function taskOf(lan: LanIdentity, isOn: boolean): RootTask {
  const { interface: name, address, prefixLength } = lan;
  const task = isOn ? "lan-move" : "lan-up";
  return { do: task, interface: name, address: `${address}/${prefixLength}` };
}

/** Returns whether a netd may hold a LAN without a prompt. */
function mayHold({ agreed, wish: desired }: NetdStatus, lan: LanIdentity): boolean {
  if (agreed === undefined) return true;
  return [agreed, desired?.lan ?? null].some((each) => each !== null && isSameLan(each, lan));
}

/** Adds the forwards whose ports the stack of a small LAN could not take, which its netd does not see. */
async function withRefused(status: NetdStatus): Promise<NetdStatus> {
  if (findOwnNetwork() === null) return status;
  const refused = await readRecord(refusedFile(ownRuntimeFolder()), v.array(refusedForwardSchema));
  return { ...status, refusedForwards: [...status.refusedForwards, ...(refused ?? [])] };
}

/** Creates the connection to a netd that runs already; it starts none. */
export function talkToNetd(place: NetdPlace): NetdTalk {
  const folder = () => folderAt(place);
  const tell = async (request: NetdCommand): Promise<Result<NetdStatus | null>> => {
    const answer = await ask(join(folder(), socketName), request);
    return answer === "nobody" ? ok(null) : answer;
  };
  return {
    tell,
    async status(timeoutMs) {
      const answer = await askAgain(join(folder(), socketName), { verb: "status" }, timeoutMs);
      if (answer === "nobody") return ok(null);
      return answer.ok ? ok(await withRefused(answer.value)) : answer;
    },
    async stateFile() {
      try {
        const text = await readFile(join(folder(), "state.json"), "utf8");
        const parsed = v.safeParse(lanStateFileSchema, JSON.parse(text));
        return parsed.success ? parsed.output : null;
      } catch {
        return null;
      }
    },
  };
}

/** Makes the client for the LAN of a user. `start` starts netd as root. */
export function createNetdClient(place: NetdPlace, start: StartNetd): NetdClient {
  const socketPath = () => join(folderAt(place), socketName);

  async function agree(lan: LanIdentity): Promise<Result<void>> {
    const answer = await askAgain(socketPath(), { verb: "status" });
    if (answer === "nobody") return start(taskOf(lan, false), lan);
    if (!answer.ok) return answer;
    if (mayHold(answer.value, lan)) return ok(undefined);
    return start(taskOf(lan, answer.value.wish !== null), lan);
  }

  return {
    ...talkToNetd(place),
    get folder() {
      return folderAt(place);
    },
    agree,
    async apply(request) {
      if (request.verb === "up") {
        const agreed = await agree(request.lan);
        if (!agreed.ok) return agreed;
      }
      let answer = await askAgain(socketPath(), request);
      if (answer !== "nobody") return answer;
      const started =
        request.verb === "up"
          ? await start(taskOf(request.lan, false), request.lan)
          : await start({ do: request.verb === "down" ? "lan-down" : "lan-keep" }, null);
      if (!started.ok) return started;
      answer = await ask(socketPath(), request);
      return answer === "nobody" ? fail("netd-lost", {}) : answer;
    },
    async log() {
      const text = await readFile(join(folderAt(place), "log.jsonl"), "utf8").catch(() => "");
      return text.split("\n").flatMap((line) => {
        try {
          const parsed = v.safeParse(logEntrySchema, JSON.parse(line));
          return parsed.success ? [parsed.output] : [];
        } catch {
          // The last line may be half written.
          return [];
        }
      });
    },
  };
}
